package org.netmap4j.engine.embedded;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.netmap4j.engine.embedded.SocketProgram.Mapping;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;

/** packet(7): one raw socket on one interface. */
final class PacketSocket implements AutoCloseable {
  private static final int SEND_BUFFER = 4 << 20;
  private static final int RECEIVE_BUFFER = 8 << 20;

  private final String name;
  private final int index;
  private final int fd;

  /** A socket that sends on the interface and does not receive. */
  PacketSocket(String name, int index) throws NetmapException {
    this.name = name;
    this.index = index;
    int answer = Libc.socket(LinuxAbi.AF_PACKET, LinuxAbi.SOCK_RAW | LinuxAbi.SOCK_CLOEXEC, 0);
    if (answer == -LinuxAbi.EPERM || answer == -LinuxAbi.EACCES) {
      throw new NetmapException(
          new NetmapError.NoPermission(
              "open " + name + " with a packet socket",
              "CAP_NET_RAW",
              "run as root, for example with sudo"));
    }
    fd = Systems.check("socket for " + name, answer);
    try {
      // more than these is not needed: the limits of /proc/sys/net/core apply where force may not
      Libc.setsockopt(fd, LinuxAbi.SOL_SOCKET, LinuxAbi.SO_SNDBUFFORCE, SEND_BUFFER);
      bind(0);
    } catch (NetmapException e) {
      Libc.close(fd);
      throw e;
    }
  }

  int fd() {
    return fd;
  }

  private void bind(int protocol) throws NetmapException {
    try (Arena arena = Arena.ofConfined()) {
      // struct sockaddr_ll: family, protocol (big endian), ifindex, and nothing that bind looks at
      MemorySegment address = arena.allocate(20, 4);
      address.set(JAVA_SHORT, 0, (short) LinuxAbi.AF_PACKET);
      address.set(JAVA_SHORT, 2, Short.reverseBytes((short) protocol));
      address.set(JAVA_INT, 4, index);
      Systems.check("bind to " + name, Libc.bind(fd, address));
    }
  }

  private void option(String what, int option, int value) throws NetmapException {
    Systems.check(what + " on " + name, Libc.setsockopt(fd, LinuxAbi.SOL_PACKET, option, value));
  }

  void filter(SocketProgram program) throws NetmapException {
    try (Arena arena = Arena.ofConfined()) {
      Systems.check(
          "attach filter on " + name,
          Libc.setsockopt(
              fd, LinuxAbi.SOL_SOCKET, LinuxAbi.SO_ATTACH_FILTER, program.encode(arena)));
    }
  }

  /** Prepares to receive into a packet ring; frames come once {@link #receive} was called. */
  PacketRing ring(int frames) throws NetmapException {
    option("packet ring version", LinuxAbi.PACKET_VERSION, LinuxAbi.TPACKET_V2);
    // frames longer than the ring's come whole through the socket's own queue
    option("copy threshold", LinuxAbi.PACKET_COPY_THRESH, 1);
    Libc.setsockopt(fd, LinuxAbi.SOL_SOCKET, LinuxAbi.SO_RCVBUFFORCE, RECEIVE_BUFFER);
    filter(SocketProgram.nothing());
    return new PacketRing(this, name, frames);
  }

  /** Lets frames come, none of which passes the filter yet. */
  void receive(boolean outgoingToo) throws NetmapException {
    if (!outgoingToo) {
      option("ignore outgoing frames", LinuxAbi.PACKET_IGNORE_OUTGOING, 1);
    }
    bind(LinuxAbi.ETH_P_ALL);
  }

  /** Founds a fanout group, in which a program chooses the socket; answers the group's number. */
  int foundGroup(Mapping mapping, int members, boolean outgoingToo) throws NetmapException {
    int flags =
        LinuxAbi.PACKET_FANOUT_FLAG_UNIQUEID
            | (outgoingToo ? 0 : LinuxAbi.PACKET_FANOUT_FLAG_IGNORE_OUTGOING);
    option("fanout group", LinuxAbi.PACKET_FANOUT, fanout(0, flags));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment group = arena.allocate(JAVA_INT);
      Systems.check(
          "fanout group of " + name,
          Libc.getsockopt(fd, LinuxAbi.SOL_PACKET, LinuxAbi.PACKET_FANOUT, group));
      Systems.check(
          "fanout program on " + name,
          Libc.setsockopt(
              fd,
              LinuxAbi.SOL_PACKET,
              LinuxAbi.PACKET_FANOUT_DATA,
              SocketProgram.choose(mapping, members).encode(arena)));
      return group.get(JAVA_INT, 0) & 0xffff;
    }
  }

  /** Joins a group; members are numbered in the order in which they join. */
  void joinGroup(int group, boolean outgoingToo) throws NetmapException {
    int flags = outgoingToo ? 0 : LinuxAbi.PACKET_FANOUT_FLAG_IGNORE_OUTGOING;
    option("join fanout group", LinuxAbi.PACKET_FANOUT, fanout(group, flags));
  }

  private static int fanout(int group, int flags) {
    return group | (LinuxAbi.PACKET_FANOUT_CBPF | flags) << 16;
  }

  /** The error that is pending on the socket, 0 for none; asking takes it away. */
  int pendingError() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment error = arena.allocate(JAVA_INT);
      int answer = Libc.getsockopt(fd, LinuxAbi.SOL_SOCKET, LinuxAbi.SO_ERROR, error);
      return answer < 0 ? -answer : error.get(JAVA_INT, 0);
    }
  }

  /** Frames lost because the ring was full, since this was last asked. */
  long takeDrops() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment statistics = arena.allocate(8, 4);
      int answer = Libc.getsockopt(fd, LinuxAbi.SOL_PACKET, LinuxAbi.PACKET_STATISTICS, statistics);
      return answer < 0 ? 0 : Integer.toUnsignedLong(statistics.get(JAVA_INT, 4));
    }
  }

  @Override
  public void close() {
    Libc.close(fd);
  }
}
