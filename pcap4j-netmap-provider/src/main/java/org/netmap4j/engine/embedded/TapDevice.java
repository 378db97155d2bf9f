package org.netmap4j.engine.embedded;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;
import org.netmap4j.host.LinkState;
import org.netmap4j.host.NetInterface;
import org.netmap4j.host.NetInterfaces;

/** The wire's end of a tap device: a descriptor for each of its queues. */
final class TapDevice implements AutoCloseable {
  private static final String CLONE = "/dev/net/tun";
  private static final int FLAGS = LinuxAbi.IFF_TAP | LinuxAbi.IFF_NO_PI;

  private final List<Integer> queues = new ArrayList<>();

  private TapDevice() {}

  /**
   * Takes the wire's end of an existing tap device that nobody else has. Nothing when somebody has
   * it, or it may not be taken, or the device is no tap.
   *
   * @param wanted how many queues, if it can have several
   */
  static Optional<TapDevice> take(NetInterface device, int wanted) {
    if (!device.driver().equals("tun")) {
      return Optional.empty();
    }
    TapDevice tap = new TapDevice();
    boolean taken = tap.add(device, FLAGS);
    // to one of several queues the system lets us in beside who has it: he gives it a carrier
    if (!taken && !running(device)) {
      taken = tap.add(device, FLAGS | LinuxAbi.IFF_MULTI_QUEUE);
      while (taken && tap.queues.size() < wanted) {
        taken = tap.add(device, FLAGS | LinuxAbi.IFF_MULTI_QUEUE);
      }
    }
    if (taken) {
      return Optional.of(tap);
    }
    tap.close();
    return Optional.empty();
  }

  private static boolean running(NetInterface device) {
    Optional<LinkState> state = LinkState.of(device.name());
    boolean running = state.map(LinkState::running).orElse(false);
    state.ifPresent(LinkState::close);
    return running;
  }

  private boolean add(NetInterface device, int flags) {
    int fd = Libc.open(CLONE, LinuxAbi.O_RDWR | LinuxAbi.O_CLOEXEC | LinuxAbi.O_NONBLOCK);
    if (fd < 0) {
      return false;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = arena.allocate(LinuxAbi.IFREQ_SIZE, 8);
      request.setString(0, device.name());
      request.set(JAVA_SHORT, LinuxAbi.IFREQ_DATA, (short) flags);
      // where the device has gone meanwhile, a new one would be made, which goes with the
      // descriptor
      if (Libc.ioctl(fd, LinuxAbi.TUNSETIFF, request) == 0
          && NetInterfaces.find(device.name())
              .filter(now -> now.index() == device.index())
              .isPresent()) {
        queues.add(fd);
        return true;
      }
      Libc.close(fd);
      return false;
    }
  }

  int queues() {
    return queues.size();
  }

  int fd(int queue) {
    return queues.get(queue);
  }

  @Override
  public void close() {
    queues.forEach(Libc::close);
    queues.clear();
  }
}
