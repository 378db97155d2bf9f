package org.pcap4j.core;

import com.sun.jna.Native;
import java.util.Arrays;
import org.pcap4j.core.NativeMappings.PcapErrbuf;

/** Texts for pcap4j's error buffers. */
final class NetmapErrors {
  private NetmapErrors() {}

  /** Writes a text, as much of it as fits, and the zero at its end. */
  static void put(PcapErrbuf errbuf, String text) {
    byte[] bytes = Native.toByteArray(text);
    Arrays.fill(errbuf.buf, (byte) 0);
    System.arraycopy(bytes, 0, errbuf.buf, 0, Math.min(bytes.length, errbuf.buf.length - 1));
  }
}
