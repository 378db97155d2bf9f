package org.netmap4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

/** The three ways to receive, mixed, on a ring that the test fills. */
class RxLookAheadTest {
  private static byte[] bytes(int length, int first) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (first + i);
    }
    return bytes;
  }

  private static int u16(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getShort() & 0xffff;
  }

  private static void check(byte[] expected, Packet packet) {
    assertEquals(expected.length, packet.length());
    assertEquals(u16(expected), packet.u16(0));
    assertArrayEquals(expected, packet.bytes());
    assertThrows(IndexOutOfBoundsException.class, () -> packet.u16(expected.length - 1));
    assertThrows(IndexOutOfBoundsException.class, () -> packet.u8(-1));
  }

  private static void check(byte[] expected, PacketBatch batch, int i) {
    assertEquals(expected.length, batch.length(i));
    assertEquals(u16(expected), batch.u16(i, 0));
    assertArrayEquals(expected, batch.bytes(i));
    assertThrows(IndexOutOfBoundsException.class, () -> batch.i32(i, expected.length - 3));
    assertThrows(IndexOutOfBoundsException.class, () -> batch.i64(i, Integer.MAX_VALUE));
  }

  /** One packet, a chain, or a slot that cannot be read; answers the bad ones. */
  private static int bring(Random random, StubPort stub, Queue<byte[]> expected) {
    int kind = random.nextInt(12);
    if (kind == 0) {
      int[] wrong = {0, 1, stub.bufferCount(), -7, Integer.MIN_VALUE, Integer.MAX_VALUE};
      stub.bringBad(wrong[random.nextInt(wrong.length)], 60);
      return 1;
    }
    if (kind == 1) {
      stub.bringBad(StubPort.OWN, StubPort.BUFFER_SIZE + 1);
      return 1;
    }
    int longest = kind == 2 && stub.slots > 4 ? 4 * StubPort.BUFFER_SIZE : StubPort.BUFFER_SIZE;
    byte[] packet = bytes(2 + random.nextInt(longest - 1), random.nextInt(256));
    stub.bring(packet);
    expected.add(packet);
    return 0;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7, 16, 255, 256, 300, 1024})
  void everyMixtureGivesEveryPacketOnce(int slots) throws Exception {
    long seed = Long.getLong("netmap.test.seed", System.nanoTime());
    System.out.println("RxLookAheadTest, " + slots + " slots: -Dnetmap.test.seed=" + seed);
    Random random = new Random(seed);
    StubPort stub = new StubPort(slots);
    Queue<byte[]> expected = new ArrayDeque<>();
    int bad = 0;
    try (NetmapPort port = stub.open()) {
      RxRing ring = port.rxRings().getFirst();
      for (int step = 0; step < 300 + 10_000 / slots; step++) {
        for (int i = random.nextInt(slots); i > stub.coming.size(); i--) {
          bad += bring(random, stub, expected);
        }
        port.rxsync();
        int limit = random.nextInt(slots);
        switch (random.nextInt(4)) {
          case 0 -> port.dispatch(limit, packet -> check(expected.remove(), packet));
          case 1 ->
              ring.receive(
                  limit,
                  batch -> {
                    for (int i = 0; i < batch.size(); i++) {
                      check(expected.remove(), batch, i);
                    }
                  });
          case 2 -> {
            for (int i = 0; i < limit; i++) {
              Packet packet = port.nextPacket();
              if (packet == null) {
                break;
              }
              check(expected.remove(), packet);
              if (random.nextInt(8) == 0) {
                assertEquals(NetmapAbi.NS_REPORT, packet.flags());
                port.rxsync();
                assertEquals(ring.head(), stub.released(), "what was taken is given back");
              }
            }
          }
          default -> assertTrue(ring.available() < slots);
        }
      }
      port.rxsync();
      while (!expected.isEmpty()) {
        port.dispatch(0, packet -> check(expected.remove(), packet));
        port.rxsync();
      }
      port.dispatch(0, _ -> {});
      assertEquals(bad, ring.malformed());
      assertNull(port.nextPacket());
      assertEquals(0, ring.available());
      port.rxsync();
      assertEquals(ring.head(), stub.released());
    }
  }

  private static StubPort filled(int packets) {
    StubPort stub = new StubPort(16);
    for (int i = 0; i < packets; i++) {
      stub.bring(bytes(20, i));
    }
    return stub;
  }

  @Test
  void aHandlerMayTakeTheRestItself() throws Exception {
    try (NetmapPort port = filled(9).open()) {
      port.rxsync();
      List<Integer> seen = new ArrayList<>();
      int given =
          port.dispatch(
              0,
              packet -> {
                seen.add(packet.u8(0));
                try {
                  port.rxRings().getFirst().receive(0, batch -> seen.add(batch.u8(0, 0)));
                } catch (NetmapException e) {
                  throw new AssertionError(e);
                }
              });
      assertEquals(1, given);
      assertEquals(List.of(0, 1), seen);
      assertNull(port.nextPacket());
    }
  }

  @Test
  void aHandlerThatThrowsIsNotGivenItsPacketAgain() throws Exception {
    try (NetmapPort port = filled(5).open()) {
      port.rxsync();
      assertThrows(
          IllegalStateException.class,
          () ->
              port.dispatch(
                  0,
                  packet -> {
                    if (packet.u8(0) == 2) {
                      throw new IllegalStateException();
                    }
                  }));
      List<Integer> rest = new ArrayList<>();
      List<Boolean> more = new ArrayList<>();
      port.dispatch(
          0,
          packet -> {
            rest.add(packet.u8(0));
            more.add(packet.more());
          });
      assertEquals(List.of(3, 4), rest);
      assertEquals(List.of(true, false), more);
    }
  }

  @Test
  void nothingThatLeakedCanBeReadLater() throws Exception {
    AtomicReference<PacketBatch> batch = new AtomicReference<>();
    AtomicReference<Packet> packet = new AtomicReference<>();
    NetmapPort port = filled(9).open();
    try (port) {
      port.rxsync();
      port.rxRings().getFirst().receive(3, batch::set);
      assertThrows(IndexOutOfBoundsException.class, () -> batch.get().u8(0, 0));
      port.dispatch(3, packet::set);
      assertThrows(IndexOutOfBoundsException.class, () -> packet.get().u8(0));
      packet.set(Objects.requireNonNull(port.nextPacket()));
      assertEquals(6, packet.get().u8(0));
    }
    assertThrows(IllegalStateException.class, () -> packet.get().u8(0));
    NetmapException closed = assertThrows(NetmapException.class, port::nextPacket);
    assertInstanceOf(NetmapError.Closed.class, closed.error());
  }

  @Test
  void otherThreadsMayReadWhileTheCallbackRuns() throws Exception {
    try (NetmapPort port = filled(9).open()) {
      port.rxsync();
      AtomicReference<Integer> seen = new AtomicReference<>();
      port.rxRings()
          .getFirst()
          .receive(0, batch -> join(Thread.ofPlatform().start(() -> seen.set(batch.u16(8, 1)))));
      assertEquals(0x090a, seen.get());
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The reader is in a compiled loop, that may have read "there are packets" long ago. */
  @Test
  void aLeakedBatchThatIsReadWhileThePortClosesThrows() throws Exception {
    for (int round = 0; round < 20; round++) {
      NetmapPort port = filled(9).open();
      port.rxsync();
      CountDownLatch reading = new CountDownLatch(1);
      AtomicReference<Thread> reader = new AtomicReference<>();
      AtomicReference<Throwable> end = new AtomicReference<>();
      port.rxRings()
          .getFirst()
          .receive(
              0,
              batch -> {
                reader.set(
                    Thread.ofPlatform()
                        .start(() -> {
                          try {
                            for (long i = 0, sum = 0; sum >= 0; i++) {
                              sum += batch.u8((int) (i % 9), 3);
                              if (i == 200_000) {
                                reading.countDown();
                              }
                            }
                          } catch (RuntimeException e) {
                            end.set(e);
                          }
                        }));
                try {
                  reading.await();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
                port.close();
              });
      reader.get().join(10_000);
      assertFalse(reader.get().isAlive());
      assertTrue(
          end.get() instanceof IndexOutOfBoundsException
              || end.get() instanceof IllegalStateException,
          () -> "" + end.get());
    }
  }
}
