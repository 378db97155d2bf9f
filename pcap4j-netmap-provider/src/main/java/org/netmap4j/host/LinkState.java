package org.netmap4j.host;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;

/**
 * Asks again and again whether one interface is up: in the network namespace that it was found in,
 * and by its index, so that an interface which was renamed is still the same.
 */
public final class LinkState implements AutoCloseable {
  private final int socket;
  private final int index;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment request = arena.allocate(LinuxAbi.IFREQ_SIZE, 8);

  private LinkState(int socket, int index) {
    this.socket = socket;
    this.index = index;
  }

  /** The state of the interface of this name; empty when there is none. */
  public static Optional<LinkState> of(String name) {
    int index = NetInterfaces.index(name);
    if (index == 0) {
      return Optional.empty();
    }
    int socket = Libc.socket(LinuxAbi.AF_INET, LinuxAbi.SOCK_DGRAM | LinuxAbi.SOCK_CLOEXEC, 0);
    return socket >= 0 ? Optional.of(new LinkState(socket, index)) : Optional.empty();
  }

  /** Whether the interface is up now; empty when it is gone. Two system calls. */
  public synchronized Optional<Boolean> up() {
    return flags().map(flags -> (flags & LinuxAbi.IFF_UP) != 0);
  }

  /** Whether it is up and has a carrier. */
  public synchronized boolean running() {
    return flags().map(flags -> (flags & LinuxAbi.IFF_RUNNING) != 0).orElse(false);
  }

  private Optional<Integer> flags() {
    request.set(JAVA_INT, LinuxAbi.IFREQ_DATA, index);
    if (Libc.ioctl(socket, LinuxAbi.SIOCGIFNAME, request) < 0
        || Libc.ioctl(socket, LinuxAbi.SIOCGIFFLAGS, request) < 0) {
      return Optional.empty();
    }
    return Optional.of(request.get(JAVA_SHORT, LinuxAbi.IFREQ_DATA) & 0xffff);
  }

  @Override
  public synchronized void close() {
    Libc.close(socket);
    arena.close();
  }
}
