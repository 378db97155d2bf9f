package org.netmap4j.top.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.netmap4j.top.Samples;

class ImbalanceTest {
  /** A port after a second, whose receive rings had so many packets in it. */
  private static PortSnapshot port(long... packets) {
    List<RingReading> rings = new ArrayList<>();
    for (int i = 0; i < packets.length; i++) {
      rings.add(Samples.ring(i, Direction.RX, 0, 0, packets[i], 0, 0));
    }
    rings.add(Samples.ring(0, Direction.TX, 0, 0, 1_000_000, 0, 0));
    rings.add(Samples.ring(0, Direction.HOST_RX, 0, 0, 1_000_000, 0, 0));
    PortReading reading = Samples.nic("eth0", null, rings.toArray(RingReading[]::new));
    return Samples.snapshots(Samples.reading(1000, reading)).getFirst().ports().getFirst();
  }

  @Test
  void oneRingThatHasAlmostAllIsHot() {
    Imbalance skewed = Imbalance.of(port(100, 100, 700, 100));
    assertEquals(2.8, skewed.maxToMean(), 1e-9, "700 of a mean of 250");
    assertEquals(1_000_000 / (4 * 520_000.0), skewed.jain(), 1e-9);
    assertEquals(2, skewed.hot());
    Imbalance one = Imbalance.of(port(0, 0, 0, 5));
    assertEquals(new Imbalance(4, 0.25, 3), one);
  }

  @Test
  void anEvenLoadHasNoHotRing() {
    assertEquals(Imbalance.EVEN, Imbalance.of(port(250, 250, 250, 250)));
    Imbalance almost = Imbalance.of(port(240, 260, 250, 250));
    assertEquals(1.04, almost.maxToMean(), 1e-9);
    assertNull(almost.hot());
    assertNull(Imbalance.of(port(149, 51)).hot());
    assertEquals(0, Imbalance.of(port(150, 50)).hot(), "half more than the mean");
  }

  @Test
  void nothingIsUnevenWithoutTrafficOrWithOneRing() {
    assertEquals(Imbalance.EVEN, Imbalance.of(port(0, 0, 0, 0)));
    assertEquals(Imbalance.EVEN, Imbalance.of(port(1_000_000)));
    assertEquals(Imbalance.EVEN, Imbalance.of(port()));
    assertEquals(Imbalance.EVEN, Imbalance.ofTenSeconds(port(0, 0)));
  }

  @Test
  void overTenSecondsTheAveragesDecide() {
    PortReading first = Samples.nic("a", null, ring(0, 3000), ring(1, 0));
    PortReading second = Samples.nic("a", null, ring(0, 3000), ring(1, 1000));
    PortSnapshot port =
        Samples.snapshots(Samples.reading(1000, first), Samples.reading(2000, second))
            .getLast()
            .ports()
            .getFirst();
    assertEquals(1, Imbalance.of(port).hot());
    assertEquals(new Imbalance(1.5, 16 / 20.0, 0), Imbalance.ofTenSeconds(port));
  }

  private static RingReading ring(int number, long packets) {
    return Samples.ring(number, Direction.RX, 0, 0, packets, 0, 0);
  }
}
