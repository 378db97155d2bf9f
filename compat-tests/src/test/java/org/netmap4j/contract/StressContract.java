package org.netmap4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.netmap4j.NetmapPort;
import org.netmap4j.engine.PortKind;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/** Several threads on one pipe, switch or monitor: each at its own end, at full speed. */
@Timeout(60)
abstract class StressContract extends Contract {
  private static final int PACKETS = 100_000;
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Queue<Throwable> failed = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  private void start(Executable work) {
    threads.add(
        Thread.ofPlatform()
            .start(() -> {
              try {
                work.execute();
              } catch (Throwable e) {
                failed.add(e);
              }
            }));
  }

  @AfterEach
  void join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), List.copyOf(failed));
  }

  private static byte[] numbered(int sender, int number) {
    byte[] frame = frame(sender, 60);
    ByteBuffer.wrap(frame).putInt(20, number);
    return frame;
  }

  /** Sends all, in batches; where there is no room it waits. */
  private static void send(NetmapPort port, int sender, int count) throws NetmapException {
    for (int i = 0; i < count; i++) {
      byte[] frame = numbered(sender, i);
      while (!port.inject(frame)) {
        port.txsync();
        assertTrue(port.awaitRoom(LONG));
      }
      if (i % 200 == 0) {
        port.txsync();
      }
    }
    port.txsync();
  }

  /** Receives all, in order; where there is none it waits. */
  private static void receive(NetmapPort port, int count) throws NetmapException {
    int[] next = {0};
    while (next[0] < count) {
      assertTrue(port.awaitPackets(LONG));
      port.dispatch(0, packet -> assertEquals(next[0]++, packet.i32(20)));
    }
  }

  @Test
  void aPipeCarriesEverythingInOrderBothWays() throws Exception {
    String base = name("ps");
    Opened master = open(base + "{1", builder -> builder.slots(256));
    Opened slave = open(base + "}1");
    start(() -> send(master.port, 1, PACKETS));
    start(() -> send(slave.port, 2, PACKETS));
    start(() -> receive(slave.port, PACKETS));
    receive(master.port, PACKETS);
    join();
  }

  @Test
  void aMonitorOfABusyPipeSeesItsPacketsInOrder() throws Exception {
    String base = name("ps");
    Opened master = open(base + "{1", builder -> builder.slots(256));
    Opened slave = open(base + "}1");
    List<Opened> monitors = List.of(open(base + "{1/t"), open(base + "}1/r"), open(base + "}1/z"));
    AtomicBoolean running = new AtomicBoolean(true);
    for (Opened monitor : monitors) {
      start(() -> {
        int[] last = {-1};
        while (running.get()) {
          monitor.port.rxsync();
          monitor.port.dispatch(
              0,
              packet -> {
                int number = packet.i32(20);
                assertTrue(number > last[0], number + " after " + last[0]);
                last[0] = number;
              });
        }
      });
    }
    start(() -> send(master.port, 1, PACKETS / 4));
    receive(slave.port, PACKETS / 4);
    running.set(false);
    join();
  }

  @Test
  void aSwitchKeepsEachSendersOrder() throws Exception {
    String vale = name("vale");
    Opened reader = open(vale + ":r", builder -> builder.slots(256));
    AtomicLong sending = new AtomicLong(3);
    for (int s = 1; s <= 3; s++) {
      int sender = s;
      Opened port = open(vale + ":s" + sender + "/T", builder -> builder.slots(256));
      start(() -> {
        send(port.port, sender, PACKETS / 2);
        sending.decrementAndGet();
      });
    }
    int[] last = {-1, -1, -1, -1};
    long[] seen = {0};
    boolean more = true;
    while (more) {
      more = sending.get() > 0;
      reader.port.rxsync();
      seen[0] +=
          reader.port.dispatch(
              0,
              packet -> {
                int sender = packet.u8(11);
                int number = packet.i32(20);
                assertTrue(number > last[sender], number + " after " + last[sender]);
                last[sender] = number;
              });
    }
    join();
    assertTrue(seen[0] > 0);
    reader
        .registration
        .counters(reader.port.rxRings().getFirst().id())
        .ifPresent(
            counters -> assertEquals(3L * (PACKETS / 2), counters.packets() + counters.dropped()));
  }

  @Test
  void portsAndMonitorsComeAndGoUnderTraffic() throws Exception {
    String vale = name("vale");
    Opened a = open(vale + ":a", builder -> builder.slots(64));
    Opened b = open(vale + ":b", builder -> builder.slots(64));
    AtomicBoolean running = new AtomicBoolean(true);
    for (Opened port : List.of(a, b)) {
      start(() -> {
        while (running.get()) {
          port.port.inject(frame(1, 60));
          port.port.txsync();
          port.port.rxsync();
          port.port.dispatch(0, packet -> packet.u8(0));
        }
      });
    }
    for (int i = 0; i < 60; i++) {
      Opened other = open(vale + ":c", builder -> builder.slots(64));
      List<Opened> monitors =
          List.of(open(vale + ":a/rt"), open(vale + ":b/z"), open(vale + ":c/zrt"));
      other.port.inject(frame(2, 60));
      other.port.txsync();
      for (Opened monitor : monitors) {
        monitor.port.rxsync();
        monitor.port.dispatch(0, packet -> packet.u8(0));
      }
      close(i % 2 == 0 ? other : monitors.get(0));
      close(monitors.get(1));
      close(monitors.get(2));
      close(i % 2 == 0 ? monitors.get(0) : other);
    }
    running.set(false);
    join();
  }

  /** Whoever looks before the other has published must be woken: else he sleeps for a second. */
  @Test
  void nobodySleepsThroughAPacket() throws Exception {
    String base = name("pw");
    pingPong(open(base + "{1"), open(base + "}1"));
    String vale = name("vale");
    pingPong(open(vale + ":a"), open(vale + ":b"));
  }

  private void pingPong(Opened a, Opened b) throws Exception {
    int rounds = operations() / 20;
    start(() -> {
      for (int i = 0; i < rounds; i++) {
        pass(a.port);
      }
    });
    b.port.inject(numbered(1, 0));
    b.port.txsync();
    long slow = 0;
    for (int i = 0; i < rounds; i++) {
      long start = System.nanoTime();
      pass(b.port);
      slow += System.nanoTime() - start > 900_000_000L ? 1 : 0;
    }
    join();
    threads.clear();
    assertTrue(slow <= 1, slow + " of " + rounds + " waits took about a second");
  }

  /** Waits for a packet, and sends one. */
  private static void pass(NetmapPort port) throws NetmapException {
    while (port.nextPacket() == null) {
      assertTrue(port.awaitPackets(LONG));
    }
    assertTrue(port.inject(numbered(1, 0)));
    port.txsync();
  }

  /** Switch ports and monitors, closed by another thread than the one that loops on them. */
  @Test
  void closingEndsALoopUnderTraffic() throws Exception {
    for (int i = 0; i < 60; i++) {
      String vale = name("vale");
      Opened a = open(vale + ":a", builder -> builder.slots(64));
      Opened b = open(vale + ":b", builder -> builder.slots(64));
      List<Opened> ports = List.of(a, b, open(vale + ":b/rt"), open(vale + ":b/z"));
      for (Opened port : ports) {
        start(() -> {
          NetmapException end = assertThrows(NetmapException.class, () -> loop(port.port));
          boolean parentClosed = end.error() instanceof NetmapError.InterfaceDown;
          assertTrue(parentClosed || end.error() instanceof NetmapError.Closed, end::toString);
        });
      }
      Thread.sleep(2);
      for (int k = 0; k < ports.size(); k++) {
        close(ports.get((i + k) % ports.size()));
      }
      join();
      threads.clear();
    }
  }

  private static void loop(NetmapPort port) throws NetmapException {
    while (true) {
      if (port.kind() != PortKind.MONITOR) {
        port.inject(numbered(1, 0));
        port.txsync();
      }
      port.awaitPackets(Duration.ofMillis(1));
      port.dispatch(0, packet -> packet.u8(packet.length() - 1));
    }
  }

  @Test
  void closingEndsALoopThatWaits() throws Exception {
    for (int i = 0; i < 50; i++) {
      String base = name("pc");
      Opened master = open(base + "{1", builder -> builder.slots(16));
      Opened slave = open(base + "}1");
      start(() -> untilClosed(slave.port));
      start(() -> {
        try {
          send(master.port, 1, 1 << 30);
        } catch (NetmapException e) {
          assertInstanceOf(NetmapError.Closed.class, e.error());
        }
      });
      Thread.sleep(2);
      close(i % 2 == 0 ? slave : master);
      close(i % 2 == 0 ? master : slave);
      join();
      threads.clear();
    }
  }

  private static void untilClosed(NetmapPort port) {
    try {
      while (true) {
        port.awaitPackets(LONG);
        port.dispatch(0, packet -> packet.u8(0));
      }
    } catch (NetmapException e) {
      assertInstanceOf(NetmapError.Closed.class, e.error());
    }
  }
}
