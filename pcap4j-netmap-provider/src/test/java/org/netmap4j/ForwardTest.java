package org.netmap4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netmap4j.Ports.packet;
import static org.netmap4j.Ports.refused;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.scripted.RawRing;
import org.netmap4j.scripted.ScriptedEngine;
import org.netmap4j.scripted.ScriptedPort;

/** Packets from ring to ring, by exchange within a region and by copy between two. */
class ForwardTest {
  private static final int SLOTS = 8;
  private static final int SIZE = 64;

  private final Deque<NetmapPort> ports = new ArrayDeque<>();

  private NetmapPort open(ScriptedEngine engine) throws NetmapException {
    NetmapPort port = Ports.open(engine);
    ports.add(port);
    return port;
  }

  @AfterEach
  void close() {
    ports.forEach(NetmapPort::close);
  }

  private static Forward between(NetmapPort from, NetmapPort to) {
    return new Forward(from.rxRings().getFirst(), to.txRings().getFirst());
  }

  /** Puts a packet into as many slots as it takes, behind tail; false if they are not free. */
  private static boolean bring(RawRing ring, int released, byte[] bytes) {
    int parts = (bytes.length + SIZE - 1) / SIZE;
    int room = Math.floorMod(released - 1 - ring.tail(), ring.slots());
    if (parts > room) {
      return false;
    }
    int at = ring.tail();
    for (int i = 0; i < parts; i++) {
      int length = Math.min(SIZE, bytes.length - i * SIZE);
      byte[] part = new byte[length];
      System.arraycopy(bytes, i * SIZE, part, 0, length);
      ring.put(at, part, i + 1 < parts ? NetmapAbi.NS_MOREFRAG : 0x0100);
      at = (at + 1) % ring.slots();
    }
    ring.tail(at);
    return true;
  }

  /** Reads the packet at {@code at}, and says how many slots it took. */
  private static int read(RawRing ring, int at, byte[] expected) {
    int done = 0;
    int slots = 0;
    int flags;
    do {
      byte[] part = ring.get(at);
      for (byte b : part) {
        assertEquals(expected[done++], b);
      }
      flags = ring.flags(at);
      assertEquals(0, flags & 0xff00, "a fragment count means nothing on transmit");
      at = (at + 1) % ring.slots();
      slots++;
    } while ((flags & NetmapAbi.NS_MOREFRAG) != 0);
    assertEquals(expected.length, done);
    return slots;
  }

  @Test
  void withinARegionTheBuffersChangePlaces() throws NetmapException {
    ScriptedEngine engine = new ScriptedEngine(1, 1, SLOTS, SIZE);
    NetmapPort port = open(engine);
    ScriptedPort script = engine.last();
    Forward forward = between(port, port);
    assertTrue(forward.zeroCopy());
    assertEquals(0, forward.move(0));
    int full = script.rx(0).buf(0);
    int empty = script.tx(0).buf(0);
    script.arrive(0, packet(1, 60));
    assertEquals(1, forward.move(0));
    assertEquals(full, script.tx(0).buf(0));
    assertEquals(empty, script.rx(0).buf(0));
    assertEquals(60, script.tx(0).len(0));
    assertEquals(NetmapAbi.NS_BUF_CHANGED, script.tx(0).flags(0));
    assertEquals(NetmapAbi.NS_BUF_CHANGED, script.rx(0).flags(0) & NetmapAbi.NS_BUF_CHANGED);
    assertEquals("1,1,1", script.rx(0).indices());
    assertEquals("1,1,7", script.tx(0).indices());
    assertEquals(0, script.rxsyncs() + script.txsyncs(), "it never syncs");
  }

  @Test
  void theLimitCountsPackets() throws NetmapException {
    ScriptedEngine engine = new ScriptedEngine(1, 1, SLOTS, SIZE);
    NetmapPort port = open(engine);
    RawRing rx = engine.last().rx(0);
    bring(rx, 0, packet(1, 100));
    bring(rx, 0, packet(2, 60));
    bring(rx, 0, packet(3, 100));
    Forward forward = between(port, port);
    assertEquals(2, forward.move(2));
    assertEquals("3,3,5", rx.indices());
    assertEquals(1, forward.move(2));
  }

