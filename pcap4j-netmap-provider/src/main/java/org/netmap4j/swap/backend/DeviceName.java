package org.netmap4j.swap.backend;

import org.netmap4j.PortSpec;
import org.netmap4j.error.NetmapException;
import org.netmap4j.pcap.Aliases;
import org.netmap4j.pcap.NetmapHandle;

/** Whose a device's name is. */
final class DeviceName {
  private static final String INLINE = "inline:";

  private DeviceName() {}

  /**
   * Whether it names a netmap port, by its prefix or as an alias.
   *
   * @throws Captures.Refused the aliases cannot be read: why
   */
  static boolean isOurs(String name) throws Captures.Refused {
    try {
      return NetmapHandle.isNetmapName(name);
    } catch (NetmapException e) {
      throw new Captures.Refused(String.valueOf(e.getMessage()), e);
    }
  }

  /** The name under which an interface shows what it receives and what its host sends. */
  static String bothWays(String device) {
    return interfaceOf(INLINE + device).equals(device) ? INLINE + device : device;
  }

  /** The interface that a name of ours stands for, or something that is none. */
  static String interfaceOf(String name) {
    try {
      String port = Aliases.current().target(name).orElse(name);
      return PortSpec.resolve(port.startsWith(INLINE) ? port.substring(INLINE.length()) : port)
          .name();
    } catch (NetmapException e) {
      return "";
    }
  }
}
