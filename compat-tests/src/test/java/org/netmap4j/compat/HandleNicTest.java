package org.netmap4j.compat;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.engine.embedded.RegionLayout;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.pcap.CaptureDevice;
import org.netmap4j.pcap.CapturedHandler;
import org.netmap4j.pcap.Direction;
import org.netmap4j.pcap.HandleBuilder;
import org.netmap4j.pcap.NetmapHandle;
import org.netmap4j.pcap.TimestampPrecision;
import org.netmap4j.pcap.TimestampSource;

/** Captures on real interfaces, by the embedded engine. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HandleNicTest {
  private static final Duration MOMENT = Duration.ofMillis(300);
  private static final String NEAR = "192.0.2.1";
  private static final String FAR = "192.0.2.2";

  private final EmbeddedEngine engine = new EmbeddedEngine(RegionLayout.SHARED);
  private final List<NetmapHandle> opened = new ArrayList<>();
  private VethPair pair;

  @BeforeEach
  void namespaces() throws Exception {
    pair = VethPair.create(2, 1500);
    pair.neighbours();
  }

  @AfterEach
  void remove() throws Exception {
    opened.forEach(NetmapHandle::close);
    pair.close();
  }

  private NetmapHandle open(HandleBuilder builder) throws Exception {
    NetmapHandle handle =
        VethPair.in(pair.near, () -> builder.engine(engine).timeout(MOMENT).open());
    opened.add(handle);
    return handle;
  }

  private static int all(NetmapHandle handle, CapturedHandler to) throws NetmapException {
    int total = 0;
    for (int more = 1; more > 0; total += more) {
      more = handle.dispatch(0, to);
    }
    return total;
  }

  /** Notes where packets come from: the last byte of the IPv4 address. */
  private static CapturedHandler sources(int[] count) {
    return (memory, start, _, _, _) -> count[memory.get(JAVA_BYTE, start + 14 + 15)]++;
  }

  private void bothWays() throws Exception {
    Traffic.datagrams(pair.far, NEAR, 200);
    Traffic.datagrams(pair.near, FAR, 300);
  }

  @Test
  void anInterfacesNameShowsBothDirectionsOnce() throws Exception {
    for (String name : List.of(pair.a, "netmap:" + pair.a, "inline:" + pair.a)) {
      NetmapHandle both = open(NetmapHandle.builder(name));
      both.filter("udp");
      bothWays();
      int[] count = new int[3];
      assertEquals(500, all(both, sources(count)), name);
      assertEquals(200, count[2], name);
      assertEquals(300, count[1], name);
      assertEquals(500, both.statistics().received());
      assertEquals(0, both.statistics().dropped().orElseThrow());
      both.close();
    }
  }

  @Test
  void severalHandlesEachWithItsDirection() throws Exception {
    NetmapHandle in = open(NetmapHandle.builder(pair.a).direction(Direction.IN));
    NetmapHandle out = open(NetmapHandle.builder("netmap:" + pair.a).direction(Direction.OUT));
    NetmapHandle both = open(NetmapHandle.builder("inline:" + pair.a));
    NetmapHandle received = open(NetmapHandle.builder(pair.a + "-1/R"));
    assertSame(in.port(), out.port());
    assertSame(in.port(), both.port());
    assertSame(in.port(), received.port());
    in.filter("udp");
    out.filter("udp");
    both.filter("udp");
    bothWays();
    assertEquals(200, all(in, (_, _, _, _, _) -> {}));
    assertEquals(300, all(out, (_, _, _, _, _) -> {}));
    assertEquals(500, all(both, (_, _, _, _, _) -> {}));
    int onOneRing = all(received, (_, _, _, _, _) -> {});
    assertTrue(onOneRing <= 200, () -> onOneRing + " on one of two rings");
    out.direction(Direction.IN);
    bothWays();
    int[] count = new int[3];
    assertEquals(200, all(out, sources(count)));
    assertEquals(200, count[2]);
  }

  @Test
  void portspecsOfRingsAreObeyed() throws Exception {
    NetmapHandle host = open(NetmapHandle.builder("netmap:" + pair.a + "^"));
    host.filter("udp");
    bothWays();
    assertEquals(300, all(host, (_, _, _, _, _) -> {}));
    host.close();
    NetmapHandle ring = open(NetmapHandle.builder("netmap:" + pair.a + "-0"));
    assertEquals(1, ring.rxRings().size());
    NetmapException e =
        assertThrows(NetmapException.class, () -> open(NetmapHandle.builder(pair.a)));
    assertInstanceOf(NetmapError.CannotOpen.class, e.error());
    assertTrue(e.error().message().contains("netmap:" + pair.a + "-0"), e.error()::message);
  }

  private static byte[] frame(int type) {
    byte[] frame = new byte[60];
    Arrays.fill(frame, 0, 6, (byte) -1);
    frame[6] = 2;
    ByteBuffer.wrap(frame).putShort(12, (short) type);
    return frame;
  }

  @Test
  void whatIsSentArrivesAndDoesNotComeBack() throws Exception {
    NetmapHandle near = open(NetmapHandle.builder(pair.a));
    NetmapHandle sender = open(NetmapHandle.builder(pair.a).sendNow(false));
    NetmapHandle far =
        VethPair.in(
            pair.far,
            () ->
                NetmapHandle.builder(pair.b)
                    .engine(new EmbeddedEngine(RegionLayout.SHARED))
                    .timeout(MOMENT)
                    .open());
    opened.add(far);
    far.filter("ether proto 0x88b5");
    near.filter("ether proto 0x88b5");
    for (int i = 0; i < 50; i++) {
      near.inject(frame(0x88b5));
      sender.inject(MemorySegment.ofArray(frame(0x88b5)), 0, 60);
    }
    sender.flush();
    assertEquals(
        100,
        all(
            far,
            (memory, start, _, length, _) -> {
              assertEquals(60, length);
              assertEquals(
                  (short) 0x88b5, Short.reverseBytes(memory.get(JAVA_SHORT_UNALIGNED, start + 12)));
            }));
    assertEquals(0, all(near, (_, _, _, _, _) -> {}));
  }

  @Test
  void timesAreEachPacketsOwn() throws Exception {
    NetmapHandle handle = open(NetmapHandle.builder(pair.a).precision(TimestampPrecision.NANO));
    NetmapHandle micros = open(NetmapHandle.builder(pair.a));
    assertEquals(TimestampSource.PACKET, handle.timestampSource());
    handle.filter("udp");
    micros.filter("udp");
    long before = System.currentTimeMillis() * 1_000_000;
    Traffic.datagrams(pair.far, NEAR, 200);
    long after = (System.currentTimeMillis() + 1) * 1_000_000;
    Thread.sleep(100); // the time of the sync would be later than that
    List<Long> times = new ArrayList<>();
    assertEquals(200, all(handle, (_, _, _, _, nanos) -> times.add(nanos)));
    times.forEach(time -> assertTrue(time >= before && time <= after, () -> before + " " + time));
    assertTrue(times.stream().distinct().count() > 100, "they differ");
    assertTrue(times.stream().anyMatch(time -> time % 1000 != 0), "to the nanosecond");
    List<Long> whole = new ArrayList<>();
    assertEquals(200, all(micros, (_, _, _, _, nanos) -> whole.add(nanos)));
    assertEquals(times.stream().map(time -> time - time % 1000).toList(), whole);
  }

  @Test
  void anInterfaceThatIsDownIsAnErrorAndNotTheEnd() throws Exception {
    NetmapHandle handle = open(NetmapHandle.builder(pair.a));
    handle.filter("udp");
    Commands.ok("ip -n " + pair.near + " link set " + pair.a + " down");
    NetmapException e =
        assertThrows(
            NetmapException.class,
            () -> {
              for (int i = 0; i < 20; i++) {
                handle.loop(1, (_, _, _, _, _) -> {});
              }
            });
    assertInstanceOf(NetmapError.InterfaceDown.class, e.error());
    assertThrows(NetmapException.class, () -> handle.inject(frame(0x88b5)));
    Commands.ok("ip -n " + pair.near + " link set " + pair.a + " up");
    pair.neighbours();
    Traffic.datagrams(pair.far, NEAR, 10);
    assertEquals(10, handle.loop(10, (_, _, _, _, _) -> {}));
  }

  @Test
  void devicesAreListedWithTheirAddresses() throws Exception {
    CaptureDevice device =
        VethPair.in(
            pair.near,
            () ->
                CaptureDevice.list().stream()
                    .filter(each -> each.name().equals("netmap:" + pair.a))
                    .findFirst()
                    .orElseThrow());
    assertTrue(device.up() && device.running() && !device.loopback(), device::toString);
    assertEquals(InetAddress.getByName(NEAR), device.addresses().getFirst().getAddress());
    assertTrue(device.description().contains("veth"), device::description);
  }

  @Test
  void framesForOthersOnRequest() throws Exception {
    NetmapHandle handle = open(NetmapHandle.builder(pair.a).promiscuous(true));
    assertTrue(
        Commands.ok("ip -d -n " + pair.near + " link show " + pair.a).contains("promiscuity 1"),
        "promiscuous");
    handle.close();
    assertTrue(
        Commands.ok("ip -d -n " + pair.near + " link show " + pair.a).contains("promiscuity 0"),
        "no longer");
  }
}
