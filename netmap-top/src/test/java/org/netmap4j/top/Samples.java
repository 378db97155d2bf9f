package org.netmap4j.top;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.model.Cost;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.Label;
import org.netmap4j.top.model.PortFacts;
import org.netmap4j.top.model.PortKind;
import org.netmap4j.top.model.PortReading;
import org.netmap4j.top.model.RateMeter;
import org.netmap4j.top.model.Reading;
import org.netmap4j.top.model.RegionReading;
import org.netmap4j.top.model.RingActivity;
import org.netmap4j.top.model.RingReading;
import org.netmap4j.top.model.Snapshot;
import org.netmap4j.top.model.Talkers;
import org.netmap4j.top.model.TapView;
import org.netmap4j.top.model.TappedPacket;

/** Readings and snapshots that are always the same. */
public final class Samples {
  private static final Instant START = Instant.parse("2026-03-14T15:09:26.500Z");
  private static final Cost COST = new Cost(0.0153, 2);

  private Samples() {}

  /** A ring whose {@code cur} is its {@code head}. */
  public static RingReading ring(
      int ring, Direction direction, int head, int tail, long packets, long bytes, long drops) {
    Label label = List.of(Label.values()).get(ring % 4);
    return new RingReading(ring, direction, 1024, head, head, tail, packets, bytes, drops, label);
  }

  /** A port of NIC kind. */
  public static PortReading nic(String name, @Nullable String trouble, RingReading... rings) {
    return new PortReading(name, PortKind.NIC, List.of(rings), trouble);
  }

  /** A reading {@code millis} after the start. */
  public static Reading reading(long millis, PortReading... ports) {
    return new Reading(START.plusMillis(millis), millis * 1_000_000, "embedded", List.of(ports));
  }

  /** What a meter makes of readings that follow each other. */
  public static List<Snapshot> snapshots(Reading... readings) {
    RateMeter meter = new RateMeter(0);
    List<Snapshot> snapshots = new ArrayList<>();
    for (Reading reading : readings) {
      snapshots.add(meter.next(reading, COST));
    }
    return snapshots;
  }

  /** Three ports, one of them in trouble; drops that rise and drops that do not. */
  public static Snapshot usual() {
    return usual(20);
  }

  /** The same after {@code count} samples, half a second from one to the next. */
  public static Snapshot usual(int count) {
    Reading[] readings = new Reading[count];
    for (int i = 0; i < count; i++) {
      readings[i] = usualReading(i + 1);
    }
    return snapshots(readings).getLast();
  }

  /** Ports of other processes, one with the name of our own; and a process that cannot be read. */
  public static List<Snapshot> others() {
    return snapshots(othersReading(1), othersReading(2));
  }

  private static Reading othersReading(long n) {
    RingReading ours = ring(0, Direction.RX, 0, 0, n * 1000, n * 60_000, 0);
    RingReading tap = ring(0, Direction.RX, 1, 9, 50_000 + n * 1000, n * 60_000, 5);
    RingReading kernels =
        new RingReading(0, Direction.TX, 256, 9, 9, 3, n * 7, 0, 0, Label.SAMPLED);
    Reading reading =
        reading(
            n * 1000,
            nic("eth0", null, ours),
            new PortReading("eth0", PortKind.NIC, List.of(tap), null, "java[4711]"),
            new PortReading(
                "eth1", PortKind.NIC, List.of(kernels), null, "bridge[1] or pkt-gen[22]"),
            new PortReading("vale0:a", PortKind.VALE, List.of(ours), null, "su\u001b[7m[8]"));
    return new Reading(
        reading.time(),
        reading.nanos(),
        reading.engine(),
        reading.ports(),
        List.of("2 processes of others cannot be looked into; run as root"),
        List.of(),
        List.of());
  }

  /** The usual ports with all that can be known of them, memory regions, and findings. */
  public static Snapshot rich() {
    Reading[] readings = new Reading[20];
    for (int i = 0; i < readings.length; i++) {
      readings[i] = richReading(i + 1);
    }
    return snapshots(readings).getLast();
  }

  private static Reading richReading(long n) {
    Reading plain = usualReading(n);
    List<PortReading> ports = new ArrayList<>();
    for (PortReading port : plain.ports()) {
      List<RingReading> rings = port.rings().stream().map(ring -> seen(ring, n)).toList();
      boolean nic = port.name().equals("eth0");
      ports.add(
          new PortReading(
              port.name(),
              port.kind(),
              rings,
              port.trouble(),
              port.owner(),
              nic ? FACTS : PortFacts.NONE));
    }
    return new Reading(
        plain.time(), plain.nanos(), plain.engine(), ports, plain.notes(), REGIONS, FINDINGS);
  }

