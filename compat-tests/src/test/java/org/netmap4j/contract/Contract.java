package org.netmap4j.contract;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.PortBuilder;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.Registration;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.scripted.RawPort;
import org.netmap4j.scripted.RawRing;

/** What the contract's classes have in common: an engine, names of its own, ports that end. */
abstract class Contract implements Subject {
  static final int MOREFRAG = 0x20;
  static final int BUF_CHANGED = 0x1;

  private static int names;

  private final Deque<Opened> open = new ArrayDeque<>();
  private Recorder recorder;

  @BeforeEach
  final void begin() {
    recorder = new Recorder(engine());
  }

  @AfterEach
  final void end() {
    while (!open.isEmpty()) {
      open.pop().port.close();
    }
  }

  /** The engine of this test. */
  final Engine current() {
    return recorder.engine;
  }

  /** A round of random operations; answers how many. */
  @FunctionalInterface
  interface Round {
    int run() throws NetmapException;
  }

  /** Runs rounds until {@link #operations} were done, and says how many were. */
  final void rounds(Round round) throws NetmapException {
    long done = 0;
    while (done < operations()) {
      done += round.run();
    }
    System.out.printf(
        "%s on the %s engine: %d operations%n",
        getClass().getSuperclass().getSimpleName(), current().name(), done);
  }

  /** A name that nobody has used: of a pipe's base, or behind a switch's. */
  static synchronized String name(String stem) {
    names++;
    return stem + names;
  }

  /** Passes on to an engine, and remembers what it registered. */
  private static final class Recorder implements Engine {
    private final Engine engine;
    private Registration last;

    Recorder(Engine engine) {
      this.engine = engine;
    }

    @Override
    public String name() {
      return engine.name();
    }

    @Override
    public Registration register(RegisterRequest request) throws NetmapException {
      last = engine.register(request);
      return last;
    }
  }

  /** An open port, and its rings as they are in memory. */
  static final class Opened {
    final NetmapPort port;
    final RawPort raw;
    final Registration registration;

    private Opened(NetmapPort port, Registration registration) {
      this.port = port;
      this.registration = registration;
      raw = RawPort.of(registration);
    }

    RawRing tx() {
      return raw.tx(0);
    }

    RawRing rx() {
      return raw.rx(0);
    }

    /** Writes packets into transmit ring {@code ring}, without a sync. */
    void queue(int ring, byte[]... packets) {
      RawRing tx = raw.tx(ring);
      int at = tx.head();
      for (byte[] packet : packets) {
        tx.put(at, packet, 0);
        at = (at + 1) % tx.slots();
      }
      tx.advance(at);
    }

    /** Sends packets, each in one slot, from ring 0. */
    void send(byte[]... packets) throws NetmapException {
      queue(0, packets);
      port.txsync();
    }

    /** Sends one packet over several slots. */
    void sendChain(byte[]... parts) throws NetmapException {
      queueChain(parts, true);
      port.txsync();
    }

    /** Queues a chain of slots, of which the last may promise more. */
    void queueChain(byte[][] parts, boolean complete) {
      RawRing tx = tx();
      int at = tx.head();
      for (int i = 0; i < parts.length; i++) {
        tx.put(at, parts[i], complete && i == parts.length - 1 ? 0 : MOREFRAG);
        at = (at + 1) % tx.slots();
      }
      tx.advance(at);
    }

    /** Syncs, and says how many slots there are to read in ring {@code ring}. */
    int arrived(int ring) throws NetmapException {
      port.rxsync();
      RawRing rx = raw.rx(ring);
      return (rx.tail() - rx.head() + rx.slots()) % rx.slots();
    }

    int arrived() throws NetmapException {
      return arrived(0);
    }

    /** Releases the first {@code count} slots of receive ring 0, and syncs. */
    void release(int count) throws NetmapException {
      rx().advance((rx().head() + count) % rx().slots());
      port.rxsync();
    }

    /** Reads and releases all slots that are there, after a sync. */
    List<byte[]> take() throws NetmapException {
      return take(0);
    }

    List<byte[]> take(int ring) throws NetmapException {
      int count = arrived(ring);
      RawRing rx = raw.rx(ring);
      byte[][] found = new byte[count][];
      for (int i = 0; i < count; i++) {
        found[i] = rx.get((rx.head() + i) % rx.slots());
      }
      rx.advance((rx.head() + count) % rx.slots());
      port.rxsync();
      return Arrays.asList(found);
    }
  }

  final Opened open(String name) throws NetmapException {
    return open(name, builder -> builder);
  }

  final Opened open(String name, UnaryOperator<PortBuilder> how) throws NetmapException {
    NetmapPort port = how.apply(Netmap.port(name).engine(recorder)).open();
    Opened opened = new Opened(port, recorder.last);
    open.push(opened);
    return opened;
  }

  final void close(Opened opened) {
    open.remove(opened);
    opened.port.close();
  }

  /** Opening the name is refused, for that kind of reason. */
  final <E extends NetmapError> E refused(Class<E> type, String name) {
    return refused(type, name, builder -> builder);
  }

  final <E extends NetmapError> E refused(
      Class<E> type, String name, UnaryOperator<PortBuilder> how) {
    return assertInstanceOf(
        type, assertThrows(NetmapException.class, () -> open(name, how)).error());
  }

  /** Something that must hold. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws NetmapException;
  }

  /**
   * Whoever waits is woken by what another thread does: not always at once on a busy machine, but
   * in one of some tries sooner than by the look that a waiter takes once a second.
   */
  static void assertWoken(Condition wait, Executable cause) throws InterruptedException {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      Thread other =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  Thread.sleep(30); // the waiter sleeps by then
                  cause.execute();
                } catch (Throwable e) {
                  throw new AssertionError(e);
                }
              });
      long start = System.nanoTime();
      assertDoesNotThrow(() -> assertTrue(wait.holds()));
      best = Math.min(best, System.nanoTime() - start);
      other.join();
    }
    assertTrue(best < 900_000_000L, "woken after " + best + " ns");
  }

  /** A frame that says which it is: to everybody, from a local address of its own. */
  static byte[] frame(int number, int length) {
    byte[] frame = new byte[length];
    for (int i = 0; i < length; i++) {
      frame[i] = (byte) (number + i);
    }
    if (length >= 14) {
      byte[] header = {
        -1, -1, -1, -1, -1, -1, 2, 0, 0, 0, 0, (byte) number, (byte) 0x88, (byte) 0xb5
      };
      System.arraycopy(header, 0, frame, 0, 14);
    }
    return frame;
  }

  /** Frames of 60 bytes with numbers from {@code first} on. */
  static byte[][] frames(int first, int count) {
    byte[][] frames = new byte[count][];
    for (int i = 0; i < count; i++) {
      frames[i] = frame(first + i, 60);
    }
    return frames;
  }

  /** The same bytes in the same order. */
  static void same(List<byte[]> expected, List<byte[]> found) {
    assertEquals(
        expected.stream().map(Arrays::toString).toList(),
        found.stream().map(Arrays::toString).toList());
  }
}
