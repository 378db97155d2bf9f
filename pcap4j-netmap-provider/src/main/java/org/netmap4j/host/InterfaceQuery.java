package org.netmap4j.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;

/**
 * The ioctls on one interface, by its name, in the network namespace of the caller. Each fails for
 * itself, all of them where there is no socket to be had. For one thread.
 */
final class InterfaceQuery implements AutoCloseable {
  private final String name;
  private final int socket =
      Libc.socket(LinuxAbi.AF_INET, LinuxAbi.SOCK_DGRAM | LinuxAbi.SOCK_CLOEXEC, 0);
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment request = arena.allocate(LinuxAbi.IFREQ_SIZE, 8);

  /** Of a name that fits into IFNAMSIZ. */
  InterfaceQuery(String name) {
    this.name = name;
    request.setString(0, name);
  }

  String name() {
    return name;
  }

  /** Memory that lives as long as this. */
  MemorySegment allocate(long bytes) {
    return arena.allocate(bytes, 8);
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

  /** SIOCETHTOOL; whether the driver answered. */
  boolean ethtool(int command, MemorySegment data) {
    data.set(JAVA_INT, 0, command);
    request.set(ADDRESS, LinuxAbi.IFREQ_DATA, data);
    return Libc.ioctl(socket, LinuxAbi.SIOCETHTOOL, request) >= 0;
  }

  /** The value of a feature, 0 also where the driver does not know it. */
  int feature(int command) {
    MemorySegment value = allocate(8);
    return ethtool(command, value) ? value.get(JAVA_INT, 4) : 0;
  }

  String driver() {
    MemorySegment info = allocate(LinuxAbi.ETHTOOL_DRVINFO_SIZE);
    return ethtool(LinuxAbi.ETHTOOL_GDRVINFO, info) ? info.asSlice(4, 32).getString(0) : "";
  }

  @Override
  public void close() {
    Libc.close(socket);
    arena.close();
  }
}
