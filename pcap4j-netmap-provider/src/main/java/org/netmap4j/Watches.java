package org.netmap4j;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.netmap4j.engine.WaitSource;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.EpollEvents;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;

/**
 * The descriptors in an epoll set, edge-triggered. Ports that share a ring share its descriptor:
 * each is in the set once, for all the events that anyone wants, until nobody wants any.
 */
final class Watches {
  private final int epoll;
  private final EpollEvents event;
  private final Map<Integer, List<Integer>> wanted = new HashMap<>();

  Watches(int epoll, Arena arena) {
    this.epoll = epoll;
    event = new EpollEvents(1, arena);
  }

  /** All of them, or on failure none. */
  void add(List<WaitSource> sources) throws NetmapException {
    for (int i = 0; i < sources.size(); i++) {
      int answer = add(sources.get(i));
      if (answer < 0) {
        remove(sources.subList(0, i + 1));
        throw new NetmapException(
            new NetmapError.SystemCall("wait on a port", -answer, Libc.strerror(-answer)));
      }
    }
  }

  private int add(WaitSource source) {
    List<Integer> events = wanted.computeIfAbsent(source.fd(), fd -> new ArrayList<>());
    int before = union(events);
    events.add(source.events());
    return control(source.fd(), before, union(events));
  }

  void remove(List<WaitSource> sources) {
    for (WaitSource source : sources) {
      List<Integer> events = wanted.getOrDefault(source.fd(), new ArrayList<>());
      int before = union(events);
      events.remove(Integer.valueOf(source.events()));
      if (events.isEmpty()) {
        wanted.remove(source.fd());
      }
      control(source.fd(), before, union(events));
    }
  }

  private static int union(List<Integer> events) {
    return events.stream().reduce(0, (a, b) -> a | b);
  }

  private int control(int fd, int before, int after) {
    if (before == after) {
      return 0;
    }
    int operation =
        before == 0
            ? LinuxAbi.EPOLL_CTL_ADD
            : after == 0 ? LinuxAbi.EPOLL_CTL_DEL : LinuxAbi.EPOLL_CTL_MOD;
    return Libc.epollCtl(epoll, operation, fd, event.set(after | LinuxAbi.EPOLLET, fd));
  }
}
