package org.pcap4j.core;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;

/**
 * What pcap4j's static initialisers ask instead of JNA: nothing is loaded here, so that they
 * succeed without libpcap.
 */
final class NetmapStart {
  private static final String OURS = "org.netmap4j.swap.backend.Captures";

  private NetmapStart() {}

  /** Has pcap4j, should it be a module, see the library. */
  static void start() {
    try {
      Class<?> ours = Class.forName(OURS, false, NetmapStart.class.getClassLoader());
      NetmapStart.class.getModule().addReads(ours.getModule());
    } catch (ClassNotFoundException e) {
      NoClassDefFoundError error =
          new NoClassDefFoundError(
              "this pcap4j is woven for netmap4j: put the jar of pcap4j-netmap-provider on the"
                  + " class path beside it");
      error.initCause(e);
      throw error;
    }
  }

  static Function getFunction(String library, String name) {
    return null;
  }

  static NativeLibrary getInstance(String library) {
    return null;
  }

  /** Binds natives that were left, in a pcap4j that has more of them. */
  static void register(Class<?> type, NativeLibrary library) {
    for (Method each : type.getDeclaredMethods()) {
      if (Modifier.isNative(each.getModifiers()) && NetmapPresence.ofLibpcap()) {
        Native.register(type, NativeLibrary.getInstance(NativeMappings.PCAP_LIB_NAME));
        return;
      }
    }
  }

  static Library load(String library, Class<?> type, Map<String, ?> options) {
    return new NetmapLibrary();
  }

  /** Never null: 2.0.0-alpha.6 builds a path from a variable that only Windows has. */
  static String getenv(String name) {
    String value = System.getenv(name);
    return value == null ? "" : value;
  }
}
