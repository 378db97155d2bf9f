package org.netmap4j.compat.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netmap4j.compat.kernel.Kernel.MOMENT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private static final int FRAMES = 200;

  private static void carries(NetmapPort from, NetmapPort to) throws NetmapException {
    List<byte[]> sent = Kernel.send(from, FRAMES);
    same(sent, Kernel.receive(to, FRAMES));
  }

  private static void same(List<byte[]> sent, List<byte[]> received) {
    assertEquals(sent.size(), received.size());
    for (int i = 0; i < sent.size(); i++) {
      assertArrayEquals(sent.get(i), received.get(i), "frame " + i);
    }
  }

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
    assertError(NetmapError.NoSuchPort.class, "netmap:nosuch0");
    assertError(NetmapError.CannotOpen.class, "vale5:idle/rt");
    try (NetmapPort held = Kernel.open("vale5:held/x")) {
      NetmapError busy = assertError(NetmapError.CannotOpen.class, "vale5:held");
      assertTrue(busy.message().contains("close the other port"), busy.message());
      assertTrue(held.rxRings().getFirst().slots() > 0);
    }
    try (NetmapPort again = Kernel.open("vale5:held")) {
      assertFalse(again.awaitPackets(Duration.ofMillis(10)));
    }
  }

  private static NetmapError assertError(Class<? extends NetmapError> kind, String name) {
    NetmapException e = assertThrows(NetmapException.class, () -> Kernel.open(name).close());
    return assertInstanceOf(kind, e.error(), e.getMessage());
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

  @Test
  void aThousandOpensLeaveNothingBehind() throws Exception {
    // in the region of another port, which stays: a region of its own takes long to make
    try (NetmapPort keeper = Kernel.open("netmap:keep{1@1")) {
      for (String name : List.of("netmap:kt{1@1", "vale4:leak@1", "netmap:keep{1/r")) {
        Kernel.open(name).close();
        long before = descriptors();
        String interfaces = Commands.ok("ip -o link");
        for (int i = 0; i < 1000; i++) {
          Kernel.open(name).close();
        }
        assertEquals(before, descriptors(), name);
        assertEquals(interfaces, Commands.ok("ip -o link"), name);
      }
      assertEquals(1, mappings(), keeper.name());
    }
    assertEquals(0, mappings());
  }

  private static long mappings() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .filter(line -> line.contains("/dev/netmap"))
        .count();
  }

  /** Descriptors that a port could have left: the device, sockets, epoll and eventfd. */
  private static long descriptors() throws IOException {
    long found = 0;
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      for (Path fd : open.toList()) {
        if (Files.isSymbolicLink(fd)) {
          String target = Files.readSymbolicLink(fd).toString();
          found += target.matches("/dev/netmap|socket:.*|anon_inode:.*") ? 1 : 0;
        }
      }
    }
    return found;
  }
}
