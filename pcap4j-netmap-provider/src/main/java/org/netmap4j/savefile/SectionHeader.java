package org.netmap4j.savefile;

import java.nio.ByteOrder;
import java.util.List;

/**
 * How a section of a pcapng file begins. Texts are empty where the file does not say.
 *
 * @param order the byte order of the section's numbers
 * @param hardware the machine that captured: shb_hardware
 * @param os its system: shb_os
 * @param application the program that wrote it: shb_userappl
 * @param comments what somebody remarked
 */
public record SectionHeader(
    ByteOrder order, String hardware, String os, String application, List<String> comments) {
  /** Copies the comments. */
  public SectionHeader {
    comments = List.copyOf(comments);
  }

  /** Of a program on this machine, in its byte order. */
  public static SectionHeader of(String application) {
    return new SectionHeader(
        ByteOrder.nativeOrder(),
        System.getProperty("os.arch", ""),
        System.getProperty("os.name", "") + " " + System.getProperty("os.version", ""),
        application,
        List.of());
  }
}
