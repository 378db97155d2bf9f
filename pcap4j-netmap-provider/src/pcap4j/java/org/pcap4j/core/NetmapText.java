package org.pcap4j.core;

import com.sun.jna.Pointer;

/** A text that pcap4j reads. */
final class NetmapText extends Pointer {
  private final String text;

  NetmapText(String text) {
    super(0);
    this.text = text;
  }

  @Override
  public String getString(long offset) {
    return text;
  }

  @Override
  public String getWideString(long offset) {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }
}
