package org.netmap4j.bench;

import java.util.List;
import java.util.Map;

/**
 * How fast something must be.
 *
 * @param text what is compared
 * @param benchmark the benchmark of {@link RingBench}
 * @param parameters which of its variants
 * @param must the ratio below which the library is too slow, 0 where the figure only is told
 * @param reach the ratio to reach for
 * @param recordBytes the bytes of a packet in a file, to tell GB/s; 0 where there is none
 */
record Row(
    String text,
    String benchmark,
    Map<String, String> parameters,
    double must,
    double reach,
    int recordBytes) {
  /** Bytes per packet that count as none: less than one object for a batch. */
  private static final double NO_BYTES = 0.05;

  /** The same of a file, whose buffers are made for it. */
  private static final double FILE_BYTES = 12;

  /** All of them. None may allocate per packet. */
  static final List<Row> ALL =
      List.of(
          row("batch / dispatch, 1 listener", "batchOne", 0.9, 1.1),
          row("batch / dispatch, 4 listeners", "batchFour", 0.9, 1.1),
          row("batch / plain C loop", "batchLoop", 0.8, 0.95),
          row("cursor / dispatch, 1 listener", "cursorOne", 0.6, 0.75),
          row("cursor / dispatch, 4 listeners", "cursorFour", 0.6, 0.75),
          row("nextPacket / nextpkt", "nextPacket", 0.6, 0.75),
          row("handle dispatch / dispatch", "handleDispatch", 0.5, 0.75),
          row("handle next / nextpkt", "handleNext", 0, 0),
          row("handle inject / inject, 60 bytes", "handleInject", 0, 0),
          row("inject / inject, 60 bytes", "injectShort", 0.95, 1.2),
          row("inject / inject, 1500 bytes", "injectLong", 1.0, 1.05),
          row("inject of many / inject, 60 bytes", "injectBatchShort", 0.95, 1.2),
          row("inject of many / inject, 1500 bytes", "injectBatchLong", 1.0, 1.05),
          row("forward / bridge, swap", "forwardSwap", 1.0, 1.5),
          row("forward / bridge, copy", "forwardCopy", 0, 0),
          pipe(60, true, 0.8, 0.9),
          pipe(1500, true, 1.0, 1.1),
          pipe(60, false, 0, 0),
          pipe(1500, false, 0, 0),
          row("pipe, copy monitor / none", "monitor", 0, 0).with("flags", "t"),
          row("pipe, zero-copy monitor / none", "monitor", 0, 0).with("flags", "z"),
          sniffer("loop", true, true, 60, 15, 22),
          sniffer("loop", true, true, 1500, 3.5, 6),
          sniffer("getNextRawPacketEx", true, false, 60, 50, 80),
          sniffer("getNextRawPacketEx", true, false, 1500, 0, 0),
          sniffer("loop over a file", false, true, 60, 0, 0),
          sniffer("loop over a file", false, true, 1500, 0, 0),
          row("filter of 20 instructions / bpf_filter", "filter", 2, 4)
              .with("expression", "tcp port 80"),
          row("filter of 27 instructions / bpf_filter", "filter", 2, 4)
              .with("expression", "host 10.0.0.1 and (tcp port 80 or 443 or udp port 53)"),
          row("filter compiled / pcap_compile", "compileFilter", 0, 0),
          vale(2, false),
          vale(4, false),
          vale(8, false),
          vale(16, false),
          vale(2, true),
          vale(4, true),
          vale(8, true),
          vale(16, true),
          file("read pcap", "readFile", "pcap", false, 60),
          file("read pcap", "readFile", "pcap", false, 1500),
          file("read pcap mapped", "readFile", "pcap", true, 60),
          file("read pcap mapped", "readFile", "pcap", true, 1500),
          file("read pcapng", "readFile", "pcapng", false, 60),
          file("read pcapng", "readFile", "pcapng", false, 1500),
          file("read pcapng mapped", "readFile", "pcapng", true, 60),
          file("read pcapng mapped", "readFile", "pcapng", true, 1500),
          file("write pcap", "writeFile", "pcap", false, 60),
          file("write pcap", "writeFile", "pcap", false, 1500),
          file("write pcapng / pcap", "writeFile", "pcapng", false, 60),
          file("write pcapng / pcap", "writeFile", "pcapng", false, 1500));

  private static Row row(String text, String benchmark, double must, double reach) {
    return new Row(text, benchmark, Map.of(), must, reach, 0);
  }

  private Row with(String parameter, String value) {
    return new Row(text, benchmark, Map.of(parameter, value), must, reach, 0);
  }

  private static Row sniffer(
      String text, boolean live, boolean loops, int length, double must, double reach) {
    return new Row(
        "pcap4j %s, %d bytes".formatted(text, length),
        "sniffer",
        Map.of(
            "live",
            Boolean.toString(live),
            "loops",
            Boolean.toString(loops),
            "length",
            Integer.toString(length)),
        must,
        reach,
        0);
  }

  private static Row pipe(int length, boolean batches, double must, double reach) {
    return new Row(
        "pipe%s / pipe in C, %d bytes".formatted(batches ? " of batches" : "", length),
        "pipe",
        Map.of("length", Integer.toString(length), "batches", Boolean.toString(batches)),
        must,
        reach,
        0);
  }

  private static Row vale(int ports, boolean broadcast) {
    return new Row(
        "switch, %d ports, %s".formatted(ports, broadcast ? "broadcast" : "unicast"),
        "vale",
        Map.of("ports", Integer.toString(ports), "broadcast", Boolean.toString(broadcast)),
        0,
        0,
        0);
  }

  private static Row file(
      String text, String benchmark, String format, boolean mapped, int length) {
    return new Row(
        "%s, %d bytes".formatted(text, length),
        benchmark,
        Map.of(
            "format",
            format,
            "mapped",
            Boolean.toString(mapped),
            "length",
            Integer.toString(length)),
        1.0,
        1.5,
        length + (format.equals("pcapng") ? 32 : 16));
  }

  /** Bytes that may be allocated per packet. */
  double mayAllocate() {
    if (benchmark.equals("compileFilter") || benchmark.equals("sniffer")) {
      return Double.MAX_VALUE; // nothing that is done for packets; pcap4j's arrays
    }
    return recordBytes > 0 ? FILE_BYTES : NO_BYTES;
  }

  /** The full name of the benchmark. */
  String name() {
    return RingBench.class.getName() + "." + benchmark;
  }
}
