package org.netmap4j.engine.embedded;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.netmap4j.engine.WaitSource;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.EpollEvents;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;

/**
 * The NICs on a switch. Who waits on a port of the switch waits for them too, through one epoll set
 * that is itself waited on: so a NIC may come and go while somebody sleeps.
 *
 * <p>Changed under the engine's lock.
 */
final class SwitchNics implements AutoCloseable {
  private final List<AttachedNic> nics = new CopyOnWriteArrayList<>();
  private int epoll = -1;

  void add(AttachedNic nic) throws NetmapException {
    List<WaitSource> sources = nic.waitSources();
    watch(sources, LinuxAbi.EPOLL_CTL_ADD);
    nics.add(nic);
  }

  void remove(AttachedNic nic) throws NetmapException {
    nics.remove(nic);
    watch(nic.waitSources(), LinuxAbi.EPOLL_CTL_DEL);
  }

  private void watch(List<WaitSource> sources, int operation) throws NetmapException {
    int set = set();
    try (Arena arena = Arena.ofConfined()) {
      EpollEvents event = new EpollEvents(1, arena);
      for (WaitSource source : sources) {
        int answer =
            Libc.epollCtl(set, operation, source.fd(), event.set(source.events(), source.fd()));
        Systems.check("wait on an attached NIC", answer);
      }
    }
  }

  private synchronized int set() throws NetmapException {
    if (epoll < 0) {
      epoll = Systems.check("epoll_create", Libc.epollCreate());
    }
    return epoll;
  }

  /** Brings in the frames that have arrived. */
  void pump() {
    for (AttachedNic nic : nics) {
      nic.pump();
    }
  }

  /** What becomes ready when a frame arrives, also at a NIC that comes later. */
  List<WaitSource> sources() throws NetmapException {
    return List.of(new WaitSource(set(), LinuxAbi.EPOLLIN));
  }

  long nextEventNanos() {
    long next = Long.MAX_VALUE;
    for (AttachedNic nic : nics) {
      next = Math.min(next, nic.nextEventNanos());
    }
    return next;
  }

  /** The switch is no more. */
  @Override
  public synchronized void close() {
    if (epoll >= 0) {
      Libc.close(epoll);
      epoll = -1;
    }
  }
}
