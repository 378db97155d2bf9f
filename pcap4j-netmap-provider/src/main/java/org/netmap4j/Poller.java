package org.netmap4j;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.Registration;
import org.netmap4j.engine.SleepWatch;
import org.netmap4j.engine.WaitSource;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.EpollEvents;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;

/**
 * Waits on any number of ports, of any engine, as poll(2) does on netmap descriptors: it syncs,
 * looks, and sleeps when there is nothing.
 *
 * <p>Underneath is epoll(7), edge-triggered: a sync takes all that it can, so only what comes after
 * it need wake. One thread waits at a time; {@link #wake}, {@link #remove} and {@link #close} may
 * be called by any.
 */
public final class Poller implements AutoCloseable {
  /** What to wait for on a port. */
  public enum Interest {
    /** Packets to read. */
    RECEIVE,
    /** Room to send. */
    TRANSMIT
  }

  /**
   * A port that is ready.
   *
   * @param port the port
   * @param receive whether there are packets to read
   * @param transmit whether there is room to send
   * @param trouble why it cannot be waited on, or null
   */
  public record Event(
      NetmapPort port, boolean receive, boolean transmit, @Nullable NetmapException trouble) {}

  private static final int CAPACITY = 64;
  private static final long WAKE = -1;

  /** How long nothing may happen before each port is asked whether something is wrong with it. */
  private static final long HEALTH_NANOS = 1_000_000_000L;

  /**
   * What is waited on of a port; {@code sources} is null while it had trouble when it was added.
   */
  private record Entry(
      Set<Interest> interests, @Nullable List<WaitSource> sources, SleepWatch watch) {}

  private final Arena arena = Arena.ofShared();
  private final EpollEvents events = new EpollEvents(CAPACITY, arena);
  private final MemorySegment counter = arena.allocate(8, 8);
  private final UseGate gate = new UseGate();
  private final Map<NetmapPort, Entry> entries = new LinkedHashMap<>();
  private final String name;
  private final int epoll;
  private final int wake;
  private final Watches watches;
  private boolean woken;
  private long lastHealth = System.nanoTime();

  /** A poller without ports. */
  public Poller() throws NetmapException {
    this("poller");
  }

  /** The poller of the port of that name, which it is called by in errors. */
  Poller(String name) throws NetmapException {
    this.name = name;
    epoll = Libc.epollCreate();
    wake = Libc.eventfd();
    if (epoll < 0 || wake < 0) {
      int errno = Math.max(-epoll, -wake);
      release();
      throw new NetmapException(
          new NetmapError.SystemCall("make a poller", errno, Libc.strerror(errno)));
    }
    watches = new Watches(epoll, arena);
    MemorySegment event = new EpollEvents(1, arena).set(LinuxAbi.EPOLLIN, WAKE);
    int answer = Libc.epollCtl(epoll, LinuxAbi.EPOLL_CTL_ADD, wake, event);
    if (answer < 0) {
      release();
      throw new NetmapException(
          new NetmapError.SystemCall("make a poller", -answer, Libc.strerror(-answer)));
    }
  }

  static long nanos(Duration duration) {
    return duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0
        ? duration.toNanos()
        : Long.MAX_VALUE;
  }

  /**
   * Adds a port, or changes what to wait for on it.
   *
   * @throws NetmapException the poller or the port is closed, or the system refuses; then the port
   *     is not waited on
   */
  public void set(NetmapPort port, Set<Interest> interests) throws NetmapException {
    port.enter();
    try {
      synchronized (this) {
        if (gate.closed()) {
          throw closed();
        }
        Entry before = entries.get(port);
        if (before != null && before.sources != null && before.interests.equals(interests)) {
          return;
        }
        remove(port);
        Registration registration = port.registration();
        List<WaitSource> sources = sources(registration, interests);
        if (sources != null) {
          watches.add(sources);
        }
        entries.put(port, new Entry(Set.copyOf(interests), sources, registration.sleepWatch()));
        port.joined(this);
      }
    } finally {
      port.exit();
    }
  }

  /** Null when there is trouble: the module may hold whoever adds a link that is down. */
  private static @Nullable List<WaitSource> sources(
      Registration registration, Set<Interest> interests) throws NetmapException {
    if (registration.trouble().isPresent()) {
      return null;
    }
    List<WaitSource> sources = new ArrayList<>();
    if (interests.contains(Interest.RECEIVE)) {
      sources.addAll(registration.receiveSources());
    }
    if (interests.contains(Interest.TRANSMIT)) {
      sources.addAll(registration.transmitSources());
    }
    return sources;
  }

  /** Waits on a port no longer. A port that is closed is removed by itself. */
  public synchronized void remove(NetmapPort port) {
    Entry entry = entries.remove(port);
    if (entry == null) {
      return;
    }
    port.left(this);
    if (entry.sources != null) {
      watches.remove(entry.sources);
    }
    entry.watch.close();
  }

  /**
   * Waits until a port is ready, and says which are; none after the time-out or a {@link #wake}.
   *
   * <p>A port with trouble is ready: a down interface or a bad index must be dealt with, not waited
   * on.
   *
   * @throws NetmapException the poller is closed, also meanwhile
   */
  public List<Event> await(Duration timeout) throws NetmapException {
    if (!gate.enter()) {
      throw closed();
    }
    try {
      long start = System.nanoTime();
      long limit = nanos(timeout);
      while (true) {
        List<Event> ready = look();
        if (!ready.isEmpty()) {
          return ready;
        }
        long left = limit - (System.nanoTime() - start);
        if (woken || left <= 0) {
          woken = false;
          return List.of();
        }
        sleep(left);
        if (gate.closed()) {
          throw closed();
        }
      }
    } finally {
      leave();
    }
  }

