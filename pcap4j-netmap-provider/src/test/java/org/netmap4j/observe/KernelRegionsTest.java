package org.netmap4j.observe;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.netmap4j.engine.Accuracy;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.ValePort;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.scripted.Seeds;

/**
 * The module's regions behind an engine that refuses all but looking; the real module is in the
 * guest's tests.
 */
class KernelRegionsTest {
  private static final int SLOTS = 64;
  private static final int RINGS = 8192;
  private static final int RING = 2048;
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final List<Owner> APP = List.of(new Owner(42, "app", false));

  private final Arena arena = Arena.ofShared();
  private final KernelStub stub = new KernelStub();
  private final KernelRegions regions = new KernelRegions(stub);
  private long now = SECOND;

  @AfterEach
  void nothingButLooking() {
    regions.close();
    assertEquals(List.of(), stub.faults);
    assertEquals(0, stub.open, "ports left open");
    arena.close();
  }

  private MemorySegment region(int id) {
    MemorySegment memory = arena.allocate(1 << 16, 4096);
    stub.regions.put(id, memory);
    return memory;
  }

  /** A netmap_if with one ring of each direction, as the module leaves it, open or closed. */
  private static void port(MemorySegment memory, int index, String name) {
    long at = index * 1024L;
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, at, Math.min(15, bytes.length));
    for (int field :
        new int[] {
          NetmapAbi.IF_TX_RINGS,
          NetmapAbi.IF_RX_RINGS,
          NetmapAbi.IF_HOST_TX_RINGS,
          NetmapAbi.IF_HOST_RX_RINGS
        }) {
      memory.set(JAVA_INT, at + field, 1);
    }
    for (int direction = 0; direction < 2; direction++) {
      long ring = ring(index, direction == NetmapAbi.DIR_RX);
      int entry = direction == NetmapAbi.DIR_RX ? 2 : 0;
      memory.set(JAVA_LONG, at + NetmapAbi.IF_RING_OFS + 8L * entry, ring - at);
      memory.set(JAVA_INT, ring + NetmapAbi.RING_NUM_SLOTS, SLOTS);
      memory.set(JAVA_SHORT, ring + NetmapAbi.RING_DIR, (short) direction);
      memory.set(
          JAVA_INT, ring + NetmapAbi.RING_TAIL, direction == NetmapAbi.DIR_RX ? 0 : SLOTS - 1);
    }
  }

  private static long ring(int index, boolean receives) {
    return RINGS + (2L * index + (receives ? 1 : 0)) * RING;
  }

  private static void send(MemorySegment memory, int index, int slots) {
    long head = ring(index, false) + NetmapAbi.RING_HEAD;
    memory.set(JAVA_INT, head, (memory.get(JAVA_INT, head) + slots) % SLOTS);
  }

  private List<String> seen() {
    return seen(APP);
  }

  private List<String> seen(List<Owner> holders) {
    now += SECOND;
    List<String> names = new ArrayList<>();
    for (ObservedRegion region : regions.look(holders, now)) {
      assertEquals("kernel", region.engine());
      region.ports().forEach(port -> names.add(region.id() + " " + port.name()));
    }
    return names;
  }

  @Test
  void aNicInNetmapModeIsSeenAndWhatIsLeftOfOthersIsNot() {
    MemorySegment memory = region(1);
    port(memory, 0, "eth0");
    port(memory, 1, "gone0");
    stub.inNetmapMode.add("eth0");
    assertEquals(List.of("1 eth0"), seen());
    send(memory, 0, 5);
    ObservedPort port = regions.look(APP, now).getFirst().ports().getFirst();
    assertEquals(PortKind.NIC, port.kind());
    assertEquals(2, port.rings().size(), "the host's are not bound");
    assertEquals(5, port.rings().getFirst().movement().slots());
    assertEquals(Accuracy.SAMPLED, port.rings().getFirst().accuracy());
    assertEquals(
        List.of(1L, 2L, 2L + 2 * SLOTS),
        regions.look(APP, now).getFirst().pools().stream().map(PoolUse::needed).toList());
    assertEquals(List.of("eth0", "gone0"), stub.probed.stream().sorted().toList(), "asked once");
    stub.inNetmapMode.clear();
    assertEquals(List.of(), seen(List.of(new Owner(43, "other", false))), "the owner has gone");
  }

  @Test
  void whatMovesIsAliveWithoutAQuestion() {
    MemorySegment memory = region(1);
    port(memory, 0, "eth0");
    stub.inNetmapMode.add("eth0");
    seen();
    int asked = stub.probed.size();
    for (int i = 0; i < 200; i++) {
      send(memory, 0, 1);
      assertEquals(List.of("1 eth0"), seen());
    }
    assertEquals(asked, stub.probed.size());
  }

  @Test
  void portsOfSwitchesAreSeenWhileTheyAreListed() {
    MemorySegment memory = region(7);
    port(memory, 0, "vale0:a-port-with-a-long-name");
    port(memory, 1, "vale0:gone");
    stub.listed.add(new ValePort("vale0:a-port-with-a-long-name", 7, 0));
    assertEquals(List.of("7 vale0:a-port-with-a-long-name"), seen());
    stub.listed.clear();
    assertEquals(List.of(), seen());
    assertEquals(List.of(), stub.probed);
  }

  @Test
  void pipesAreSeenOnceTheyMoveAndNeverAskedAbout() {
    MemorySegment memory = region(1);
    port(memory, 0, "eth0{1");
    port(memory, 1, "eth0}1");
    assertEquals(List.of(), seen());
    send(memory, 0, 1);
    assertEquals(List.of("1 eth0{1"), seen());
    assertEquals(List.of("1 eth0{1"), seen(), "for a while");
    assertEquals(List.of(), seen(List.of(new Owner(43, "other", false))));
    assertEquals(List.of(), stub.probed);
  }

  @Test
  void withNobodyElseNothingIsHeld() {
    MemorySegment memory = region(1);
    port(memory, 0, "eth0");
    stub.inNetmapMode.add("eth0");
    assertEquals(List.of("1 eth0"), seen());
    assertTrue(stub.open > 0);
    assertEquals(List.of(), seen(List.of(new Owner(1, "self", true))));
    assertEquals(0, stub.open);
  }

  @Test
  void aRegionWithoutPortsIsGivenUp() {
    region(3);
    for (int i = 0; i < 60; i++) {
      seen();
    }
    int held = 0;
    for (int i = 0; i < 60; i++) {
      seen();
      held += stub.open;
    }
    assertTrue(held < 60, "held without end");
  }

  @Test
  void noiseIsNoPort() {
    Random random = Seeds.random(KernelRegionsTest.class);
    MemorySegment memory = region(1);
    byte[] noise = new byte[(int) memory.byteSize()];
    for (int i = 0; i < 2000; i++) {
      random.nextBytes(noise);
      MemorySegment.copy(noise, 0, memory, JAVA_BYTE, 0, noise.length);
      if (i % 2 == 0) {
        port(memory, i % 3, "eth0");
        for (int c = 0; c < 4; c++) {
          memory.set(
              JAVA_INT, random.nextInt(4096 / 4) * 4L, random.nextInt() >> random.nextInt(32));
        }
      }
      seen();
      regions.sample(System.nanoTime());
    }
  }
}
