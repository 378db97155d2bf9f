package org.pcap4j.core;

import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import org.pcap4j.core.NativeMappings.pcap_pkthdr;
import org.pcap4j.core.NativeMappings.timeval;

/** A packet's header, a struct pcap_pkthdr that pcap4j reads without JNA. */
final class NetmapHeader extends Pointer {
  private static final long SECONDS = (long) pcap_pkthdr.TS_OFFSET + timeval.TV_SEC_OFFSET;
  private static final long CAPTURED = pcap_pkthdr.CAPLEN_OFFSET;
  private static final int NANOS_PER_SECOND = 1000000000;

  private final int unit;
  private long nanos;
  private int captured;
  private int length;

  /** Of a handle whose timestamps are of nanoseconds, or of microseconds. */
  NetmapHeader(boolean nanos) {
    super(0);
    unit = nanos ? 1 : 1000;
  }

  NetmapHeader set(long nanos, int captured, int length) {
    this.nanos = nanos;
    this.captured = captured;
    this.length = length;
    return this;
  }

  long seconds() {
    return Math.floorDiv(nanos, NANOS_PER_SECOND);
  }

  long fraction() {
    return Math.floorMod(nanos, NANOS_PER_SECOND) / unit;
  }

  /** Writes it as a struct in memory. */
  void copyTo(Pointer struct) {
    struct.setNativeLong(SECONDS, new NativeLong(seconds()));
    struct.setNativeLong(
        (long) pcap_pkthdr.TS_OFFSET + timeval.TV_USEC_OFFSET, new NativeLong(fraction()));
    struct.setInt(CAPTURED, captured);
    struct.setInt(pcap_pkthdr.LEN_OFFSET, length);
  }

  @Override
  public NativeLong getNativeLong(long offset) {
    return new NativeLong(offset == SECONDS ? seconds() : fraction());
  }

  @Override
  public int getInt(long offset) {
    return offset == CAPTURED ? captured : length;
  }
}
