package org.netmap4j.compat.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netmap4j.compat.kernel.Kernel.MOMENT;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.netmap4j.ExtraBuffers;
import org.netmap4j.Forward;
import org.netmap4j.HeldPacket;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.RxRing;
import org.netmap4j.compat.Commands;
import org.netmap4j.compat.VethPair;
import org.netmap4j.error.NetmapException;

/** Buffers that change places, in the module's own memory. */
@Tag("kernel")
class KernelSlotsTest {
  private static Forward between(NetmapPort from, NetmapPort to) {
    return new Forward(from.rxRings().getFirst(), to.txRings().getFirst());
  }

  /**
   * Sends {@code frames} into {@code source} while {@code middle} forwards them to {@code next}.
   */
  private static void passes(
      List<byte[]> frames, NetmapPort source, NetmapPort middle, NetmapPort next, NetmapPort sink)
      throws NetmapException {
    Forward forward = between(middle, next);
    List<byte[]> received = new ArrayList<>();
    int sent = 0;
    int moved = 0;
    while (received.size() < frames.size()) {
      source.txsync(); // takes back the slots that were given back
      while (sent < frames.size() && source.inject(frames.get(sent))) {
        sent++;
      }
      source.txsync();
      boolean more = middle.awaitPackets(MOMENT);
      moved += forward.move(0);
      next.txsync();
      middle.rxsync();
      assertTrue(more || moved > received.size(), "lost after " + received.size());
      sink.rxsync();
      sink.dispatch(0, packet -> received.add(packet.bytes()));
      sink.rxsync();
      next.txsync();
    }
    assertEquals(frames.size(), moved);
    for (int i = 0; i < frames.size(); i++) {
      assertArrayEquals(frames.get(i), received.get(i), "frame " + i);
    }
  }

  private static List<byte[]> frames(int count, int longest) {
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      frames.add(Kernel.frame(i, 60 + i * 37 % (longest - 60)));
    }
    return frames;
  }

  @Test
  void forwardWithinOneRegion() throws Exception {
    try (NetmapPort source = Kernel.open("netmap:kf{1");
        NetmapPort middle = Kernel.open("netmap:kf}1");
        NetmapPort next = Kernel.open("netmap:kf{2");
        NetmapPort sink = Kernel.open("netmap:kf}2")) {
      assertTrue(between(middle, next).zeroCopy());
      passes(frames(4000, 9000), source, middle, next, sink);
    }
  }

  @Test
  void forwardBetweenRegions() throws Exception {
    try (NetmapPort source = Kernel.open("netmap:kf{1");
        NetmapPort middle = Kernel.open("netmap:kf}1");
        NetmapPort next = Kernel.open("vale2:next");
        NetmapPort sink = Kernel.open("vale2:sink")) {
      assertFalse(between(middle, next).zeroCopy());
      passes(frames(500, 1500), source, middle, next, sink);
    }
  }

  @Test
  void forwardFromANicToAPipe() throws Exception {
    Kernel.engine();
    try (VethPair pair = VethPair.create(1, 1500);
        NetmapPort source = VethPair.in(pair.far, () -> Kernel.open("netmap:" + pair.b));
        NetmapPort middle = VethPair.in(pair.near, () -> Kernel.open("netmap:" + pair.a));
        NetmapPort next = Kernel.open("netmap:kn{1@1");
        NetmapPort sink = Kernel.open("netmap:kn}1@1")) {
      assertTrue(between(middle, next).zeroCopy());
      passes(frames(200, 1500), source, middle, next, sink);
    }
  }

  @Test
  void packetsAreHeldInExtraBuffersAndSentOn() throws Exception {
    Kernel.engine();
    for (int round = 0; round < 100; round++) {
      try (NetmapPort source = Kernel.open("netmap:ke{1@1");
          NetmapPort sink =
              Netmap.port("netmap:ke}1@1").engine(Kernel.engine()).extraBuffers(5000).open()) {
        ExtraBuffers extra = sink.extraBuffers().orElseThrow();
        // 163,840 buffers are in the region: if any were lost, they would soon be fewer
        assertEquals(5000, extra.total(), "round " + round);
        RxRing rx = sink.rxRings().getFirst();
        List<byte[]> sent = Kernel.send(source, 30);
        assertTrue(sink.awaitPackets(MOMENT));
        List<HeldPacket> held = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
          HeldPacket packet = extra.hold(rx);
          assertNotNull(packet);
          held.add(packet);
        }
        sink.rxsync();
        Kernel.send(source, 30);
        assertEquals(30, Kernel.receive(sink, 30).size());
        for (int i = 0; i < 30; i++) {
          assertArrayEquals(sent.get(i), held.get(i).bytes());
        }
        for (int i = 0; i < 10; i++) {
          assertTrue(held.get(i).send(sink.txRings().getFirst()));
          held.get(10 + i).release();
        }
        sink.txsync();
        List<byte[]> back = Kernel.receive(source, 10);
        assertEquals(10, back.size());
        for (int i = 0; i < 10; i++) {
          assertArrayEquals(sent.get(i), back.get(i));
        }
      } // with ten still held
    }
    assertFalse(Commands.ok("dmesg").contains("double free"), "the module frees a buffer twice");
  }

  @Test
  void fewerExtraBuffersThanAskedForAreGranted() throws Exception {
    Kernel.engine();
    try (NetmapPort port =
        Netmap.port("netmap:kg{1@1").engine(Kernel.engine()).extraBuffers(1_000_000).open()) {
      int granted = port.extraBuffers().orElseThrow().total();
      assertTrue(granted > 100_000 && granted < 163_840, "granted " + granted);
    }
  }
}
