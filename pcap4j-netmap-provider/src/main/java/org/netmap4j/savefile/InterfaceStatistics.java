package org.netmap4j.savefile;

import java.util.OptionalLong;

/**
 * Counters of an interface, as a capturing program left them in a pcapng file. Times are in
 * nanoseconds since the epoch.
 *
 * @param interfaceId the interface's number within the section
 * @param timestampNanos when the counters were read
 * @param started when the capture began: isb_starttime
 * @param ended when the capture ended: isb_endtime
 * @param received packets that the interface got: isb_ifrecv
 * @param dropped packets that the interface lost for want of room: isb_ifdrop
 * @param accepted packets that the filter let pass: isb_filteraccept
 * @param osDropped packets that the system lost: isb_osdrop
 * @param delivered packets that reached the program: isb_usrdeliv
 */
public record InterfaceStatistics(
    int interfaceId,
    long timestampNanos,
    OptionalLong started,
    OptionalLong ended,
    OptionalLong received,
    OptionalLong dropped,
    OptionalLong accepted,
    OptionalLong osDropped,
    OptionalLong delivered) {
  /** What the interface got and lost, without the rest. */
  public static InterfaceStatistics of(
      int interfaceId, long timestampNanos, long received, long dropped) {
    OptionalLong none = OptionalLong.empty();
    return new InterfaceStatistics(
        interfaceId,
        timestampNanos,
        none,
        none,
        OptionalLong.of(received),
        OptionalLong.of(dropped),
        none,
        none,
        none);
  }
}
