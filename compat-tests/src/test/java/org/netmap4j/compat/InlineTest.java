package org.netmap4j.compat;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.netmap4j.Forward;
import org.netmap4j.NetmapPort;
import org.netmap4j.PortMode;
import org.netmap4j.RxRing;
import org.netmap4j.TxRing;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.RegisterReply;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.Registration;
import org.netmap4j.engine.RingCounters;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.WaitSource;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.engine.embedded.RegionLayout;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.pcap.CapturedHandler;
import org.netmap4j.pcap.NetmapHandle;
import org.netmap4j.pcap.Statistics;

/**
 * Captures between a host and its NIC, as on the module: the host's stack is behind a tap device,
 * the wire behind an interface that leads to another namespace, and only the capture connects them.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InlineTest {
  private static final String HOST = "198.51.100.1";
  private static final String PEER = "198.51.100.2";
  private static final String TAP = "t0";
  private static final int ECHO_REQUEST = 8;
  private static final int ECHO_REPLY = 0;

  private final Cut engine = new Cut();
  private final List<NetmapHandle> opened = new ArrayList<>();
  private VethPair pair;

  /**
   * An engine whose NIC is an interface's wire and another's host: the host rings of the tap stand
   * in the netmap_if of the interface. Both are in one region.
   */
  private static final class Cut implements Engine {
    private final EmbeddedEngine embedded = new EmbeddedEngine(RegionLayout.SHARED);

    @Override
    public String name() {
      return "cut";
    }

    private Registration register(String name, PortMode mode) throws NetmapException {
      return embedded.register(
          new RegisterRequest(name, mode.number(), 0, 0, 0, 0, Geometry.ANY, false));
    }

    @Override
    public Registration register(RegisterRequest request) throws NetmapException {
      assertEquals(PortMode.NIC_SW.number(), request.mode());
      Registration nic = register(request.name(), PortMode.ALL_NIC);
      Registration host = register(TAP, PortMode.SW);
      MemorySegment region = nic.region();
      long to = nic.reply().nifpOffset();
      long from = host.reply().nifpOffset();
      int txRings = region.get(java.lang.foreign.ValueLayout.JAVA_INT, to + NetmapAbi.IF_TX_RINGS);
      int rxRings = region.get(java.lang.foreign.ValueLayout.JAVA_INT, to + NetmapAbi.IF_RX_RINGS);
      // the tap has one ring of each kind
      connect(region, to, txRings, from, 1);
      connect(region, to, txRings + 1 + rxRings, from, 3);
      return new Both(nic, host);
    }

    private void connect(MemorySegment region, long to, int entry, long from, int hostEntry) {
      long ring = region.get(JAVA_LONG, from + NetmapAbi.IF_RING_OFS + 8L * hostEntry);
      region.set(JAVA_LONG, to + NetmapAbi.IF_RING_OFS + 8L * entry, ring + from - to);
    }
  }

  private record Both(Registration nic, Registration host) implements Registration {
    @Override
    public MemorySegment region() {
      return nic.region();
    }

    @Override
    public RegisterReply reply() {
      return nic.reply();
    }

    @Override
    public void rxsync() throws NetmapException {
      nic.rxsync();
      host.rxsync();
    }

    @Override
    public void txsync() throws NetmapException {
      nic.txsync();
      host.txsync();
    }

    @Override
    public List<WaitSource> receiveSources() throws NetmapException {
      return Stream.concat(nic.receiveSources().stream(), host.receiveSources().stream()).toList();
    }

    @Override
    public List<WaitSource> transmitSources() {
      return List.of();
    }

    @Override
    public long nextEventNanos() {
      return Math.min(nic.nextEventNanos(), host.nextEventNanos());
    }

    @Override
    public Optional<NetmapError> trouble() {
      return nic.trouble().or(host::trouble);
    }

    @Override
    public boolean exhausted() {
      return false;
    }

    @Override
    public Optional<RingCounters> counters(RingId ring) {
      return (ring.kind().host() ? host : nic).counters(ring);
    }

    @Override
    public void close() {
      host.close();
      nic.close();
    }
  }

  @BeforeEach
  void network() throws Exception {
    assumeTrue(Commands.have("ping"), "no 'ping' on this machine (package iputils-ping)");
    pair = VethPair.create(1, 1500);
    String near = "ip -n " + pair.near + " ";
    Commands.ok(near + "tuntap add dev " + TAP + " mode tap");
    Commands.ok(
        "ip netns exec " + pair.near + " sysctl -qw net.ipv6.conf." + TAP + ".disable_ipv6=1");
    Commands.ok(near + "addr add " + HOST + "/24 dev " + TAP);
    Commands.ok(near + "link set " + TAP + " up");
    // the stack of the wire's interface keeps out of it
    Commands.ok(near + "addr flush dev " + pair.a);
    Commands.ok(near + "link set " + pair.a + " arp off");
    Commands.ok("ip -n " + pair.far + " addr add " + PEER + "/24 dev " + pair.b);
  }

  @AfterEach
  void remove() throws Exception {
    opened.forEach(NetmapHandle::close);
    pair.close();
  }

  private NetmapHandle open(String name) throws Exception {
    NetmapHandle handle =
        VethPair.in(
            pair.near,
            () ->
                NetmapHandle.builder(name)
                    .engine(engine)
                    .timeout(Duration.ofMillis(500))
                    .bufferSize(1)
                    .open());
    opened.add(handle);
    return handle;
  }

  /** What ping says of {@code count} pings. */
  private String ping(int count, String more) throws Exception {
    return Commands.run(
            List.of(
                ("ip netns exec " + pair.near + " ping -q -W 2 -c " + count + more + " " + PEER)
                    .split(" ")))
        .out();
  }

  /** Counts echo requests and replies by their type. */
  private static CapturedHandler types(int[] count) {
    return (memory, start, captured, _, _) -> {
      if (captured >= 42) {
        count[memory.get(JAVA_BYTE, start + 34)]++;
      }
    };
  }

  @Test
  void theHostPingsThroughACapture() throws Exception {
    NetmapHandle handle = open("inline:" + pair.a);
    NetmapPort port = handle.port();
    assertFalse(port.taps());
    RxRing in = port.rxRings().getFirst();
    TxRing up = port.txRings().getLast();
    assertTrue(new Forward(in, up).zeroCopy());
    VethPair.awaitCarrier(pair.near, TAP);
    handle.filter("icmp");
    int[] count = new int[256];
    CompletableFuture<Integer> capture = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(() -> {
          try {
            capture.complete(handle.loop(40, types(count)));
          } catch (NetmapException e) {
            capture.completeExceptionally(e);
          }
        });
    String said = ping(20, " -i 0.01");
    assertTrue(said.contains(" 0% packet loss"), said);
    assertEquals(40, capture.get(20, TimeUnit.SECONDS));
    assertEquals(20, count[ECHO_REQUEST]);
    assertEquals(20, count[ECHO_REPLY]);
  }

  @Test
  void aCaptureThatIsNotReadLosesCopiesAndTheHostNothing() throws Exception {
    NetmapHandle unread = open("inline:" + pair.a);
    NetmapHandle filtered = open("inline:" + pair.a);
    assertSame(unread.port(), filtered.port());
    filtered.filter("icmp[icmptype] == icmp-echo");
    VethPair.awaitCarrier(pair.near, TAP);
    String said = ping(300, " -s 1400 -i 0.002");
    assertTrue(said.contains(" 0% packet loss"), said);
    Statistics statistics = unread.statistics();
    assertTrue(statistics.received() >= 600, statistics::toString);
    assertTrue(statistics.lostCopies() > 0, statistics::toString);
    assertEquals(300, filtered.statistics().received());
  }

  @Test
  void itSendsToTheWireAndGoesOnAfterItsHandlerThrew() throws Exception {
    NetmapHandle handle = open("inline:" + pair.a);
    VethPair.awaitCarrier(pair.near, TAP);
    byte[] frame = new byte[60];
    frame[0] = 2;
    frame[6] = 2;
    frame[12] = (byte) 0x88;
    frame[13] = (byte) 0xb5;
    long before = VethPair.counter(pair.far, pair.b, "rx_packets");
    handle.inject(frame);
    assertEquals(1, VethPair.counter(pair.far, pair.b, "rx_packets") - before);
    String said = ping(3, " -i 0.01");
    assertTrue(said.contains(" 0% packet loss"), said);
    assertThrows(
        ArithmeticException.class,
        () ->
            handle.loop(
                1,
                (_, _, _, _, _) -> {
                  throw new ArithmeticException();
                }));
    assertTrue(ping(3, " -i 0.01").contains(" 0% packet loss"));
    handle.close();
    assertTrue(ping(1, "").contains("100% packet loss"), "nobody connects them any more");
  }

  @Test
  void aLinkThatIsDownIsToldAndTheTrafficGoesOnAfterIt() throws Exception {
    NetmapHandle handle = open("inline:" + pair.a);
    VethPair.awaitCarrier(pair.near, TAP);
    assertTrue(ping(1, "").contains(" 0% packet loss"));
    handle.filter("icmp6"); // nothing comes, so that it waits
    Commands.ok("ip -n " + pair.near + " link set " + pair.a + " down");
    NetmapException e =
        assertThrows(NetmapException.class, () -> handle.loop(1, (_, _, _, _, _) -> {}));
    assertTrue(e.error() instanceof NetmapError.InterfaceDown, e::toString);
    Commands.ok("ip -n " + pair.near + " link set " + pair.a + " up");
    assertTrue(ping(3, " -i 0.2").contains(" 0% packet loss"));
  }

  @Test
  void aPlainCaptureAndAnInlineOneDoNotMix() throws Exception {
    NetmapHandle inline = open("inline:" + pair.a);
    NetmapHandle plain = open("netmap:" + pair.a + "*");
    assertSame(inline.port(), plain.port());
    VethPair.awaitCarrier(pair.near, TAP);
    assertTrue(ping(2, " -i 0.01").contains(" 0% packet loss"));
    assertTrue(plain.dispatch(0, (_, _, _, _, _) -> {}) > 0);
    inline.close();
    assertTrue(ping(1, "").contains(" 0% packet loss"), "the pump goes on for the other");
    plain.close();
    NetmapHandle first = open("netmap:" + pair.a + "*");
    NetmapException e =
        assertThrows(NetmapException.class, () -> open("inline:" + pair.a), "nobody forwards");
    assertTrue(e.error() instanceof NetmapError.CannotOpen, e::toString);
    first.close();
  }
}
