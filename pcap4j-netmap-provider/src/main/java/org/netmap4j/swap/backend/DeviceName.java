package org.netmap4j.swap.backend;

import org.netmap4j.PortSpec;
import org.netmap4j.error.NetmapException;

/** Whose a device's name is. */
final class DeviceName {
  private DeviceName() {}

  /** Whether it names a netmap port, by its prefix or as an alias. */
  static boolean isOurs(String name) {
    return name.startsWith("netmap:") || name.matches("vale[^:]*:.*");
  }

  /** The interface that a name of ours stands for, or something that is none. */
  static String interfaceOf(String name) {
    try {
      return PortSpec.resolve(name).name();
    } catch (NetmapException e) {
      return "";
    }
  }
}
