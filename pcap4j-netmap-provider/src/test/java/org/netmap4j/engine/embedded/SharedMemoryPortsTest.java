package org.netmap4j.engine.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.engine.DropCause;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.Registration;
import org.netmap4j.engine.RingCounters;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingKind;
import org.netmap4j.engine.ValePort;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.scripted.Descriptors;
import org.netmap4j.scripted.RawPort;
import org.netmap4j.scripted.RawRing;

/**
 * What only this engine does with pipes, switches and monitors: it counts what is lost, and has
 * NICs that are not of this world.
 */
class SharedMemoryPortsTest {
  private static final int N = Opened.SLOTS;

  private List<String> before;
  private Opened open;

  @BeforeEach
  void engine() throws NetmapException {
    before = Descriptors.open();
    open = new Opened();
  }

  @AfterEach
  void close() {
    open.close();
    assertEquals(0, open.engine.ringsInUse());
    assertEquals(before, Descriptors.open());
    assertEquals(List.of(), Descriptors.mapped());
  }

  private Registration port(String name) throws NetmapException {
    return port(name, 0);
  }

  private Registration port(String name, long flags) throws NetmapException {
    return open.register(
        new RegisterRequest(
            name, NetmapAbi.REG_ALL_NIC, 0, flags, 0, 0, new Geometry(1, 1, 0, 0, N, N), false));
  }

  private static void send(Registration port, int... lengths) throws NetmapException {
    RawRing tx = RawPort.of(port).tx(0);
    int at = tx.head();
    for (int length : lengths) {
      byte[] frame = new byte[length];
      java.util.Arrays.fill(frame, 0, Math.min(6, length), (byte) -1);
      tx.put(at, frame, 0);
      at = (at + 1) % N;
    }
    tx.advance(at);
    port.txsync();
  }

  private static RingCounters counters(Registration port, RingKind kind) {
    return port.counters(new RingId(kind, 0)).orElseThrow();
  }

  // counters

  @Test
  void whatFindsNoRoomAtAReceiverIsCountedThere() throws NetmapException {
    Registration a = port("vale0:a");
    Registration b = port("vale0:b");
    send(a, 60, 60, 60, 60, 60, 60, 60);
    send(a, 60, 60, 60);
    assertEquals(10, counters(a, RingKind.TX).packets());
    assertEquals(600, counters(a, RingKind.TX).bytes());
    assertEquals(7, counters(b, RingKind.RX).packets());
    assertEquals(3, counters(b, RingKind.RX).drops().get(DropCause.QUEUE_FULL));
  }

  @Test
  void whatASwitchRefusesIsCountedWithTheSender() throws NetmapException {
    Registration a = port("vale0:a");
    RawRing tx = RawPort.of(a).tx(0);
    send(a, 13, 60, 60, 60);
    assertEquals(1, counters(a, RingKind.TX).drops().get(DropCause.TOO_SHORT));
    tx.put(4, new byte[60], 0);
    tx.buf(4, 1);
    tx.put(5, new byte[60], 0);
    tx.len(5, 2049);
    tx.advance(6);
    a.txsync();
    assertEquals(2, counters(a, RingKind.TX).drops().get(DropCause.BAD_SLOT));
    assertEquals(3, counters(a, RingKind.TX).packets());
  }

  @Test
  void aChainOfMoreSlotsThanNetmapAllowsIsDropped() throws NetmapException {
    Registration a =
        open.register(
            new RegisterRequest(
                "vale0:a", 1, 0, 0, 0, 0, new Geometry(1, 1, 0, 0, 128, 128), false));
    Registration b =
        open.register(
            new RegisterRequest(
                "vale0:b", 1, 0, 0, 0, 0, new Geometry(1, 1, 0, 0, 128, 128), false));
    RawRing tx = RawPort.of(a).tx(0);
    for (int length : new int[] {65, 64}) {
      for (int i = 0; i < length; i++) {
        int at = (tx.head() + i) % 128;
        byte[] frame = new byte[60];
        frame[0] = 1; // to a group
        tx.put(at, frame, i + 1 < length ? NetmapAbi.NS_MOREFRAG : 0);
      }
      tx.advance((tx.head() + length) % 128);
      a.txsync();
    }
    b.rxsync();
    assertEquals("0,0,64", RawPort.of(b).rx(0).indices());
    assertEquals(1, counters(a, RingKind.TX).drops().get(DropCause.TOO_LONG));
  }

