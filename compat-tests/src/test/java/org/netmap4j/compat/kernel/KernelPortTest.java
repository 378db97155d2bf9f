package org.netmap4j.compat.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netmap4j.compat.kernel.Kernel.MOMENT;
import static org.netmap4j.compat.kernel.Kernel.cannotOpen;
import static org.netmap4j.compat.kernel.Kernel.carries;
import static org.netmap4j.compat.kernel.Kernel.same;
import static org.netmap4j.compat.kernel.Kernel.says;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.netmap4j.NetmapPort;
import org.netmap4j.compat.Commands;
import org.netmap4j.compat.Traffic;
import org.netmap4j.compat.VethPair;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingKind;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/** Each kind of port through the kernel engine: opened, sent through, received from. */
@Tag("kernel")
class KernelPortTest {
  @Test
  void pipe() throws Exception {
    try (NetmapPort master = Kernel.open("netmap:kp{1");
        NetmapPort slave = Kernel.open("netmap:kp}1")) {
      assertEquals(PortKind.PIPE, master.kind());
      carries(master, slave);
      carries(slave, master);
    }
  }

  @Test
  void aPipeCarriesPacketsOfSeveralSlotsWhole() throws Exception {
    try (NetmapPort master = Kernel.open("netmap:km{1");
        NetmapPort slave = Kernel.open("netmap:km}1")) {
      for (int length : new int[] {2048, 2049, 4096, 9000, 65_536}) {
        byte[] frame = Kernel.frame(length, length);
        assertTrue(master.inject(frame));
        master.txsync();
        same(List.of(frame), Kernel.receive(slave, 1));
      }
    }
  }

  @Test
  void vale() throws Exception {
    try (NetmapPort one = Kernel.open("vale7:one");
        NetmapPort two = Kernel.open("vale7:two")) {
      assertEquals(PortKind.VALE, one.kind());
      carries(one, two);
      carries(two, one);
    }
  }

  @Test
  void nicAllRings() throws Exception {
    Kernel.engine();
    try (VethPair pair = VethPair.create(2, 1500);
        NetmapPort near = VethPair.in(pair.near, () -> Kernel.open("netmap:" + pair.a));
        NetmapPort far = VethPair.in(pair.far, () -> Kernel.open("netmap:" + pair.b))) {
      assertEquals(PortKind.NIC, near.kind());
      assertEquals(2, near.rxRings().size());
      carries(near, far);
      carries(far, near);
    }
  }

  @Test
  void nicOneRingAndOneDirection() throws Exception {
    Kernel.engine();
    try (VethPair pair = VethPair.create(2, 1500)) {
      try (NetmapPort one = VethPair.in(pair.near, () -> Kernel.open("netmap:" + pair.a + "-1"))) {
        assertEquals(List.of(new RingId(RingKind.RX, 1)), ids(one));
      }
      try (NetmapPort rx = VethPair.in(pair.near, () -> Kernel.open("netmap:" + pair.a + "/R"));
          NetmapPort tx = VethPair.in(pair.far, () -> Kernel.open("netmap:" + pair.b + "/T"))) {
        assertEquals(0, rx.txRings().size());
        assertEquals(0, tx.rxRings().size());
        carries(tx, rx);
      }
    }
  }

  private static List<RingId> ids(NetmapPort port) {
    return port.rxRings().stream().map(ring -> ring.id()).toList();
  }

  @Test
  void hostRingsShowWhatTheStackSends() throws Exception {
    Kernel.engine();
    try (VethPair pair = VethPair.create(1, 1500)) {
      pair.neighbours();
      VethPair.in(
          pair.near,
          () -> Commands.ok("ip netns exec " + pair.near + " ethtool -K " + pair.a + " tx off"));
      try (NetmapPort host = VethPair.in(pair.near, () -> Kernel.open("netmap:" + pair.a + "*"))) {
        Traffic.datagrams(pair.near, "192.0.2.2", 20);
        List<byte[]> seen = new ArrayList<>();
        while (seen.size() < 20 && host.awaitPackets(MOMENT)) {
          host.dispatch(
              0,
              packet -> {
                if (packet.ring().kind() == RingKind.HOST_RX && packet.u16(12) == 0x0800) {
                  seen.add(packet.bytes());
                }
              });
        }
        assertEquals(20, seen.size());
      }
    }
  }

