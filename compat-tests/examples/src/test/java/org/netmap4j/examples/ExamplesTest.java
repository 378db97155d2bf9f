package org.netmap4j.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.PacedSender;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.engine.embedded.GeneratorOptions;
import org.netmap4j.engine.embedded.RegionLayout;
import org.netmap4j.error.NetmapException;

/** Each example on ports of the embedded engine, its pipes as the cables. */
class ExamplesTest {
  private final EmbeddedEngine engine = new EmbeddedEngine(RegionLayout.SHARED);
  private final Deque<NetmapPort> ports = new ArrayDeque<>();
  private final AtomicBoolean stop = new AtomicBoolean();
  private final List<FutureTask<?>> tasks = new ArrayList<>();

  private NetmapPort open(String name) throws NetmapException {
    NetmapPort port = Netmap.port(name).engine(engine).open();
    ports.push(port);
    return port;
  }

  private <T> FutureTask<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    tasks.add(task);
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  private static <T> T get(FutureTask<T> task) throws Exception {
    return task.get(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    stop.set(true);
    for (FutureTask<?> task : tasks) {
      get(task);
    }
    ports.forEach(NetmapPort::close);
  }

  private static byte[] frame(int type, int fill) {
    byte[] frame = new byte[60];
    Arrays.fill(frame, (byte) fill);
    Arrays.fill(frame, 0, 6, (byte) 0xff); // to all: a switch does not know who is where
    frame[12] = (byte) (type >> 8);
    frame[13] = (byte) type;
    return frame;
  }

  private static List<byte[]> receive(NetmapPort port, int count) throws NetmapException {
    List<byte[]> received = new ArrayList<>();
    while (received.size() < count && port.awaitPackets(Duration.ofSeconds(10))) {
      port.dispatch(0, packet -> received.add(packet.bytes()));
    }
    port.rxsync();
    return received;
  }

  @Test
  void sink() throws Exception {
    NetmapPort from = open("netmap:x{1");
    NetmapPort to = open("netmap:x}1");
    StringBuilder out = new StringBuilder();
    FutureTask<Long> sink = start(() -> Sink.run(to, 2, out));
    new PacedSender(from, List.of(frame(0x0800, 1))).count(5000).run();
    assertEquals(5000, get(sink));
    assertTrue(out.toString().contains("packets/s"), out::toString);
  }

  @Test
  void filteredForwardWithinARegionAndBetweenTwo() throws Exception {
    for (String[] next : new String[][] {{"netmap:f{2", "netmap:f}2"}, {"vale1:a", "vale1:b"}}) {
      NetmapPort source = open("netmap:f{1");
      NetmapPort middle = open("netmap:f}1");
      NetmapPort out = open(next[0]);
      NetmapPort end = open(next[1]);
      AtomicBoolean over = new AtomicBoolean();
      FutureTask<Long> forward =
          start(() -> FilteredForward.run(middle, out, p -> p.u16(12) == 0x0800, over));
      for (int i = 0; i < 200; i++) {
        assertTrue(source.inject(frame(i % 2 == 0 ? 0x0800 : 0x0806, i)));
      }
      source.txsync();
      List<byte[]> received = receive(end, 100);
      over.set(true);
      assertEquals(100, get(forward));
      for (int i = 0; i < 100; i++) {
        assertArrayEquals(frame(0x0800, 2 * i), received.get(i));
      }
    }
  }

  @Test
  void bridge() throws Exception {
    NetmapPort left = open("netmap:l{1");
    NetmapPort one = open("netmap:l}1");
    NetmapPort two = open("netmap:r}1");
    NetmapPort right = open("netmap:r{1");
    FutureTask<Long> bridge = start(() -> Bridge.run(one, two, stop));
    for (NetmapPort[] way : new NetmapPort[][] {{left, right}, {right, left}}) {
      for (int i = 0; i < 300; i++) {
        assertTrue(way[0].inject(frame(0x0800, i)));
      }
      way[0].txsync();
      List<byte[]> received = receive(way[1], 300);
      for (int i = 0; i < 300; i++) {
        assertArrayEquals(frame(0x0800, i), received.get(i));
      }
    }
    stop.set(true);
    assertEquals(600, get(bridge));
  }

  @Test
  void pingPong() throws Exception {
    NetmapPort ping = open("netmap:p{1");
    NetmapPort pong = open("netmap:p}1");
    FutureTask<Boolean> _ =
        start(() -> {
          PingPong.pong(pong, stop);
          return true;
        });
    long[] nanos = PingPong.ping(ping, 200);
    assertEquals(200, nanos.length);
    assertTrue(nanos[0] > 0 && nanos[0] <= nanos[199]);
    assertTrue(PingPong.text(nanos).startsWith("200 answers: least "));
  }

  /** Through a middle that loses every fifth packet of each direction, at random. */
  @Test
  void slidingWindowOverALossyLink() throws Exception {
    NetmapPort sender = open("netmap:s{1");
    NetmapPort near = open("netmap:s}1");
    NetmapPort far = open("netmap:s{2");
    NetmapPort receiver = open("netmap:s}2");
    FutureTask<Long> _ = start(() -> lose(near, far, new Random(5)));
    FutureTask<Long> _ = start(() -> lose(far, near, new Random(6)));
    List<byte[]> contents = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      contents.add("content %d".formatted(i).getBytes(StandardCharsets.UTF_8));
    }
    FutureTask<List<byte[]>> received = start(() -> SlidingWindow.receive(receiver, 500));
    int frames = SlidingWindow.send(sender, contents);
    assertTrue(frames > 550, frames + " frames for 500 contents");
    List<byte[]> arrived = get(received);
    for (int i = 0; i < 500; i++) {
      assertArrayEquals(contents.get(i), arrived.get(i));
    }
  }

  private long lose(NetmapPort from, NetmapPort to, Random chance) throws NetmapException {
    return FilteredForward.run(from, to, packet -> chance.nextInt(5) > 0, stop);
  }

  @Test
  void errorCorrection() throws Exception {
    NetmapPort from = open("netmap:e{1");
    NetmapPort to = open("netmap:e}1");
    List<byte[]> contents = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      byte[] content = new byte[40];
      random.nextBytes(content);
      contents.add(content);
    }
    List<byte[]> frames = ErrorCorrection.encode(contents);
    for (int i = 0; i < frames.size(); i++) {
      if (i % 5 != (i / 5) % 5) { // one of each group gets lost, the sum as well
        assertTrue(from.inject(frames.get(i)));
      }
    }
    from.txsync();
    List<byte[]> received = ErrorCorrection.receive(to, 50, Duration.ofSeconds(10));
    assertEquals(50, received.size());
    for (int i = 0; i < 50; i++) {
      assertArrayEquals(contents.get(i), received.get(i));
    }
  }

  @Test
  void threadPerRing() throws Exception {
    engine.addGenerator("gen", GeneratorOptions.of(3, 2000L, 1000L, 500L));
    try (ThreadPerRing all = new ThreadPerRing(engine, "gen", List.of())) {
      long end = System.nanoTime() + 20_000_000_000L;
      while (Arrays.stream(all.counts()).min().orElse(0) < 100 && System.nanoTime() < end) {
        Thread.sleep(20);
      }
      assertEquals(3, all.counts().length);
      assertTrue(Arrays.stream(all.counts()).min().orElse(0) >= 100, "each ring has its packets");
    }
    assertEquals(Collections.emptyList(), List.copyOf(ports));
  }
}
