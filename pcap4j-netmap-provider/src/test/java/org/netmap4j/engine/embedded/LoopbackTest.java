package org.netmap4j.engine.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.Registration;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingKind;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.scripted.Descriptors;
import org.netmap4j.scripted.RawPort;
import org.netmap4j.scripted.RawRing;
import org.netmap4j.scripted.Seeds;

/** Packet sockets on the loopback interface; needs CAP_NET_RAW, else says that it is skipped. */
class LoopbackTest {
  private static final int TYPE = 0x88b5; // for local experiments
  private static final RegionLayout LAYOUT = new RegionLayout(16, 512, 16, 2304, 4096, 2048);

  private final EmbeddedEngine engine = new EmbeddedEngine(LAYOUT);
  private final List<Registration> opened = new ArrayList<>();
  private final long run = Seeds.seed(LoopbackTest.class);
  private List<String> before;

  @BeforeEach
  void permitted() throws NetmapException {
    before = Descriptors.open();
    try {
      open("lo", NetmapAbi.REG_ALL_NIC, 0, slots(8)).close();
      opened.clear();
    } catch (NetmapException e) {
      if (e.error() instanceof NetmapError.NoPermission) {
        System.out.println("LoopbackTest skipped: " + e.getMessage());
        Assumptions.abort(e.error().message());
      }
      throw e;
    }
  }

  @AfterEach
  void close() {
    opened.forEach(Registration::close);
    assertEquals(before, Descriptors.open());
    assertEquals(List.of(), Descriptors.mapped());
  }

  private static Geometry slots(int slots) {
    return new Geometry(0, 0, 0, 0, slots, slots);
  }

  private Registration open(String name, int mode, long flags, Geometry geometry)
      throws NetmapException {
    Registration port =
        engine.register(new RegisterRequest(name, mode, 0, flags, 0, 0, geometry, false));
    opened.add(port);
    return port;
  }

  private void close(Registration port) {
    opened.remove(port);
    port.close();
  }

  /** A frame that only this run knows. */
  private byte[] frame(int number, int length) {
    byte[] bytes = new byte[length];
    new Random(run + number).nextBytes(bytes);
    ByteBuffer.wrap(bytes).putLong(0).putInt(0).putShort((short) TYPE).putLong(run).putInt(number);
    return bytes;
  }

  private static void send(Registration port, byte[]... frames) throws NetmapException {
    RawRing tx = RawPort.of(port).tx(0);
    int at = tx.head();
    for (byte[] frame : frames) {
      for (int done = 0; done < frame.length; done += 2048) {
        int part = Math.min(2048, frame.length - done);
        boolean more = done + part < frame.length;
        tx.put(at, Arrays.copyOfRange(frame, done, done + part), more ? 0x20 : 0);
        at = (at + 1) % tx.slots();
      }
    }
    tx.advance(at);
    port.txsync();
    long start = System.nanoTime();
    while ((tx.tail() + 1) % tx.slots() != tx.head()) {
      if (System.nanoTime() - start > 5_000_000_000L) {
        fail("not sent: " + tx.indices());
      }
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
      port.txsync();
    }
  }

  /** Frames of this run, of all rings, until {@code count} are there or {@code millis} are over. */
  private List<byte[]> take(RingIds rings, Registration port, int count, int millis)
      throws NetmapException {
    List<byte[]> frames = new ArrayList<>();
    long start = System.nanoTime();
    while (frames.size() < count && System.nanoTime() - start < millis * 1_000_000L) {
      port.rxsync();
      for (RawRing rx : rings.of(port)) {
        int head = rx.head();
        while (head != rx.tail()) {
          byte[] packet = new byte[0];
          boolean more;
          do {
            byte[] part = rx.get(head);
            int had = packet.length;
            packet = Arrays.copyOf(packet, had + part.length);
            System.arraycopy(part, 0, packet, had, part.length);
            more = (rx.flags(head) & 0x20) != 0;
            head = (head + 1) % rx.slots();
          } while (more);
          if (packet.length >= 26 && ByteBuffer.wrap(packet).getLong(14) == run) {
            frames.add(packet);
          }
        }
        rx.advance(head);
      }
    }
    return frames;
  }

  private interface RingIds {
    List<RawRing> of(Registration port);
  }

  private static List<RawRing> nic(Registration port) {
    RawPort raw = RawPort.of(port);
    List<RawRing> rings = new ArrayList<>();
    for (int i = 0; i < raw.rxRings(); i++) {
      rings.add(raw.rx(i));
    }
    return rings;
  }