  @Test
  void betweenRegionsPacketsAreCopied() throws NetmapException {
    ScriptedEngine one = new ScriptedEngine(1, 1, SLOTS, SIZE);
    ScriptedEngine two = new ScriptedEngine(1, 1, 5, 2 * SIZE);
    NetmapPort from = open(one);
    NetmapPort to = open(two);
    Forward forward = between(from, to);
    assertFalse(forward.zeroCopy());
    byte[] bytes = new byte[200];
    new Random(1).nextBytes(bytes);
    bring(one.last().rx(0), 0, bytes);
    int before = two.last().tx(0).buf(0);
    assertEquals(1, forward.move(0));
    assertEquals(2, read(two.last().tx(0), 0, bytes));
    assertEquals(before, two.last().tx(0).buf(0));
    assertEquals("4,4,4", one.last().rx(0).indices());
  }

  @Test
  void whatCanNeverBeMovedIsRefusedAndCounted() throws NetmapException {
    ScriptedEngine engine = new ScriptedEngine(1, 1, SLOTS, SIZE);
    ScriptedEngine small = new ScriptedEngine(1, 1, 3, SIZE).maxTransmit(SIZE);
    NetmapPort from = open(engine);
    RawRing rx = engine.last().rx(0);
    Forward copying = between(from, open(small));
    bring(rx, 0, packet(1, 100)); // longer than the other port ever sends
    bring(rx, 0, packet(2, 60));
    assertEquals(1, copying.move(0));
    assertEquals(1, copying.refused());
    Forward exchanging = between(from, from);
    bring(rx, 3, packet(3, 60));
    rx.buf(3, 1); // nobody's buffer
    bring(rx, 3, packet(4, 60));
    assertEquals(1, exchanging.move(0));
    assertEquals(1, exchanging.refused());
    assertEquals(4, engine.last().tx(0).get(0)[0]);
    bring(rx, 5, packet(5, 60));
    rx.len(5, SIZE + 1);
    assertEquals(0, exchanging.move(0));
    assertEquals(2, exchanging.refused());
    bring(rx, 6, packet(6, 60));
    rx.flags(6, NetmapAbi.NS_MOREFRAG); // and nothing comes after it
    assertEquals(0, exchanging.move(0));
    assertEquals(3, exchanging.refused());
    assertEquals("7,7,7", rx.indices());
  }

  @Test
  void packetsOfNoBytesAreNotCopied() throws NetmapException {
    ScriptedEngine engine = new ScriptedEngine(1, 1, SLOTS, SIZE);
    NetmapPort from = open(engine);
    RawRing rx = engine.last().rx(0);
    Forward copying = between(from, open(engine));
    bring(rx, 0, packet(1, 60));
    rx.len(0, 0);
    bring(rx, 0, packet(2, 60));
    assertEquals(1, copying.move(0));
    assertEquals(1, copying.refused());
    assertEquals("2,2,2", rx.indices());
  }

  @Test
  void aFullRingKeepsThePacketsWhereTheyAre() throws NetmapException {
    for (boolean copies : new boolean[] {false, true}) {
      ScriptedEngine engine = new ScriptedEngine(1, 1, SLOTS, SIZE);
      NetmapPort from = open(engine);
      ScriptedPort source = engine.last();
      NetmapPort to = copies ? open(engine) : from;
      RawRing tx = engine.last().tx(0);
      tx.tail(2);
      bring(source.rx(0), 0, packet(1, 60));
      bring(source.rx(0), 0, packet(2, 100));
      Forward forward = between(from, to);
      assertEquals(1, forward.move(0));
      assertEquals(0, forward.move(0));
      assertEquals("1,1,3", source.rx(0).indices());
      tx.tail(3);
      assertEquals(1, forward.move(0));
      assertEquals(2, read(tx, 1, packet(2, 100)));
      assertEquals(0, forward.refused());
    }
  }

  /** Every packet arrives once, whole and in order, round and round, and no buffer is lost. */
  @Test
  void nothingIsLostWhereverTheRingsEnd() throws NetmapException {
    for (long seed = 1; seed <= 40; seed++) {
      Random random = new Random(seed);
      boolean copies = seed % 4 == 0;
      ScriptedEngine engine =
          new ScriptedEngine(1, 1, SLOTS + random.nextInt(5), SIZE); // both rings of one size
      NetmapPort from = open(engine);
      ScriptedPort source = engine.last();
      NetmapPort to = copies ? open(engine) : from;
      ScriptedPort sink = engine.last();
      RawRing rx = source.rx(0);
      RawRing tx = sink.tx(0);
      Set<Integer> buffers = buffers(source);
      Forward forward = between(from, to);
      Queue<byte[]> expected = new ArrayDeque<>();
      int released = 0;
      int sent = 0;
      int moved = 0;
      int arrived = 0;
      for (int step = 0; step < 400; step++) {
        byte[] bytes = new byte[1 + random.nextInt(4 * SIZE)];
        random.nextBytes(bytes);
        if (bring(rx, released, bytes)) {
          expected.add(bytes);
        }
        moved += forward.move(random.nextInt(4));
        released = rx.head();
        while (sent != tx.head() && random.nextInt(4) > 0) {
          sent = (sent + read(tx, sent, expected.remove())) % tx.slots();
          arrived++;
        }
        tx.tail((sent + tx.slots() - 1) % tx.slots());
      }
      assertTrue(arrived > 100 && moved >= arrived, "seed " + seed);
      assertEquals(0, forward.refused(), "seed " + seed);
      assertEquals(buffers, buffers(source), "seed " + seed);
    }
  }