  @Test
  void monitorsSeeWhatTheirPortSendsAndReceives() throws Exception {
    for (String flags : List.of("/rt", "/r", "/t", "/zrt")) {
      try (NetmapPort one = Kernel.open("vale6:one");
          NetmapPort two = Kernel.open("vale6:two");
          NetmapPort monitor = Kernel.open("vale6:one" + flags)) {
        assertEquals(PortKind.MONITOR, monitor.kind());
        List<byte[]> out = Kernel.send(one, 20);
        same(out, Kernel.receive(two, 20));
        one.txsync();
        List<byte[]> in = Kernel.send(two, 20);
        same(in, Kernel.receive(one, 20));
        one.rxsync();
        List<byte[]> expected = new ArrayList<>();
        if (!flags.equals("/r")) {
          expected.addAll(out);
        }
        if (!flags.equals("/t")) {
          expected.addAll(in);
        }
        same(expected, Kernel.receive(monitor, expected.size()));
      }
    }
  }

  @Test
  void failuresSayWhatToDo() throws Exception {
    Kernel.engine();
    cannotOpen(NetmapError.NoSuchPort.class, "netmap:nosuch0");
    cannotOpen(NetmapError.CannotOpen.class, "vale5:idle/rt");
    try (NetmapPort held = Kernel.open("vale5:held/x")) {
      says("close the other port", cannotOpen(NetmapError.CannotOpen.class, "vale5:held"));
      assertTrue(held.rxRings().getFirst().slots() > 0);
    }
    try (NetmapPort again = Kernel.open("vale5:held")) {
      assertFalse(again.awaitPackets(Duration.ofMillis(10)));
    }
  }

  @Test
  void exclusiveIsByRing() throws Exception {
    Kernel.engine();
    String nic = "netmap:" + Kernel.veth()[0];
    try (NetmapPort first = Kernel.open(nic + "-0/x");
        NetmapPort second = Kernel.open(nic + "-1/x");
        NetmapPort host = Kernel.open(nic + "^")) {
      assertEquals(List.of(new RingId(RingKind.RX, 0)), ids(first));
      assertEquals(List.of(new RingId(RingKind.RX, 1)), ids(second));
      assertEquals(List.of(new RingId(RingKind.HOST_RX, 0)), ids(host));
      for (String taken : List.of("", "-0", "-1/x", "*", "^/x")) {
        says("close the other port", cannotOpen(NetmapError.CannotOpen.class, nic + taken));
      }
      Kernel.open(nic + "-2").close();
    }
    try (NetmapPort receiver = Kernel.open(nic + "/xR");
        NetmapPort sender = Kernel.open(nic + "/xT")) {
      assertTrue(receiver.txRings().isEmpty() && sender.rxRings().isEmpty(), "one way each");
      says("close the other port", cannotOpen(NetmapError.CannotOpen.class, nic + "-3"));
    }
    Kernel.open(nic).close();
  }

  @Test
  void oneHostRingOfSeveral() throws Exception {
    Kernel.engine();
    String nic = "netmap:" + Kernel.veth()[0];
    try (NetmapPort one = Kernel.open(nic + "^1@conf:host-rings=2")) {
      assertEquals(List.of(new RingId(RingKind.HOST_RX, 1)), ids(one));
      assertEquals(new RingId(RingKind.HOST_TX, 1), one.txRings().getFirst().id());
      try (NetmapPort all = Kernel.open(nic + "^")) {
        assertEquals(
            List.of(new RingId(RingKind.HOST_RX, 0), new RingId(RingKind.HOST_RX, 1)), ids(all));
      }
      says("host ring", cannotOpen(NetmapError.CannotOpen.class, nic + "^2"));
    }
    says("host ring", cannotOpen(NetmapError.CannotOpen.class, nic + "^1"));
    says("host ring", cannotOpen(NetmapError.CannotOpen.class, "vale5:none^"));
  }

  @Test
  void anIdleInterfaceThatGoesDownSaysSo() throws Exception {
    Kernel.engine();
    try (VethPair pair = VethPair.create(1, 1500);
        NetmapPort port = VethPair.in(pair.near, () -> Kernel.open("netmap:" + pair.a))) {
      assertFalse(port.awaitPackets(Duration.ofMillis(10)));
      Thread downer =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  Commands.ok("sleep 0.3; ip -n " + pair.near + " link set " + pair.a + " down");
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      long start = System.nanoTime();
      NetmapException down =
          assertThrows(NetmapException.class, () -> port.awaitPackets(Duration.ofSeconds(20)));
      assertInstanceOf(NetmapError.InterfaceDown.class, down.error());
      assertTrue(System.nanoTime() - start < 2_500_000_000L, "within a second of going down");
      downer.join();
      assertThrows(NetmapException.class, port::txsync);
    }
  }
}
