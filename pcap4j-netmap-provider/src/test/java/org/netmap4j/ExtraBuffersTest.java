package org.netmap4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netmap4j.Ports.packet;
import static org.netmap4j.Ports.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.scripted.RawRing;
import org.netmap4j.scripted.ScriptedEngine;
import org.netmap4j.scripted.ScriptedPort;

/** Packets that are held while their ring goes on. */
class ExtraBuffersTest {
  private static final int SLOTS = 8;
  private static final int SIZE = 64;

  private final ScriptedEngine engine = new ScriptedEngine(1, 1, SLOTS, SIZE);
  private NetmapPort port;
  private ScriptedPort script;
  private ExtraBuffers extra;
  private RxRing rx;

  @BeforeEach
  void open() throws NetmapException {
    port = Netmap.port("vale0:p").engine(engine).extraBuffers(3).open();
    script = engine.last();
    extra = port.extraBuffers().orElseThrow();
    rx = port.rxRings().getFirst();
  }

  @AfterEach
  void close() {
    port.close();
  }

  private HeldPacket hold() throws NetmapException {
    HeldPacket held = extra.hold(rx);
    assertNotNull(held);
    return held;
  }

  /** All buffers of rings and chain: each is somewhere once, and none is missing. */
  private List<Integer> everywhere(List<Integer> more) {
    List<Integer> all = new ArrayList<>(more);
    for (RawRing ring : List.of(script.rx(0), script.tx(0))) {
      for (int i = 0; i < SLOTS; i++) {
        all.add(ring.buf(i));
      }
    }
    all.addAll(script.chain());
    return List.copyOf(new TreeSet<>(all)).size() == all.size() ? all : List.of();
  }

  @Test
  void aHeldPacketStaysWhileTheRingGoesOn() throws NetmapException {
    assertEquals(3, extra.total());
    assertNull(extra.hold(rx));
    script.arrive(0, packet(1, 60), packet(2, 61));
    HeldPacket first = hold();
    HeldPacket second = hold();
    assertEquals(1, extra.free());
    assertEquals("2,2,2", script.rx(0).indices());
    assertEquals(NetmapAbi.NS_BUF_CHANGED, script.rx(0).flags(0));
    for (int i = 0; i < 20; i++) {
      script.arrive(0, packet(100 + i, 64));
      assertEquals(1, port.dispatch(0, packet -> assertEquals(64, packet.length())));
    }
    assertArrayEquals(packet(1, 60), first.bytes());
    assertArrayEquals(packet(2, 61), second.bytes());
    assertEquals(61, second.fragment(0).byteSize());
    first.release();
    first.release();
    assertEquals(2, extra.free());
    assertThrows(IllegalStateException.class, first::bytes);
    second.release();
    assertEquals(3 + 2 * SLOTS, everywhere(List.of()).size());
  }

  @Test
  void packetsOverSeveralSlotsAreHeldWhole() throws NetmapException {
    RawRing raw = script.rx(0);
    raw.put(0, packet(1, 64), NetmapAbi.NS_MOREFRAG);
    raw.put(1, packet(2, 30), 0);
    raw.put(2, packet(3, 64), NetmapAbi.NS_MOREFRAG);
    raw.put(3, packet(4, 30), 0);
    raw.tail(4);
    HeldPacket held = hold();
    assertEquals(2, held.fragments());
    assertEquals(94, held.length());
    assertEquals(2, held.bytes()[70]);
    assertNull(extra.hold(rx), "one buffer is free, and it takes two");
    assertEquals("2,2,4", raw.indices());
    held.release();
    assertNotNull(extra.hold(rx));
  }

  @Test
  void aHeldPacketIsSentWithoutACopy() throws NetmapException {
    TxRing tx = port.txRings().getFirst();
    script.arrive(0, packet(1, 60));
    int buffer = script.rx(0).buf(0);
    HeldPacket held = hold();
    script.tx(0).tail(0);
    assertFalse(held.send(tx));
    script.tx(0).tail(7);
    assertTrue(held.send(tx));
    assertEquals(buffer, script.tx(0).buf(0));
    assertArrayEquals(packet(1, 60), script.tx(0).get(0));
    assertEquals(NetmapAbi.NS_BUF_CHANGED, script.tx(0).flags(0));
    assertEquals(3, extra.free());
    held.release();
    assertEquals(3, extra.free());
    assertThrows(IllegalStateException.class, () -> held.send(tx));
    assertEquals(3 + 2 * SLOTS, everywhere(List.of()).size());
  }

  @Test
  void whoeverFreesTheChainFindsNoBufferOfARing() throws NetmapException {
    script.arrive(0, packet(1, 60), packet(2, 60));
    int first = script.rx(0).buf(0);
    HeldPacket held = hold();
    assertEquals(2, script.chain().size(), "as kill -9 would leave it");
    assertEquals(3 + 2 * SLOTS, everywhere(List.of(first)).size());
    List<Integer> left = new ArrayList<>();
    script.onClose(() -> left.addAll(everywhere(List.of())));
    port.close();
    assertEquals(3 + 2 * SLOTS, left.size(), "close gives back what is held");
    refused(NetmapError.Closed.class, held::bytes);
    refused(NetmapError.Closed.class, () -> extra.hold(rx));
    held.release();
  }

  @Test
  void onlyWithinTheRegion() throws NetmapException {
    script.arrive(0, packet(1, 60));
    HeldPacket held = hold();
    try (NetmapPort other = Ports.open(engine)) {
      TxRing foreign = other.txRings().getFirst();
      assertThrows(IllegalArgumentException.class, () -> held.send(foreign));
      assertThrows(IllegalArgumentException.class, () -> extra.hold(other.rxRings().getFirst()));
      assertTrue(foreign.inject(held.bytes()));
    }
  }

  @Test
  void badSlotsAndChainsAreNotFollowed() throws NetmapException {
    script.arrive(0, packet(1, 60), packet(2, 60));
    script.rx(0).buf(0, 0x7fff_ffff);
    assertArrayEquals(packet(2, 60), hold().bytes());
    assertEquals(1, rx.malformed());
    script.tx(0).buf(0, 0);
    script.arrive(0, packet(3, 60));
    assertFalse(hold().send(port.txRings().getFirst()));
    ScriptedEngine bad = new ScriptedEngine(1, 1, SLOTS, SIZE);
    bad.garble(hostile -> hostile.raw().bufsHead(-1));
    try (NetmapPort none = Netmap.port("vale0:p").engine(bad).extraBuffers(3).open()) {
      assertEquals(0, none.extraBuffers().orElseThrow().total());
    }
  }

  @Test
  void noneUnlessAskedFor() throws NetmapException {
    try (NetmapPort plain = Ports.open(engine)) {
      assertTrue(plain.extraBuffers().isEmpty());
    }
    assertThrows(IllegalArgumentException.class, () -> Netmap.port("vale0:p").extraBuffers(-1));
  }
}