  private static Set<Integer> buffers(ScriptedPort port) {
    Set<Integer> found = new TreeSet<>();
    for (RawRing ring : new RawRing[] {port.rx(0), port.tx(0)}) {
      for (int i = 0; i < ring.slots(); i++) {
        assertTrue(found.add(ring.buf(i)), "two slots with one buffer");
      }
    }
    return found;
  }

  @Test
  void aFilterChoosesAndIsAskedAgainWhenThereWasNoRoom() throws NetmapException {
    for (boolean copies : new boolean[] {false, true}) {
      ScriptedEngine engine = new ScriptedEngine(1, 1, SLOTS, SIZE);
      NetmapPort from = open(engine);
      RawRing rx = engine.last().rx(0);
      NetmapPort to = copies ? open(engine) : from;
      RawRing tx = engine.last().tx(0);
      Set<Integer> buffers = buffers(engine.opened().getFirst());
      tx.tail(3);
      bring(rx, 0, packet(1, 60));
      bring(rx, 0, packet(2, 100));
      bring(rx, 0, packet(3, 60));
      bring(rx, 0, packet(4, 100));
      Forward forward = between(from, to);
      int[] asked = new int[5];
      PacketFilter even =
          packet -> {
            asked[packet.u8(0)]++;
            return packet.u8(packet.length() - 1) % 2 == 0;
          };
      assertEquals(1, forward.moveIf(0, even));
      assertEquals("4,4,6", rx.indices(), "the last one has no room");
      assertEquals(2, read(tx, 0, packet(2, 100)));
      tx.tail(7);
      assertEquals(1, forward.moveIf(0, even));
      assertEquals(2, read(tx, 2, packet(4, 100)));
      assertEquals(0, forward.moveIf(0, even));
      assertArrayEquals(new int[] {0, 1, 1, 1, 2}, asked);
      assertEquals("6,6,6", rx.indices());
      assertEquals("4,4,7", tx.indices());
      assertEquals(buffers, buffers(engine.opened().getFirst()));
    }
  }

  @Test
  void aClosedPortIsSaid() throws NetmapException {
    ScriptedEngine engine = new ScriptedEngine(1, 1, SLOTS, SIZE);
    NetmapPort from = open(engine);
    NetmapPort to = open(engine);
    to.close();
    refused(NetmapError.Closed.class, () -> between(from, to).move(0));
    refused(NetmapError.Closed.class, () -> between(to, from).move(0));
  }

  @Test
  void marksAreOnTheSlotsOfThePacket() throws NetmapException {
    ScriptedEngine engine = new ScriptedEngine(1, 1, SLOTS, SIZE);
    NetmapPort port = open(engine);
    RawRing rx = engine.last().rx(0);
    port.rxRings().getFirst().forwarding(true);
    assertEquals(NetmapAbi.NR_FORWARD, rx.ringFlags());
    bring(rx, 0, packet(1, 60));
    bring(rx, 0, packet(2, 100));
    bring(rx, 0, packet(3, 60));
    bring(rx, 0, packet(4, 60));
    port.dispatch(
        0,
        packet -> {
          if (packet.u8(0) == 2 || packet.u8(0) == 4) {
            packet.forward();
          }
        });
    boolean[] marked = new boolean[5];
    for (int i = 0; i < 5; i++) {
      marked[i] = (rx.flags(i) & NetmapAbi.NS_FORWARD) != 0;
    }
    assertArrayEquals(new boolean[] {false, true, true, false, true}, marked);
    RawRing tx = engine.last().tx(0);
    engine.last().onRxsync(() -> tx.advance(3)); // as the module does, for what goes to the NIC
    port.rxsync();
    assertTrue(port.inject(packet(5, 60)));
    assertEquals("4,4,7", tx.indices());
    port.rxRings().getFirst().forwarding(false);
    assertEquals(0, rx.ringFlags());
  }
}
