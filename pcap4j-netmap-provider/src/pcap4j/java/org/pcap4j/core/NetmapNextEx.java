package org.pcap4j.core;

import com.sun.jna.Pointer;

/** Stands for the PointerByReference that pcap4j makes to fetch a packet. */
final class NetmapNextEx {
  private Pointer value;

  Pointer getValue() {
    return value;
  }

  void set(Pointer found) {
    value = found;
  }
}
