package org.netmap4j.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
    int socket = Libc.socket(LinuxAbi.AF_INET, LinuxAbi.SOCK_DGRAM | LinuxAbi.SOCK_CLOEXEC, 0);
    if (socket < 0) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      Query query = new Query(socket, name, arena);
      int flags = query.flags();
      if (flags < 0) {
        return Optional.empty();
      }
      Queues queues = query.queues(index);
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
    } finally {
      Libc.close(socket);
    }
  }

  /** The hardware address of the interface of this name; empty when it has none, or is none. */
  public static byte[] hardwareAddress(String name) {
    int socket =
        index(name) == 0
            ? -1
            : Libc.socket(LinuxAbi.AF_INET, LinuxAbi.SOCK_DGRAM | LinuxAbi.SOCK_CLOEXEC, 0);
    if (socket < 0) {
      return new byte[0];
    }
    try (Arena arena = Arena.ofConfined()) {
      return new Query(socket, name, arena).hardwareAddress();
    } finally {
      Libc.close(socket);
    }
  }

  /** A name that the system could not hold names nothing. */
  private static boolean fits(String name) {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    return length > 0 && length < LinuxAbi.IFNAMSIZ && name.indexOf('\0') < 0;
  }

  private record Queues(int rx, int tx) {}

  /** The ioctls on one interface name. */
  private static final class Query {
    private final int socket;
    private final String name;
    private final Arena arena;
    private final MemorySegment request;

    Query(int socket, String name, Arena arena) {
      this.socket = socket;
      this.name = name;
      this.arena = arena;
      request = arena.allocate(LinuxAbi.IFREQ_SIZE, 8);
      request.setString(0, name);
    }

    int flags() {
      int answer = Libc.ioctl(socket, LinuxAbi.SIOCGIFFLAGS, request);
      return answer < 0 ? answer : request.get(JAVA_SHORT, LinuxAbi.IFREQ_DATA) & 0xffff;
    }

    int number(int call) {
      int answer = Libc.ioctl(socket, call, request);
      return answer < 0 ? 0 : request.get(JAVA_INT, LinuxAbi.IFREQ_DATA);
    }

    /** Of those that have six bytes, as Ethernet's; an interface without one says zeros. */
    byte[] hardwareAddress() {
      if (Libc.ioctl(socket, LinuxAbi.SIOCGIFHWADDR, request) < 0) {
        return new byte[0];
      }
      // struct sockaddr: the family, then the bytes
      return request.asSlice(LinuxAbi.IFREQ_DATA + 2, 6).toArray(JAVA_BYTE);
    }

    private boolean ethtool(int command, MemorySegment data) {
      data.set(JAVA_INT, 0, command);
      request.set(ADDRESS, LinuxAbi.IFREQ_DATA, data);
      return Libc.ioctl(socket, LinuxAbi.SIOCETHTOOL, request) >= 0;
    }

    /** The value of a feature, 0 also where the driver does not know it. */
    int feature(int command) {
      MemorySegment value = arena.allocate(8, 4);
      return ethtool(command, value) ? value.get(JAVA_INT, 4) : 0;
    }

    String driver() {
      MemorySegment info = arena.allocate(LinuxAbi.ETHTOOL_DRVINFO_SIZE, 4);
      return ethtool(LinuxAbi.ETHTOOL_GDRVINFO, info) ? info.asSlice(4, 32).getString(0) : "";
    }

    /**
     * By ethtool where the driver answers; else by sysfs, if that shows the caller's namespace;
     * else one of each.
     */
    Queues queues(int index) {
      MemorySegment channels = arena.allocate(LinuxAbi.ETHTOOL_CHANNELS_SIZE, 4);
      if (ethtool(LinuxAbi.ETHTOOL_GCHANNELS, channels)) {
        int combined = channels.get(JAVA_INT, 32);
        return new Queues(
            Math.max(1, channels.get(JAVA_INT, 20) + combined),
            Math.max(1, channels.get(JAVA_INT, 24) + combined));
      }
      Path device = Path.of("/sys/class/net").resolve(name);
      try {
        String sysIndex = Files.readString(device.resolve("ifindex")).strip();
        if (sysIndex.equals(Integer.toString(index))) {
          return new Queues(count(device, "rx-*"), count(device, "tx-*"));
        }
      } catch (IOException e) {
        // no sysfs here, or one of another namespace: nothing to learn from it
      }
      return new Queues(1, 1);
    }

    private static int count(Path device, String pattern) throws IOException {
      int found = 0;
      try (DirectoryStream<Path> queues =
          Files.newDirectoryStream(device.resolve("queues"), pattern)) {
        for (Path queue : queues) {
          found += queue.getNameCount() > 0 ? 1 : 0;
        }
      }
      return Math.max(1, found);
    }
  }
}
