package org.netmap4j.pcap;

import java.util.regex.Pattern;
import org.netmap4j.PortMode;
import org.netmap4j.PortSpec;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/**
 * What a capture's name stands for.
 *
 * @param name the name as it was given
 * @param port the port's name
 * @param spec the same, parsed
 * @param inline whether the port's NIC and its host are to go on exchanging their packets
 */
record CaptureName(String name, String port, PortSpec spec, boolean inline) {
  private static final String INLINE = "inline:";
  private static final Pattern OURS = Pattern.compile("(netmap|inline|vale[A-Za-z0-9_]*):");

  /** Whether a name is not just an interface's: it has a subsystem, or is an alias. */
  static boolean isOurs(String name) throws NetmapException {
    return OURS.matcher(name).lookingAt() || Aliases.current().target(name).isPresent();
  }

  /** A name or an alias. */
  static CaptureName resolve(String name) throws NetmapException {
    CaptureName found = ofTarget(Aliases.current().target(name).orElse(name));
    return new CaptureName(name, found.port, found.spec, found.inline);
  }

  /** A name that is no alias. */
  static CaptureName ofTarget(String name) throws NetmapException {
    if (!name.startsWith(INLINE)) {
      return new CaptureName(name, name, PortSpec.resolve(name), false);
    }
    String device = name.substring(INLINE.length());
    PortSpec spec = PortSpec.resolve(device);
    if (spec.mode() != PortMode.ALL_NIC
        || !spec.name().equals(device)
        || spec.isVale()
        || spec.pipe().isPresent()
        || !spec.format().equals("netmap:" + device)) {
      throw new NetmapException(
          new NetmapError.BadName(
              name, INLINE.length(), "an interface's name alone", "'" + device + "'"));
    }
    return new CaptureName(name, device, spec, true);
  }
}
