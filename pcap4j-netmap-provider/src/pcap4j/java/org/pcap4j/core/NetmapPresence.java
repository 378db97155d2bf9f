package org.pcap4j.core;

/** Whether the machine has a libpcap that pcap4j can use; found out once, when it is asked. */
final class NetmapPresence {
  private static final boolean THERE = isThere();

  private NetmapPresence() {}

  private static boolean isThere() {
    try {
      return NetmapLibpcap.DUMP != null;
    } catch (LinkageError e) {
      return false; // there is none, or one that lacks what pcap4j needs
    }
  }

  static boolean ofLibpcap() {
    return THERE;
  }
}
