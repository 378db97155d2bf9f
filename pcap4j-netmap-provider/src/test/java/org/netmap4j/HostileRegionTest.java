package org.netmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.Registration;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.engine.embedded.GeneratorOptions;
import org.netmap4j.engine.embedded.RegionLayout;
import org.netmap4j.error.NetmapException;
import org.netmap4j.scripted.Descriptors;
import org.netmap4j.scripted.HostileUse;
import org.netmap4j.scripted.RawRing;
import org.netmap4j.scripted.ScriptedEngine;
import org.netmap4j.scripted.ScriptedPort;
import org.netmap4j.scripted.Seeds;

/**
 * Another thread writes whatever it likes into a live port's netmap_if, rings and slots: that may
 * give wrong packets, never a crash and never an exception that nobody declared.
 */
class HostileRegionTest {
  private static final int ROUNDS = 400_000;
  private static final long NANOS = 15_000_000_000L;
  private static final int SLOTS = 32;
  private static final RegionLayout SMALL = new RegionLayout(4, 512, 8, 1024, 512, 2048);

  /** Words that are near what the code compares with. */
  private static final int[] WORDS = {
    0, 1, 2, 7, SLOTS - 1, SLOTS, SLOTS + 1, 64, 511, 512, 513, -1, 1 << 31, 0x7fffffff, 0x20_0800
  };

  /** Hands out another engine's registration, and shows it to the test. */
  private static final class Shown implements Engine {
    private final Engine engine;
    private Registration registration;

    Shown(Engine engine, Registration first) {
      this.engine = engine;
      registration = first;
    }

    @Override
    public String name() {
      return engine.name();
    }

    @Override
    public Registration register(RegisterRequest request) throws NetmapException {
      registration = engine.register(request);
      return registration;
    }
  }

  @Test
  void embeddedPort() throws Exception {
    long seed = Seeds.seed(HostileRegionTest.class);
    List<String> before = Descriptors.open();
    EmbeddedEngine engine = new EmbeddedEngine(SMALL);
    long[] clock = {1};
    engine.addGenerator(
        "gen", new GeneratorOptions(List.of(1_000_000L, 1_000_000L), seed, SLOTS, () -> clock[0]));
    Registration first =
        engine.register(
            new RegisterRequest("gen", 1, 0, 0, 0, 0, RegisterRequest.Geometry.ANY, false));
    Shown shown = new Shown(engine, first);
    NetmapPort port = Netmap.port("gen").engine(shown).extraBuffers(16).open();
    MemorySegment region = shown.registration.region();
    NetmapPort elsewhere = Netmap.port("vale0:p").engine(engine).open();
    first.close();
    List<Forward> forwards = List.of(forward(port, port), forward(port, elsewhere));
    assertTrue(forwards.get(0).zeroCopy() && !forwards.get(1).zeroCopy());
    attack(port, forwards, region, SMALL.bufferPool(), seed, clock);
    port.close();
    elsewhere.close();
    assertEquals(before, Descriptors.open());
    assertEquals(List.of(), Descriptors.mapped());
    // the engine is as good as new
    engine.addGenerator("gen", new GeneratorOptions(List.of(9L, 9L), 1, SLOTS, System::nanoTime));
    Netmap.port("gen").engine(engine).open().close();
  }

  @Test
  void scriptedPort() throws Exception {
    long seed = Seeds.seed(HostileRegionTest.class);
    ScriptedEngine engine = new ScriptedEngine(2, 2, SLOTS, 2048);
    NetmapPort port = Netmap.port("vale0:p").engine(engine).extraBuffers(16).open();
    ScriptedPort script = engine.last();
    long memory = script.tx(0).base() + script.tx(0).bufOfs();
    SplittableRandom tails = new SplittableRandom(seed + 2);
    List<RawRing> rx = List.of(script.rx(0), script.rx(1));
    List<RawRing> tx = List.of(script.tx(0), script.tx(1));
    script.onRxsync(() -> rx.forEach(ring -> ring.tail(tails.nextInt(SLOTS))));
    script.onTxsync(() -> tx.forEach(ring -> ring.tail(tails.nextInt(SLOTS))));
    attack(port, List.of(forward(port, port)), script.region(), memory, seed, new long[1]);
    port.close();
    assertEquals(1, script.closes());
  }

  private static Forward forward(NetmapPort from, NetmapPort to) {
    return new Forward(from.rxRings().getFirst(), to.txRings().getFirst());
  }

  /** Everything before {@code end} is written to, while the port is used in every way. */
  private static void attack(
      NetmapPort port,
      List<Forward> forwards,
      MemorySegment region,
      long end,
      long seed,
      long[] clock)
      throws Exception {
    AtomicBoolean running = new AtomicBoolean(true);
    Thread writer =
        new Thread(
            () -> {
              SplittableRandom random = new SplittableRandom(seed);
              MemorySegment image = MemorySegment.ofArray(new byte[(int) end]);
              MemorySegment.copy(region, 0, image, 0, end);
              while (running.get()) {
                if (random.nextInt(4) == 0) {
                  mend(region, image, random);
                } else {
                  write(region, end, random);
                }
              }
            },
            "hostile writer");
    writer.start();
    SplittableRandom random = new SplittableRandom(seed + 1);
    HostileUse use = new HostileUse(port, forwards, seed + 3);
    long start = System.nanoTime();
    try {
      while (use.rounds() < ROUNDS && System.nanoTime() - start < NANOS) {
        clock[0] += random.nextInt(3000);
        use.round();
      }
    } catch (RuntimeException e) {
      fail("seed " + seed + ", " + use, e);
    } finally {
      running.set(false);
      writer.join();
    }
    System.out.println("HostileRegionTest " + port.kind() + ": " + use);
    assertEquals(ROUNDS, use.rounds(), "in time");
    assertTrue(use.least() > 1000, use::toString);
  }

  private static void write(MemorySegment region, long end, SplittableRandom random) {
    // mostly where the rings' heads and first slots are
    long where = random.nextInt(3) == 0 ? random.nextLong(end) : ring(region, random);
    switch (random.nextInt(3)) {
      case 0 -> region.set(ValueLayout.JAVA_BYTE, where, (byte) random.nextInt());
      case 1 -> region.set(ValueLayout.JAVA_INT, where & -4, random.nextInt());
      default -> region.set(ValueLayout.JAVA_INT, where & -4, WORDS[random.nextInt(WORDS.length)]);
    }
  }

  /** Puts a ring's slots right and its tail somewhere, so that packets flow between the blows. */
  private static void mend(MemorySegment region, MemorySegment image, SplittableRandom random) {
    long ring = base(region, random);
    MemorySegment.copy(image, ring + 256, region, ring + 256, 16L * SLOTS);
    if (random.nextInt(4) == 0) {
      region.set(ValueLayout.JAVA_INT, ring + 28, random.nextInt(SLOTS));
    }
  }

  private static long base(MemorySegment region, SplittableRandom random) {
    boolean embedded = region.byteSize() == SMALL.bytes();
    long stride = embedded ? SMALL.ringSize() : 256 + 16 * SLOTS + 128 & -64;
    return (embedded ? SMALL.ringPool() : 4096) + random.nextInt(4) * stride;
  }

  private static long ring(MemorySegment region, SplittableRandom random) {
    int field = random.nextBoolean() ? 20 + random.nextInt(16) : 256 + random.nextInt(16 * SLOTS);
    return base(region, random) + field;
  }
}
