package org.netmap4j.host;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;

/** Lists and looks up the interfaces of this network namespace. */
public final class NetInterfaces {
  private NetInterfaces() {}

  /** The names of all interfaces, in the system's order. */
  public static List<String> names() {
    return Libc.ifNames();
  }

  /** All interfaces; one that vanishes meanwhile is left out. */
  public static List<NetInterface> list() {
    List<NetInterface> found = new ArrayList<>();
    for (String name : names()) {
      find(name).ifPresent(found::add);
    }
    return List.copyOf(found);
  }

  /** Whether an interface has exactly this name. */
  public static boolean exists(String name) {
    return index(name) > 0;
  }

  /** The index of the interface of exactly this name; 0 when there is none. */
  static int index(String name) {
    return fits(name) ? Math.max(0, Libc.ifNameToIndex(name)) : 0;
  }

  /** The interface of exactly this name. */
  public static Optional<NetInterface> find(String name) {
    int index = index(name);
    if (index == 0) {
      return Optional.empty();
    }
    try (InterfaceQuery query = new InterfaceQuery(name)) {
      int flags = query.flags();
      if (flags < 0) {
        return Optional.empty();
      }
      Queues queues = Queues.of(query, index);
      return Optional.of(
          new NetInterface(
              name,
              index,
              (flags & LinuxAbi.IFF_UP) != 0,
              (flags & LinuxAbi.IFF_LOOPBACK) != 0,
              query.number(LinuxAbi.SIOCGIFMTU),
              queues.rx(),
              queues.tx(),
              query.driver(),
              query.feature(LinuxAbi.ETHTOOL_GGRO) != 0
                  || (query.feature(LinuxAbi.ETHTOOL_GFLAGS) & LinuxAbi.ETH_FLAG_LRO) != 0,
              query.feature(LinuxAbi.ETHTOOL_GTSO) != 0
                  || query.feature(LinuxAbi.ETHTOOL_GGSO) != 0));
    }
  }

  /** The hardware address of the interface of this name; empty when it has none, or is none. */
  public static byte[] hardwareAddress(String name) {
    if (index(name) == 0) {
      return new byte[0];
    }
    try (InterfaceQuery query = new InterfaceQuery(name)) {
      return query.hardwareAddress();
    }
  }

  /** A name that the system could not hold names nothing. */
  private static boolean fits(String name) {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    return length > 0 && length < LinuxAbi.IFNAMSIZ && name.indexOf('\0') < 0;
  }
}