  private static List<RawRing> host(Registration port) {
    RawPort raw = RawPort.of(port);
    return List.of(raw.rx(raw.rxRings()));
  }

  @Test
  void anAttachedInterfaceExchangesFramesWithItsSwitch() throws Exception {
    EmbeddedEngine large = new EmbeddedEngine(RegionLayout.SHARED); // for rings as they come
    byte[] in = frame(1, 60);
    byte[] out = frame(2, 60);
    in[0] = 1; // to a group
    out[0] = 1;
    try (NetmapPort port = Netmap.port("vale0:a").engine(large).slots(64).open();
        Registration lo =
            engine.register(
                new RegisterRequest("lo", NetmapAbi.REG_ALL_NIC, 0, 0, 0, 0, slots(64), false))) {
      assertEquals(1, large.control().valeAttach("vale0:lo", true));
      assertEquals(3, large.control().valeList().size(), "the port, the NIC, the host's rings");
      long best = Long.MAX_VALUE;
      for (int i = 0; i < 5; i++) {
        Thread sender =
            Thread.ofPlatform()
                .start(() -> {
                  try {
                    Thread.sleep(50); // the other one sleeps by then
                    send(lo, in);
                  } catch (NetmapException | InterruptedException e) {
                    throw new AssertionError(e);
                  }
                });
        long start = System.nanoTime();
        boolean[] seen = new boolean[1];
        while (!seen[0] && port.awaitPackets(Duration.ofSeconds(10))) {
          port.dispatch(0, packet -> seen[0] |= Arrays.equals(in, packet.bytes()));
        }
        assertTrue(seen[0]);
        best = Math.min(best, System.nanoTime() - start);
        sender.join();
        port.rxsync();
        port.rxRings().getFirst().skip();
      }
      assertTrue(best < 900_000_000L, "not by looking once a second");
      assertTrue(port.inject(out));
      port.txsync();
      List<byte[]> got = new ArrayList<>();
      while (got.stream().noneMatch(packet -> Arrays.equals(packet, out))) {
        List<byte[]> more = take(LoopbackTest::nic, lo, 1, 5_000);
        assertTrue(!more.isEmpty(), "the frame did not come");
        got.addAll(more);
      }
    } finally {
      assertEquals(1, large.control().valeDetach("vale0:lo"));
      assertEquals(List.of(), large.control().valeList());
    }
  }