  @Test
  void whatAMonitorLosesIsCounted() throws NetmapException {
    Registration a = port("vale0:a");
    Registration monitor = port("vale0:a", NetmapAbi.NR_MONITOR_TX);
    send(a, 60, 60, 60, 60, 60);
    send(a, 60, 60, 60, 60, 60);
    assertEquals(7, counters(monitor, RingKind.RX).packets());
    assertEquals(3, counters(monitor, RingKind.RX).drops().get(DropCause.QUEUE_FULL));
  }

  @Test
  void aPipeCountsBothEnds() throws NetmapException {
    Registration master = port("p{1");
    Registration slave = port("p}1");
    send(master, 60, 100);
    assertEquals(2, counters(master, RingKind.TX).packets());
    assertEquals(160, counters(slave, RingKind.RX).bytes());
    assertEquals(0, counters(slave, RingKind.TX).packets());
  }

  // limits

  @Test
  void aSwitchHas252Ports() throws NetmapException {
    EmbeddedEngine large = new EmbeddedEngine(RegionLayout.SHARED);
    List<Registration> ports = new ArrayList<>();
    Geometry tiny = new Geometry(1, 1, 0, 0, 2, 2);
    for (int i = 0; i < 252; i++) {
      ports.add(large.register(new RegisterRequest("vale0:" + i, 1, 0, 0, 1, 0, tiny, false)));
    }
    NetmapException thrown =
        assertThrows(
            NetmapException.class,
            () -> large.register(new RegisterRequest("vale0:n", 1, 0, 0, 1, 0, tiny, false)));
    assertInstanceOf(NetmapError.NoSpace.class, thrown.error());
    broadcast(ports.get(251));
    for (int i = 0; i < 252; i++) {
      Registration port = ports.get(i);
      port.rxsync();
      assertEquals(i == 251 ? 0 : 1, RawPort.of(port).rx(0).tail());
    }
    ports.forEach(Registration::close);
    assertEquals(0, large.ringsInUse());
  }

  private static void broadcast(Registration port) throws NetmapException {
    byte[] frame = new byte[60];
    frame[0] = 1;
    RawPort.of(port).tx(0).put(0, frame, 0);
    RawPort.of(port).tx(0).advance(1);
    port.txsync();
  }

  // NICs

  @Test
  void aPipeOfANicHasItsMemory() throws NetmapException {
    Registration master = port("gen{1");
    assertEquals(1, master.reply().memId());
    Registration nic = open.open();
    assertEquals(1, nic.reply().memId());
    open.due(1);
    nic.rxsync();
    RawRing rx = RawPort.of(nic).rx(0);
    RawRing tx = RawPort.of(master).tx(0);
    int received = rx.buf(0);
    byte[] packet = rx.get(0);
    rx.buf(0, tx.buf(0));
    rx.flags(0, NetmapAbi.NS_BUF_CHANGED);
    tx.buf(0, received);
    tx.len(0, packet.length);
    tx.flags(0, NetmapAbi.NS_BUF_CHANGED);
    tx.advance(1);
    master.txsync();
    Registration slave = port("gen}1");
    slave.rxsync();
    assertEquals(received, RawPort.of(slave).rx(0).buf(0), "without a copy");
    open.close(nic);
    open.close(slave);
    open.close(master);
  }

  @Test
  void aPipeDoesNotOpenTheNic() throws NetmapException {
    Registration master = port("gen{1");
    open.close(master);
    open.close(open.open()); // it is there still, to be opened once
  }

  @Test
  void aMonitorOfANicSeesWhatItBringsIn() throws NetmapException {
    Registration nic = open.open();
    Registration monitor = port("gen", NetmapAbi.NR_MONITOR_RX);
    open.due(3);
    monitor.rxsync();
    assertEquals("0,0,0", RawPort.of(monitor).rx(0).indices(), "nothing was brought in yet");
    nic.rxsync();
    monitor.rxsync();
    assertEquals("0,0,3", RawPort.of(monitor).rx(0).indices());
  }

  @Test
  void aPipeOf256RingsFits() throws NetmapException {
    EmbeddedEngine large = new EmbeddedEngine(RegionLayout.SHARED);
    large.addGenerator("gen", new GeneratorOptions(List.of(1L), 1, 4, System::nanoTime));
    RegisterRequest request =
        new RegisterRequest("gen{1", 1, 0, 0, 0, 0, new Geometry(256, 256, 0, 0, 4, 4), false);
    try (Registration master = large.register(request)) {
      assertEquals(256, RawPort.of(master).txRings());
    }
  }

