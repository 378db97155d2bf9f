package org.pcap4j.core;

import com.sun.jna.Pointer;
import org.pcap4j.core.NativeMappings.pcap_pkthdr;

/** Stands for the pcap_pkthdr that pcap4j makes to fetch a packet. */
final class NetmapNext {
  private Pointer header;
  private pcap_pkthdr memory;

  void setAutoSynch(boolean wanted) {
    // there is nothing to synchronise
  }

  Pointer getPointer() {
    return header;
  }

  void set(NetmapHeader ours) {
    header = ours;
  }

  /** The struct for libpcap, kept as long as its pointer may be read. */
  pcap_pkthdr forLibpcap() {
    memory = new pcap_pkthdr();
    memory.setAutoSynch(false);
    header = memory.getPointer();
    return memory;
  }
}