  private static final PortFacts FACTS =
      new PortFacts(
          "embedded",
          "ixgbe",
          true,
          10_000_000_000L,
          1500,
          4,
          2,
          List.of("gro", "tso"),
          "rx tx",
          List.of(
              new PortFacts.Counter("rx_no_dma_resources", 12_345, true),
              new PortFacts.Counter("rx_packets", 9_876_543_210L, false)));
  private static final List<RegionReading> REGIONS =
      List.of(
          new RegionReading(
              "embedded",
              1,
              171_000_000,
              "",
              List.of(
                  new RegionReading.Pool("interfaces", 1024, 100, 3),
                  new RegionReading.Pool("rings", 36_864, 200, 14),
                  new RegionReading.Pool("buffers", 2048, 163_840, 155_000)),
              List.of("eth0", "vale0:router")));
  private static final List<Finding> FINDINGS =
      List.of(
          new Finding("link", "eth0", Finding.Severity.OK, "up, 10 Gbit/s", "", ""),
          new Finding(
              "offloads",
              "eth0",
              Finding.Severity.WARNING,
              "generic-receive-offload and tcp-segmentation-offload are on",
              "packets arrive merged: counts are too low, and lengths are beyond the MTU",
              "ethtool -K eth0 gro off tso off"),
          new Finding(
              "host-ring",
              "eth0",
              Finding.Severity.FAULT,
              "host-rx 0 is full, and has not moved for 10 s",
              "what the host's stack sends through eth0 is lost",
              ""));

  private static RingReading seen(RingReading ring, long n) {
    boolean lossy = ring.drops() > 0;
    return new RingReading(
        ring.ring(),
        ring.direction(),
        ring.slots(),
        ring.head(),
        ring.cur(),
        ring.tail(),
        ring.packets(),
        ring.bytes(),
        ring.drops(),
        ring.label(),
        lossy ? Map.of("queue full", ring.drops() - 3, "truncated", 3L) : Map.of(),
        new RingActivity(
            n * 250,
            lossy ? n * 20 : 0,
            lossy ? n : 0,
            Math.min(ring.slots() - 1, ring.used() + 9),
            List.of(n, n * 4, n * 30, n * 12, n * 2),
            List.of(n * 900, n * 40, 0L, n * 8, 0L, n * 450, n),
            new RingActivity.Burst(ring.packets() / n / 40, 5100)));
  }

  private static Reading usualReading(long n) {
    long burst = n * (10 + n % 7);
    return reading(
        n * 500,
        nic(
            "eth0",
            null,
            ring(0, Direction.RX, 17, 900, burst * 62_500, burst * 62_500 * 60, 0),
            ring(1, Direction.RX, 1000, 990, n * 4_321, n * 4_321 * 1514, n * 12),
            ring(2, Direction.RX, 512, 600, n * 7, n * 7 * 98, 41),
            ring(3, Direction.RX, 0, 0, 0, 0, 0),
            ring(0, Direction.TX, 100, 400, n * 8_125, n * 8_125 * 1200, 0),
            ring(1, Direction.TX, 0, 1023, 123, 9_876, 0),
            ring(0, Direction.HOST_RX, 5, 6, n, n * 74, 0),
            ring(0, Direction.HOST_TX, 0, 1023, 0, 0, 0)),
        nic("wan\u001b[7m1", "interface is down; bring it up with: ip link set wan1 up"),
        new PortReading(
            "vale0:router",
            PortKind.VALE,
            List.of(
                ring(0, Direction.RX, 3, 4, n * 90, n * 90 * 590, 0),
                ring(0, Direction.TX, 0, 1023, 0, 0, 0)),
            null));
  }

  /** Three packets and who sent them. */
  public static TapView tap() {
    return new TapView(
        TapView.State.OPEN,
        "packet socket",
        Label.INFERRED,
        12_345,
        3,
        7,
        List.of(
            packet(1, 60, "192.0.2.1.4711 > 192.0.2.2.80: TCP S"),
            packet(2, 60, "ARP who-has 192.0.2.2 tell 192.0.2.1"),
            packet(3, 1514, "fe80::1 > ff02::1: ICMPv6 router advertisement")),
        new Talkers(
            Label.EXACT,
            List.of(
                new Talkers.Talker(
                    "192.0.2.1:4711", "192.0.2.2:80", "TCP", 1200, 1_800_000, 0, 120, 180_000),
                new Talkers.Talker("192.0.2.9:53", "192.0.2.1:9", "UDP", 3, 300, 60, 0, 0)),
            List.of(new Talkers.Talker("192.0.2.1", "", "", 1203, 1_800_300, 0, 120, 180_000))),
        null);
  }

  private static TappedPacket packet(int number, int length, String text) {
    byte[] bytes = new byte[Math.min(length, 64)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (number * 32 + i);
    }
    return new TappedPacket(
        number,
        START.plusNanos(number * 1_234_567L),
        bytes.length,
        length,
        Direction.RX,
        number % 2,
        text,
        ByteBuffer.wrap(bytes));
  }
}
