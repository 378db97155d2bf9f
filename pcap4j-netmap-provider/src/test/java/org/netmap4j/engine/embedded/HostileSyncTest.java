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
import org.netmap4j.Forward;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.Registration;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.scripted.Descriptors;
import org.netmap4j.scripted.HostileUse;
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

  private static EmbeddedEngine engine() throws NetmapException {
    EmbeddedEngine engine = new EmbeddedEngine(SMALL);
    engine.addGenerator("gen", new GeneratorOptions(List.of(1L), 1, SLOTS, System::nanoTime));
    return engine;
  }

  /** Writes into the rings for a while, now and then their slots as they were; and then waits. */
  private void attack(MemorySegment region) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    long end = SMALL.bufferPool() + 64 * 2048;
    byte[] before = region.asSlice(0, end).toArray(ValueLayout.JAVA_BYTE);
    start(() -> {
      if (random.nextInt(4) == 0) {
        int slots = (int) ring(random) + NetmapAbi.RING_SLOTS;
        MemorySegment.copy(
            before, slots, region, ValueLayout.JAVA_BYTE, slots, NetmapAbi.SLOT_SIZE * SLOTS);
      } else {
        long where = random.nextInt(4) == 0 ? random.nextLong(end - 8) : ringWord(random);
        region.set(ValueLayout.JAVA_INT, where & -4, WORDS[random.nextInt(WORDS.length)]);
      }
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
  }

  @Test
  void nothingThrowsHangsOrFaults() throws Exception {
    List<String> before = Descriptors.open();
    EmbeddedEngine engine = engine();
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
    attack(region);
    assertTrue(rounds.get() > 1000, rounds::toString);
    ports.forEach(Registration::close);
    assertEquals(0, engine.ringsInUse());
    assertEquals(before, Descriptors.open());
    assertEquals(List.of(), Descriptors.mapped());
  }

  /** Pipes, a switch and monitors in one region, each used by a thread in every way. */
  @Test
  void theLibraryStandsItToo() throws Exception {
    List<String> before = Descriptors.open();
    EmbeddedEngine engine = engine();
    List<NetmapPort> ports = new ArrayList<>();
    List<HostileUse> uses = new ArrayList<>();
    List<String> names =
        List.of("gen{1", "gen}1", "vale0:a@1", "vale0:b@1", "gen{1/rt", "vale0:a/z", "vale0:a/rt");
    for (String name : names) {
      NetmapPort port =
          Netmap.port(name)
              .engine(engine)
              .slots(SLOTS)
              .extraBuffers(ports.size() < 4 ? 8 : 0)
              .open();
      ports.add(port);
      Forward forward = new Forward(port.rxRings().getFirst(), port.txRings().getFirst());
      uses.add(new HostileUse(port, List.of(forward), seed + ports.size()));
    }
    Registration look =
        engine.register(
            new RegisterRequest("gen", NetmapAbi.REG_NULL, 0, 0, 1, 0, Geometry.ANY, false));
    uses.forEach(use -> start(use::round));
    attack(look.region());
    uses.forEach(use -> System.out.println("HostileSyncTest: " + use));
    long worked = uses.stream().mapToLong(HostileUse::least).sum();
    assertTrue(worked > 10, () -> "everything worked " + worked + " times only");
    ports.forEach(NetmapPort::close);
    look.close();
    assertEquals(0, engine.ringsInUse());
    assertEquals(before, Descriptors.open());
    assertEquals(List.of(), Descriptors.mapped());
  }

  private static long ring(SplittableRandom random) {
    return SMALL.ringPool() + (long) random.nextInt(14) * SMALL.ringSize();
  }

  private static long ringWord(SplittableRandom random) {
    return ring(random) + (random.nextBoolean() ? 20 + random.nextInt(16) : random.nextInt(512));
  }
}