  // NICs on a switch

  @Test
  void anAttachedNicsFramesReachTheSwitchsPorts() throws NetmapException {
    Registration a = port("vale0:a");
    assertEquals(1, open.engine.control().valeAttach("vale0:gen", false));
    assertEquals(
        List.of("vale0:a", "vale0:gen"),
        open.engine.control().valeList().stream().map(ValePort::name).toList());
    open.due(3);
    a.rxsync();
    assertEquals("0,0,3", RawPort.of(a).rx(0).indices());
    assertThrows(NetmapException.class, () -> open.open());
    assertThrows(NetmapException.class, () -> open.engine.control().valeAttach("vale0:gen", false));
    Registration monitor = port("gen", NetmapAbi.NR_MONITOR_TX);
    send(a, 60, 70);
    monitor.rxsync();
    assertEquals("0,0,2", RawPort.of(monitor).rx(0).indices(), "sent through the NIC");
    assertEquals(1, open.engine.control().valeDetach("vale0:gen"));
    send(a, 60);
    a.rxsync();
    assertEquals("0,0,3", RawPort.of(a).rx(0).indices());
    assertTrue(monitor.trouble().isPresent());
  }

  @Test
  void whoWaitsOnASwitchIsWokenForANicsFrames() throws NetmapException {
    EmbeddedEngine real = new EmbeddedEngine(Opened.SMALL);
    real.addGenerator("gen", new GeneratorOptions(List.of(100L), 1, N, System::nanoTime));
    try (NetmapPort port = Netmap.port("vale0:a").engine(real).slots(N).open()) {
      real.control().valeAttach("vale0:gen", false);
      long best = Long.MAX_VALUE;
      for (int i = 0; i < 5; i++) {
        long start = System.nanoTime();
        assertTrue(port.awaitPackets(Duration.ofSeconds(20)));
        best = Math.min(best, System.nanoTime() - start);
        port.rxRings().getFirst().skip();
      }
      assertTrue(best < 900_000_000L, "not by looking once a second");
    }
    real.control().valeDetach("vale0:gen");
  }

  @Test
  void anAttachedPersistentPortHasTwoNames() throws NetmapException {
    open.engine.control().newInterface("pe", new Geometry(1, 1, 0, 0, N, N), 0);
    open.engine.control().valeAttach("vale0:pe", false);
    Registration own = port("pe");
    Registration there = port("vale0:pe");
    assertEquals(RawPort.of(own).tx(0).base(), RawPort.of(there).tx(0).base());
    open.close(own);
    open.close(there);
    assertEquals(0, open.engine.control().valeDetach("vale0:pe")); // the module cannot any more
    open.engine.control().deleteInterface("pe");
  }

  @Test
  void aNicCanHaveAnotherRegionsMemory() throws NetmapException {
    Registration a = port("vale0:a");
    int region = a.reply().memId();
    Registration nic =
        open.register(new RegisterRequest("gen", 1, 0, 0, region, 0, Geometry.ANY, false));
    assertEquals(region, nic.reply().memId());
    assertEquals(a.region().address(), nic.region().address());
    open.close(a);
    open.due(1);
    nic.rxsync();
    assertEquals("0,0,1", RawPort.of(nic).rx(0).indices());
  }

  @Test
  void hostRingsStandOnTheSwitchBesideTheirNic() throws NetmapException {
    NetmapException thrown =
        assertThrows(
            NetmapException.class, () -> open.engine.control().valeAttach("vale0:gen", true));
    assertInstanceOf(NetmapError.NoSuchRing.class, thrown.error(), "a generator has none");
    assertEquals(List.of(), open.engine.control().valeList());
    open.close(open.open()); // it is there still
  }

  @Test
  void pollingIsTheModules() {
    NetmapException thrown =
        assertThrows(
            NetmapException.class, () -> open.engine.control().enablePolling("vale0:gen", 1, 0, 1));
    assertInstanceOf(NetmapError.Unsupported.class, thrown.error());
  }

  // trouble

