package org.netmap4j.host;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;

/**
 * Promiscuous mode of one interface, held by the membership of a packet socket: the kernel takes it
 * back when the socket is closed, also with a process that is killed.
 */
public final class Promiscuous implements AutoCloseable {
  private final int socket;

  private Promiscuous(int socket) {
    this.socket = socket;
  }

  /** Has the interface of this name take frames for others too, until closed. */
  public static Promiscuous on(String name) throws NetmapException {
    int socket = Libc.socket(LinuxAbi.AF_PACKET, LinuxAbi.SOCK_RAW | LinuxAbi.SOCK_CLOEXEC, 0);
    if (socket < 0) {
      throw failed(name, socket);
    }
    try (Arena arena = Arena.ofConfined()) {
      // struct packet_mreq: ifindex, type, address length, address
      MemorySegment request = arena.allocate(16, 4);
      request.set(JAVA_INT, 0, Libc.ifNameToIndex(name));
      request.set(JAVA_SHORT, 4, (short) LinuxAbi.PACKET_MR_PROMISC);
      int answer =
          Libc.setsockopt(socket, LinuxAbi.SOL_PACKET, LinuxAbi.PACKET_ADD_MEMBERSHIP, request);
      if (answer < 0) {
        Libc.close(socket);
        throw failed(name, answer);
      }
      return new Promiscuous(socket);
    }
  }

  private static NetmapException failed(String name, int answer) {
    return new NetmapException(
        -answer == LinuxAbi.EPERM || -answer == LinuxAbi.EACCES
            ? new NetmapError.NoPermission(
                "promiscuous mode on " + name, "CAP_NET_RAW", "run as root, for example with sudo")
            : new NetmapError.SystemCall(
                "promiscuous mode on " + name, -answer, Libc.strerror(-answer)));
  }

  @Override
  public void close() {
    Libc.close(socket);
  }
}
