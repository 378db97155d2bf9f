package org.netmap4j.engine.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.netmap4j.engine.Accuracy;
import org.netmap4j.engine.DropCause;
import org.netmap4j.engine.Registration;
import org.netmap4j.engine.RingCounters;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingKind;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.scripted.RawPort;
import org.netmap4j.scripted.RawRing;

/** Made-up frames: which, when, and what becomes of those for which there is no room. */
class GeneratorTest {
  private static final int SLOTS = 64;
  private static final RegionLayout LAYOUT = new RegionLayout(4, 512, 16, 1280, 1024, 2048);

  private final AtomicLong nanos = new AtomicLong(77);

  private Registration open(long seed, Long... rates) throws NetmapException {
    EmbeddedEngine engine = new EmbeddedEngine(LAYOUT);
    engine.addGenerator("gen", new GeneratorOptions(List.of(rates), seed, SLOTS, nanos::get));
    return engine.register(Opened.request("gen", NetmapAbi.REG_ALL_NIC, 0, 0));
  }

  private static List<byte[]> take(Registration port, int ring) throws NetmapException {
    port.rxsync();
    RawRing rx = RawPort.of(port).rx(ring);
    List<byte[]> frames = new ArrayList<>();
    for (int i = rx.head(); i != rx.tail(); i = (i + 1) % SLOTS) {
      assertEquals(0, rx.flags(i));
      frames.add(rx.get(i));
    }
    rx.advance(rx.tail());
    return frames;
  }

  private List<byte[]> frames(long seed, int count) throws NetmapException {
    List<byte[]> frames = new ArrayList<>();
    try (Registration port = open(seed, 1_000_000L)) {
      while (frames.size() < count) {
        nanos.addAndGet(50_000);
        frames.addAll(take(port, 0));
      }
      return frames;
    }
  }

  @Test
  void sameSeedSameFrames() throws NetmapException {
    List<byte[]> first = frames(5, 500);
    assertArrayEquals(first.toArray(), frames(5, 500).toArray());
    List<byte[]> other = frames(6, 500);
    assertFalse(Arrays.deepEquals(first.toArray(), other.toArray()));
  }

  @Test
  void framesAreWhatTheySayInTheProportionsOfImix() throws NetmapException {
    Map<Integer, Integer> sizes = new HashMap<>();
    List<byte[]> frames = frames(9, 12_000);
    for (byte[] frame : frames) {
      sizes.merge(frame.length, 1, Integer::sum);
      ByteBuffer b = ByteBuffer.wrap(frame);
      assertEquals(0x0800, b.getShort(12));
      assertEquals(0x45, b.get(14));
      assertEquals(frame.length - 14, b.getShort(16));
      assertEquals(17, b.get(23));
      int sum = 0;
      for (int i = 14; i < 34; i += 2) {
        sum += b.getShort(i) & 0xffff;
      }
      assertEquals(0xffff, (sum & 0xffff) + (sum >>> 16), "IPv4 header checksum");
      assertEquals(0xc0000200, b.getInt(26) & 0xffffff00, "192.0.2.0/24");
      assertEquals(0xc6336400, b.getInt(30), "198.51.100.0 for ring 0");
      assertEquals(10_000, b.getShort(34));
      assertEquals(frame.length - 34, b.getShort(38));
      assertEquals(0, b.getShort(40));
    }
    assertEquals(3, sizes.size());
    assertEquals(7 / 12.0, sizes.getOrDefault(60, 0) / (double) frames.size(), 0.03);
    assertEquals(4 / 12.0, sizes.getOrDefault(590, 0) / (double) frames.size(), 0.03);
    assertEquals(1 / 12.0, sizes.getOrDefault(1514, 0) / (double) frames.size(), 0.03);
  }

  @Test
  void framesComeWhenTheyAreDue() throws NetmapException {
    try (Registration port = open(1, 3L)) {
      int got = 0;
      long start = nanos.get();
      for (int step = 1; step <= 100; step++) {
        nanos.set(start + step * 33_333_333L);
        got += take(port, 0).size();
        assertEquals(step * 33_333_333L * 3 / 1_000_000_000L, got, "after step " + step);
      }
    }
  }

  @Test
  void ringsHaveRatesOfTheirOwn() throws NetmapException {
    try (Registration port = open(1, 1000L, 0L, 3000L)) {
      nanos.addAndGet(10_000_000);
      assertEquals(10, take(port, 0).size());
      assertEquals(0, take(port, 1).size());
      assertEquals(30, take(port, 2).size());
    }
  }

  @Test
  void neighbouringSeedsAndRingsDoNotRepeatEachOther() throws NetmapException {
    try (Registration port = open(1, 1000L, 1000L)) {
      nanos.addAndGet(50_000_000);
      List<Integer> first = take(port, 0).stream().map(f -> f.length).toList();
      assertFalse(first.equals(take(port, 1).stream().map(f -> f.length).toList()));
    }
  }

  @Test
  void whatFindsNoRoomIsLostAndCounted() throws NetmapException {
    try (Registration port = open(1, 1_000_000L)) {
      RingId ring = new RingId(RingKind.RX, 0);
      nanos.addAndGet(100_000);
      assertEquals(SLOTS - 1, take(port, 0).size());
      RingCounters counters = port.counters(ring).orElseThrow();
      assertEquals(SLOTS - 1, counters.packets());
      assertEquals(Map.of(DropCause.QUEUE_FULL, 100L - (SLOTS - 1)), counters.drops());
      assertEquals(Accuracy.EXACT, counters.accuracy());
      nanos.addAndGet(10_000);
      assertEquals(10, take(port, 0).size(), "no debt is left");
      nanos.addAndGet(3_600_000_000_000L); // an hour asleep
      assertEquals(SLOTS - 1, take(port, 0).size());
      counters = port.counters(ring).orElseThrow();
      assertEquals(110 + 3_600_000_000L, counters.packets() + counters.dropped());
    }
  }

  @Test
  void whatIsSentIsSwallowedAndCounted() throws NetmapException {
    try (Registration port = open(1, 0L)) {
      RawRing tx = RawPort.of(port).tx(0);
      tx.put(0, new byte[60], 0);
      tx.advance(1);
      port.txsync();
      RingCounters counters = port.counters(new RingId(RingKind.TX, 0)).orElseThrow();
      assertEquals(1, counters.packets());
      assertEquals(60, counters.bytes());
    }
  }

  @Test
  void saysWhenTheNextFrameIsDue() throws NetmapException {
    try (Registration port = open(1, 10L)) {
      long now = System.nanoTime();
      long next = port.nextEventNanos();
      assertTrue(next >= now + 100_000_000L, "a tenth of a second ahead: " + (next - now));
      assertTrue(next <= System.nanoTime() + 100_000_000L);
      nanos.addAndGet(100_000_000);
      assertTrue(port.nextEventNanos() <= System.nanoTime(), "it is due");
    }
    try (Registration silent = open(1, 0L)) {
      assertEquals(Long.MAX_VALUE, silent.nextEventNanos());
    }
  }

  @Test
  void oddNumbersAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> GeneratorOptions.of(1));
    assertThrows(IllegalArgumentException.class, () -> GeneratorOptions.of(1, -1));
    assertThrows(IllegalArgumentException.class, () -> GeneratorOptions.of(1, 100_000_001));
    assertThrows(IllegalArgumentException.class, () -> GeneratorOptions.of(1, new long[65]));
    for (int slots : new int[] {-1, 0, 1}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new GeneratorOptions(List.of(1L), 1, slots, System::nanoTime));
    }
  }
}