  @Test
  void aMonitorWhosePortWasClosedSaysSo() throws NetmapException {
    EmbeddedEngine own = new EmbeddedEngine(Opened.SMALL);
    NetmapPort parent = Netmap.port("vale0:a").engine(own).slots(N).open();
    try (NetmapPort monitor = Netmap.port("vale0:a/rt").engine(own).open()) {
      assertTrue(monitor.trouble().isEmpty());
      parent.close();
      NetmapException thrown =
          assertThrows(NetmapException.class, () -> monitor.awaitPackets(Duration.ofSeconds(20)));
      NetmapError.InterfaceDown gone =
          assertInstanceOf(NetmapError.InterfaceDown.class, thrown.error());
      assertEquals("vale0:a", gone.name());
    }
  }

  @Test
  void illegalIndicesAreTroubleUntilTheNextGoodSync() throws NetmapException {
    Registration a = port("vale0:a");
    RawRing tx = RawPort.of(a).tx(0);
    send(a, 60, 60, 60);
    tx.head(N + 1);
    a.txsync();
    NetmapError.BadIndices error =
        assertInstanceOf(NetmapError.BadIndices.class, a.trouble().orElseThrow());
    assertEquals(N + 1, error.head());
    assertEquals("vale0:a", error.port());
    a.txsync();
    assertTrue(a.trouble().isEmpty());
  }

  @Test
  void inStrictModeASyncThrows() throws NetmapException {
    EmbeddedEngine strict = EmbeddedEngine.strict(Opened.SMALL);
    try (Registration a =
        strict.register(
            new RegisterRequest("vale0:a", 1, 0, 0, 0, 0, new Geometry(1, 1, 0, 0, N, N), false))) {
      RawRing tx = RawPort.of(a).tx(0);
      RawRing rx = RawPort.of(a).rx(0);
      tx.head(-1);
      rx.head(N);
      assertInstanceOf(
          NetmapError.BadIndices.class, assertThrows(NetmapException.class, a::txsync).error());
      assertInstanceOf(
          NetmapError.BadIndices.class, assertThrows(NetmapException.class, a::rxsync).error());
      a.txsync();
      a.rxsync();
    }
  }

  @Test
  void inStrictModeNoLearnCountsAndAddressZeroIsUnknown() throws NetmapException {
    EmbeddedEngine strict = EmbeddedEngine.strict(Opened.SMALL);
    Geometry small = new Geometry(1, 1, 0, 0, N, N);
    try (Registration a =
            strict.register(new RegisterRequest("vale0:a", 1, 0, 0, 0, 0, small, false));
        Registration b =
            strict.register(new RegisterRequest("vale0:b", 1, 0, 0, 0, 0, small, false));
        Registration c =
            strict.register(new RegisterRequest("vale0:c", 1, 0, 0, 0, 0, small, false))) {
      RawRing tx = RawPort.of(b).tx(0);
      tx.put(0, new byte[60], 0); // from and to address 0
      tx.flags(0, NetmapAbi.NS_NO_LEARN);
      tx.advance(1);
      b.txsync();
      for (Registration other : List.of(a, c)) {
        other.rxsync();
        assertEquals("0,0,1", RawPort.of(other).rx(0).indices());
      }
      RawRing back = RawPort.of(a).tx(0);
      byte[] frame = new byte[60];
      frame[6] = 1; // a source that is never learned
      back.put(0, frame, 0);
      back.advance(1);
      a.txsync();
      c.rxsync();
      assertEquals("0,0,2", RawPort.of(c).rx(0).indices(), "not learned");
    }
  }

  @Test
  void freedRingsGiveTheirBuffersBackOnce() throws NetmapException {
    Registration keep = port("p{keep");
    String first = null;
    for (int round = 0; round < 5; round++) {
      Registration master = port("p{1");
      Registration slave = port("p}1");
      RawRing tx = RawPort.of(master).tx(0);
      String buffers = "";
      for (int i = 0; i < N; i++) {
        buffers += tx.buf(i) + " ";
      }
      first = first == null ? buffers : first;
      assertEquals(first, buffers);
      send(master, 60, 60, 60, 60, 60);
      slave.rxsync();
      RawRing rx = RawPort.of(slave).rx(0);
      RawRing out = RawPort.of(slave).tx(0);
      int buffer = rx.buf(1); // an exchange that is not told yet
      rx.buf(1, out.buf(3));
      out.buf(3, buffer);
      rx.advance(3);
      slave.rxsync();
      open.close(round % 2 == 0 ? slave : master);
      open.close(round % 2 == 0 ? master : slave);
    }
    assertNotEquals(null, keep.region());
  }
}