  private NetmapException closed() {
    return new NetmapException(new NetmapError.Closed(name));
  }

  private synchronized List<NetmapPort> ports() {
    return List.copyOf(entries.keySet());
  }

  private synchronized List<SleepWatch> sleepWatches() {
    return entries.values().stream().map(Entry::watch).toList();
  }

  private synchronized @Nullable Entry entry(NetmapPort port) {
    return entries.get(port);
  }

  private List<Event> look() {
    boolean health = System.nanoTime() - lastHealth >= HEALTH_NANOS;
    List<Event> ready = new ArrayList<>();
    for (NetmapPort port : ports()) {
      Entry entry = entry(port);
      if (entry != null && !port.isClosed()) {
        Event event = look(port, entry, health);
        if (event.receive || event.transmit || event.trouble != null) {
          ready.add(event);
        }
      }
    }
    if (health || !ready.isEmpty()) {
      lastHealth = System.nanoTime();
    }
    return ready;
  }

  private Event look(NetmapPort port, Entry entry, boolean health) {
    try {
      Set<Interest> interests = entry.interests;
      port.enter(); // the rings are looked at below: they stay mapped until exit
      try {
        boolean receive = interests.contains(Interest.RECEIVE) && hasPackets(port);
        boolean transmit = interests.contains(Interest.TRANSMIT) && hasRoom(port);
        if (!receive && !transmit && (health || entry.sources == null)) {
          Optional<NetmapError> trouble = port.trouble();
          if (trouble.isPresent()) {
            throw new NetmapException(trouble.get());
          }
        }
        if (entry.sources == null) {
          set(port, interests);
        }
        return new Event(port, receive, transmit, null);
      } finally {
        port.exit();
      }
    } catch (NetmapException e) {
      return new Event(port, false, false, e);
    }
  }

  private static boolean hasPackets(NetmapPort port) throws NetmapException {
    if (anyOwned(port.rxRings())) {
      return true;
    }
    for (TxRing ring : port.txRings()) {
      if (ring.pending() > 0) {
        port.txsync(); // as poll(2): what was queued goes out
        break;
      }
    }
    port.rxsync();
    return anyOwned(port.rxRings());
  }

  private static boolean hasRoom(NetmapPort port) throws NetmapException {
    if (anyOwned(port.txRings())) {
      return true;
    }
    port.txsync();
    return anyOwned(port.txRings());
  }

  private static boolean anyOwned(List<? extends Ring> rings) {
    for (Ring ring : rings) {
      if (ring.owned() > 0) {
        return true;
      }
    }
    return false;
  }

  /** Sleeps until a source is ready, a port has an appointment, or {@code nanos} are over. */
  private void sleep(long nanos) {
    long longest = Math.min(nanos, HEALTH_NANOS);
    long now = System.nanoTime();
    for (NetmapPort port : ports()) {
      try {
        port.enter();
        try {
          long next = port.registration().nextEventNanos();
          longest = next == Long.MAX_VALUE ? longest : Math.min(longest, next - now);
        } finally {
          port.exit();
        }
      } catch (NetmapException e) {
        // closed meanwhile: nothing to wait for
      }
    }
    idle(longest);
  }

  /** Sleeps, by the millisecond, until a source is ready or somebody wakes. */
  private void idle(long nanos) {
    if (nanos <= 0) {
      return;
    }
    int millis = (int) Math.min(Integer.MAX_VALUE, (nanos + 999_999) / 1_000_000);
    List<SleepWatch> sleeps = sleepWatches();
    sleeps.forEach(watch -> watch.begins(nanos));
    int found = Libc.epollWait(epoll, events.memory(), CAPACITY, millis);
    sleeps.forEach(SleepWatch::ends);
    for (int i = 0; i < found; i++) {
      if (events.data(i) == WAKE) {
        Libc.read(wake, counter, 8);
        woken = true;
      }
    }
  }

  /** Ends the wait that is under way, or the next one. */
  public void wake() {
    if (gate.enter()) {
      try {
        ring();
      } finally {
        leave();
      }
    }
  }

  private void ring() {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment one = scratch.allocate(8, 8);
      one.set(ValueLayout.JAVA_LONG, 0, 1);
      Libc.write(wake, one, 8);
    }
  }

  private void leave() {
    if (gate.exit()) {
      end();
    }
  }

  /** Closes the poller, not its ports; a wait under way ends with an exception. */
  @Override
  public void close() {
    if (!gate.enter()) {
      return;
    }
    try { // inside the gate, so that whoever was waiting does not end the set under our hands
      gate.close();
      ring();
    } finally {
      leave();
    }
  }

  /** Runs once, by the last who was in: so nobody sleeps on the set, and its locks are free. */
  private void end() {
    ports().forEach(this::remove);
    release();
  }

  private void release() {
    if (epoll >= 0) {
      Libc.close(epoll);
    }
    if (wake >= 0) {
      Libc.close(wake);
    }
    arena.close();
  }
}
