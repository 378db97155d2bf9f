package org.netmap4j.engine.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.Registration;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.scripted.Descriptors;
import org.netmap4j.scripted.RawPort;
import org.netmap4j.scripted.RawRing;
import org.netmap4j.scripted.Seeds;

/**
 * Another thread writes whatever it likes into the region of a pipe, a switch's ports and their
 * monitors while they are synced: packets may be wrong, but nothing throws, hangs or faults, and
 * afterwards all of it can be closed.
 */
@Timeout(60)
class HostileSyncTest {
  private static final long NANOS = 1_500_000_000L;
  private static final int SLOTS = 16;
  private static final RegionLayout SMALL = new RegionLayout(32, 512, 40, 512, 1024, 2048);
  private static final int[] WORDS = {
    0, 1, 2, SLOTS - 1, SLOTS, SLOTS + 1, 1023, 1024, -1, 1 << 31, 0x7fffffff, 0x20_003c, 0x30_003c
  };

  private final long seed = Seeds.seed(HostileSyncTest.class);
  private final Queue<Throwable> failed = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean running = new AtomicBoolean(true);
  private final AtomicLong rounds = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();

  private void start(Runnable work) {
    Thread thread =
        new Thread(() -> {
          try {
            while (running.get()) {
              work.run();
            }
          } catch (Throwable e) {
            failed.add(e);
            running.set(false);
          }
        });
    threads.add(thread);
    thread.start();
  }

  private void use(Registration port, long number) {
    SplittableRandom random = new SplittableRandom(seed + number);
    RawPort raw = RawPort.of(port);
    List<RawRing> rings = List.of(raw.tx(0), raw.rx(0)); // looked up before they can be wrong
    start(() -> {
      try {
        for (RawRing ring : rings) {
          if (random.nextInt(3) > 0) {
            ring.advance(random.nextInt(SLOTS));
          }
        }
        port.txsync();
        port.rxsync();
        port.trouble();
        port.nextEventNanos();
        rounds.incrementAndGet();
      } catch (NetmapException e) {
        throw new AssertionError(e);
      }
    });
  }

  @Test
  void nothingThrowsHangsOrFaults() throws Exception {
    List<String> before = Descriptors.open();
    EmbeddedEngine engine = new EmbeddedEngine(SMALL);
    engine.addGenerator("gen", new GeneratorOptions(List.of(1L), 1, SLOTS, System::nanoTime));
    List<Registration> ports = new ArrayList<>();
    String[] names = {"gen{1", "gen}1", "vale0:a", "vale0:b", "gen{1", "vale0:a", "vale0:a"};
    long[] flags = {
      0, 0, 0, 0, NetmapAbi.NR_MONITOR_TX | NetmapAbi.NR_MONITOR_RX, NetmapAbi.NR_ZCOPY_MON, 0x300
    };
    for (int i = 0; i < names.length; i++) {
      Geometry geometry = new Geometry(1, 1, 0, 0, SLOTS, SLOTS);
      ports.add(
          engine.register(
              new RegisterRequest(
                  names[i], NetmapAbi.REG_ALL_NIC, 0, flags[i], 1, 4, geometry, false)));
    }
    MemorySegment region = ports.getFirst().region();
    for (int i = 0; i < ports.size(); i++) {
      use(ports.get(i), i);
    }
    SplittableRandom random = new SplittableRandom(seed);
    long end = SMALL.bufferPool() + 64 * 2048;
    start(() -> {
      long where = random.nextInt(4) == 0 ? random.nextLong(end - 8) : ringWord(random);
      region.set(ValueLayout.JAVA_INT, where & -4, WORDS[random.nextInt(WORDS.length)]);
    });
    long start = System.nanoTime();
    while (running.get() && System.nanoTime() - start < NANOS) {
      Thread.sleep(20);
    }
    running.set(false);
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), List.copyOf(failed));
    assertTrue(rounds.get() > 1000, rounds::toString);
    ports.forEach(Registration::close);
    assertEquals(0, engine.ringsInUse());
    assertEquals(before, Descriptors.open());
    assertEquals(List.of(), Descriptors.mapped());
  }

  private static long ringWord(SplittableRandom random) {
    long ring = SMALL.ringPool() + (long) random.nextInt(14) * SMALL.ringSize();
    return ring + (random.nextBoolean() ? 20 + random.nextInt(16) : random.nextInt(512));
  }
}