  @Test
  void whatIsSentArrives() throws NetmapException {
    Registration port = open("lo", NetmapAbi.REG_ALL_NIC, 0, slots(64));
    byte[][] frames = new byte[40][];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = frame(i, i % 3 == 2 ? 1514 : 60 + i);
    }
    send(port, frames);
    List<byte[]> got = take(LoopbackTest::nic, port, frames.length, 5_000);
    assertArrayEquals(frames, got.toArray());
    var sent = port.counters(new RingId(RingKind.TX, 0)).orElseThrow();
    assertEquals(frames.length, sent.packets());
    assertEquals(Optional.empty(), port.trouble());
  }

  @Test
  void aFrameOverSeveralSlotsIsOneFrame() throws NetmapException {
    Registration port = open("lo", NetmapAbi.REG_ALL_NIC, 0, slots(64));
    byte[][] frames = {frame(1, 2049), frame(2, 60), frame(3, 4096), frame(4, 20_000)};
    send(port, frames);
    assertArrayEquals(frames, take(LoopbackTest::nic, port, 4, 5_000).toArray());
  }

  @Test
  void badFramesBetweenGoodOnesAreCountedOnce() throws NetmapException {
    Registration port = open("lo", NetmapAbi.REG_ALL_NIC, 0, slots(64));
    // longer than any link carries: refused by the system amid a batch
    send(port, frame(1, 60), new byte[5], frame(2, 80_000), frame(3, 61), new byte[9]);
    List<byte[]> got = take(LoopbackTest::nic, port, 2, 5_000);
    assertEquals(List.of(60, 61), got.stream().map(f -> f.length).toList());
    var sent = port.counters(new RingId(RingKind.TX, 0)).orElseThrow();
    assertEquals(2, sent.packets());
    assertEquals(121, sent.bytes());
    assertEquals("{too long=1, too short=2}", words(sent.drops()));
  }

  private static String words(java.util.Map<org.netmap4j.engine.DropCause, Long> drops) {
    java.util.Map<String, Long> words = new java.util.TreeMap<>();
    drops.forEach((cause, count) -> words.put(cause.text(), count));
    return words.toString();
  }

  @Test
  void framesOfSeveralRingsComeOnceEach() throws NetmapException {
    Registration port = open("lo", NetmapAbi.REG_ALL_NIC, 0, new Geometry(1, 3, 0, 0, 64, 64));
    byte[][] frames = new byte[30][];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = frame(i, 60 + i);
    }
    send(port, frames);
    List<byte[]> got = take(LoopbackTest::nic, port, frames.length + 1, 300);
    got.sort((a, b) -> Integer.compare(a.length, b.length));
    assertArrayEquals(frames, got.toArray());
  }

  @Test
  void theFirstOpenerIsHeard() throws NetmapException {
    Registration first = open("lo", NetmapAbi.REG_ALL_NIC, 0, new Geometry(2, 3, 0, 2, 32, 64));
    Registration second = open("lo", NetmapAbi.REG_NIC_SW, 0, new Geometry(5, 5, 5, 5, 128, 128));
    for (Registration port : List.of(first, second)) {
      RawPort raw = RawPort.of(port);
      assertEquals(2, raw.txRings());
      assertEquals(3, raw.rxRings());
      assertEquals(1, raw.hostTxRings(), "none, which is shown as 1");
      assertEquals(2, raw.hostRxRings());
      assertEquals(32, raw.tx(0).slots());
      assertEquals(64, raw.rx(0).slots());
    }
    assertEquals(0, RawPort.of(second).ofs(2), "there is no host transmit ring");
    assertTrue(RawPort.of(second).ofs(6) != 0);
    assertEquals(3, RawPort.of(second).rx(3).ringId(), "host rings come after the NIC's");
  }

  @Test
  void ourOwnFramesAreNotShownAsTheHosts() throws NetmapException {
    Registration port = open("lo", NetmapAbi.REG_NIC_SW, 0, new Geometry(1, 1, 0, 2, 64, 64));
    send(port, frame(1, 60), frame(2, 61));
    assertEquals(2, take(LoopbackTest::nic, port, 2, 5_000).size());
    assertEquals(0, take(LoopbackTest::host, port, 1, 50).size());
  }

  @Test
  void portsWithoutRingsCloseOnlyWhatIsTheirs() throws NetmapException {
    Registration first = open("lo", NetmapAbi.REG_SW, NetmapAbi.NR_TX_RINGS_ONLY, slots(8));
    Registration second = open("lo", NetmapAbi.REG_SW, NetmapAbi.NR_TX_RINGS_ONLY, slots(8));
    close(first);
    List<Integer> others = new ArrayList<>(); // take whatever number became free
    for (int i = 0; i < 4; i++) {
      others.add(Libc.eventfd());
    }
    close(second);
    for (int fd : others) {
      assertEquals(0, Libc.close(fd), "descriptor " + fd + " was closed by another");
    }
  }

  @Test
  void hostRingsMayCloseWhileOthersSend() throws Exception {
    Registration sender = open("lo", NetmapAbi.REG_ALL_NIC, NetmapAbi.NR_TX_RINGS_ONLY, slots(64));
    var counters = new RingId(RingKind.TX, 0);
    Thread opener =
        new Thread(() -> {
          try {
            for (int i = 0; i < 60; i++) {
              engine
                  .register(
                      new RegisterRequest("lo", NetmapAbi.REG_SW, 0, 0, 0, 0, Geometry.ANY, false))
                  .close();
            }
          } catch (NetmapException e) {
            throw new AssertionError(e);
          }
        });
    opener.start();
    int sent = 0;
    while (opener.isAlive()) {
      send(sender, frame(sent, 60), frame(sent + 1, 60));
      sent += 2;
    }
    opener.join();
    var after = sender.counters(counters).orElseThrow();
    assertEquals(sent, after.packets());
    assertEquals(0, after.dropped(), after::toString);
  }

  @Test
  void nothingIsLeftOfManyOpens() throws NetmapException {
    Registration keep = open("lo", NetmapAbi.REG_ALL_NIC, 0, new Geometry(2, 2, 0, 1, 8, 8));
    List<String> held = Descriptors.open();
    for (int i = 0; i < 50; i++) {
      int mode = i % 2 == 0 ? NetmapAbi.REG_NIC_SW : NetmapAbi.REG_ONE_NIC;
      Registration port = open("lo", mode, 0, Geometry.ANY);
      port.rxsync();
      port.txsync();
      close(port);
    }
    assertEquals(held, Descriptors.open());
    close(keep);
  }
}
