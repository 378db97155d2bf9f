package org.netmap4j.swap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.util.List;

/**
 * The classes that join pcap4j's package. The jar carries them as resources, not under their own
 * path: a package belongs to one module.
 */
public final class Helpers {
  private static final String FOLDER = "/META-INF/netmap4j/pcap4j/";

  static final String PACKAGE = "org/pcap4j/core/";

  static final String OPENING = PACKAGE + "NetmapOpening";
  static final String PACKETS = PACKAGE + "NetmapPackets";

  /** The classes whose static methods answer pcap4j's natives, under the same names. */
  static final List<String> ANSWERS =
      List.of(
          OPENING,
          PACKETS,
          PACKAGE + "NetmapFilters",
          PACKAGE + "NetmapDumps",
          PACKAGE + "NetmapFacts");

  /** The class that stands in for JNA while pcap4j's classes are initialised. */
  static final String START = PACKAGE + "NetmapStart";

  /** All of them; who extends another comes after it. */
  static final List<String> NAMES =
      List.of(
          START,
          PACKAGE + "NetmapErrors",
          PACKAGE + "NetmapPointer",
          PACKAGE + "NetmapText",
          PACKAGE + "NetmapHeader",
          PACKAGE + "NetmapBytes",
          PACKAGE + "NetmapOwnBytes",
          PACKAGE + "NetmapNext",
          PACKAGE + "NetmapNextEx",
          PACKAGE + "NetmapListener",
          PACKAGE + "NetmapDumper",
          PACKAGE + "NetmapForeignDump",
          PACKAGE + "NetmapMemory",
          PACKAGE + "NetmapPrograms$Ours",
          PACKAGE + "NetmapPrograms$Forget",
          PACKAGE + "NetmapPrograms",
          PACKAGE + "NetmapDeviceMemory",
          PACKAGE + "NetmapDevices$Shown",
          PACKAGE + "NetmapDevices",
          PACKAGE + "NetmapLibpcap",
          PACKAGE + "NetmapPresence",
          PACKAGE + "NetmapLibrary$Libpcap",
          PACKAGE + "NetmapLibrary",
          OPENING,
          PACKETS,
          PACKAGE + "NetmapFilters",
          PACKAGE + "NetmapDumps",
          PACKAGE + "NetmapFacts");

  private Helpers() {}

  /** The class file of one of them. */
  static byte[] bytes(String name) {
    try (InputStream in = Helpers.class.getResourceAsStream(FOLDER + name + ".class")) {
      if (in == null) {
        throw new IllegalStateException(FOLDER + name + ".class is not in netmap4j's jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Defines them all; the first thing that the woven class does.
   *
   * @param pcap4j with pcap4j's own rights in its package
   */
  public static void define(MethodHandles.Lookup pcap4j) throws IllegalAccessException {
    for (String name : NAMES) {
      pcap4j.defineClass(bytes(name));
    }
  }
}
