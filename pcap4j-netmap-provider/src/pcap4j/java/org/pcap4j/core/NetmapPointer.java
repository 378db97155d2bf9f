package org.pcap4j.core;

import com.sun.jna.Pointer;
import org.netmap4j.swap.backend.Capture;

/** A handle of ours; there is no memory behind it. */
final class NetmapPointer extends Pointer {
  final Capture capture;

  NetmapPointer(Capture capture) {
    super(0);
    this.capture = capture;
  }

  /** What a handle stands for; null for one of libpcap. */
  static Capture capture(Pointer handle) {
    return handle instanceof NetmapPointer ours ? ours.capture : null;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return "netmap4j@" + Integer.toHexString(hashCode());
  }
}
