package org.netmap4j.compat.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.netmap4j.NetmapPort;
import org.netmap4j.RxRing;
import org.netmap4j.compat.VethPair;
import org.netmap4j.error.NetmapException;

/** The module's own programs at the other end of our ports. */
@Tag("kernel")
class KernelAppsTest {
  private static final int PACKETS = 20_000;

  @BeforeEach
  void needsThePrograms() {
    Kernel.engine();
    App.folder();
  }

  /** Counts what pkt-gen sends, and looks at it. */
  private static int receivePktGen(NetmapPort port) throws NetmapException {
    int[] seen = {0};
    while (seen[0] < PACKETS && port.awaitPackets(Duration.ofSeconds(10))) {
      for (RxRing ring : port.rxRings()) {
        ring.receive(
            0,
            batch -> {
              for (int i = 0; i < batch.size(); i++) {
                boolean udp =
                    batch.length(i) >= 60 && batch.u16(i, 12) == 0x0800 && batch.u8(i, 23) == 17;
                seen[0] += udp ? 1 : 0;
              }
            });
      }
    }
    port.rxsync(); // the sender waits until its slots are given back
    return seen[0];
  }

  private void fromPktGen(NetmapPort port, List<String> before, String name, int rate)
      throws Exception {
    try (App sender =
        App.start(
            before,
            "pkt-gen",
            "-i",
            name,
            "-f",
            "tx",
            "-n",
            "" + PACKETS,
            "-w",
            "0",
            "-b",
            "64",
            "-R",
            "" + rate)) {
      assertEquals(PACKETS, receivePktGen(port), sender.text());
      assertEquals(0, sender.end());
      assertEquals(PACKETS, sender.number("Sent (\\d+) packets"));
    }
  }

  private void toPktGen(NetmapPort port, List<String> before, String name, int rate)
      throws Exception {
    try (App receiver = App.start(before, "pkt-gen", "-i", name, "-f", "rx", "-w", "0")) {
      receiver.await("waiting for initial packets");
      byte[] frame = Kernel.frame(1, 60);
      long start = System.nanoTime();
      for (int i = 0; i < PACKETS; i++) {
        while (!port.inject(frame)) {
          port.txsync();
        }
        if (i % 64 == 63) {
          port.txsync();
          // slowly: a guest in software emulation may look away for a while
          while (System.nanoTime() - start < i * (1_000_000_000L / rate)) {
            Thread.onSpinWait();
          }
        }
      }
      port.flush(Duration.ofSeconds(10));
      boolean _ = receiver.process().waitFor(2, TimeUnit.SECONDS);
      receiver.interrupt();
      assertEquals(PACKETS, receiver.number("Received (\\d+) packets"));
    }
  }

  @Test
  void pktGenOverAPipe() throws Exception {
    try (NetmapPort port = Kernel.open("netmap:ka{1")) {
      fromPktGen(port, List.of(), "netmap:ka}1", 20_000);
      toPktGen(port, List.of(), "netmap:ka}1", 10_000);
    }
  }

  @Test
  void pktGenOverASwitch() throws Exception {
    // a switch drops what its reader is too slow for: rings as long as it allows
    String slots = "@conf:slots=4096";
    try (NetmapPort port = Kernel.open("vale3:ours" + slots)) {
      fromPktGen(port, List.of(), "vale3:theirs" + slots, 20_000);
      toPktGen(port, List.of(), "vale3:theirs" + slots, 10_000);
    }
  }

  @Test
  void pktGenOverAVethPair() throws Exception {
    try (VethPair pair = VethPair.create(1, 1500);
        NetmapPort port = VethPair.in(pair.near, () -> Kernel.open("netmap:" + pair.a))) {
      List<String> far = List.of("ip", "netns", "exec", pair.far);
      fromPktGen(port, far, "netmap:" + pair.b, 5_000); // more is lost while the JVM warms up
      toPktGen(port, far, "netmap:" + pair.b, 4_000);
    }
  }

  @Test
  void bridgeBetweenOurPorts() throws Exception {
    try (NetmapPort left = Kernel.open("netmap:kl{1");
        NetmapPort right = Kernel.open("netmap:kr{1");
        App bridge =
            App.start(List.of(), "bridge", "-i", "netmap:kl}1", "-i", "netmap:kr}1", "-w", "0")) {
      bridge.await("Ready to go");
      for (NetmapPort[] way : new NetmapPort[][] {{left, right}, {right, left}}) {
        List<byte[]> sent = Kernel.send(way[0], 500);
        List<byte[]> received = Kernel.receive(way[1], 500);
        assertEquals(500, received.size());
        for (int i = 0; i < 500; i++) {
          assertArrayEquals(sent.get(i), received.get(i));
        }
      }
    }
  }

  /** Spreads by the addresses: so they differ here. */
  @Test
  void lbBetweenOurPorts() throws Exception {
    try (NetmapPort source = Kernel.open("netmap:kb{1");
        App lb = App.start(List.of(), "lb", "-i", "netmap:kb}1", "-p", "ko:2", "-w", "0")) {
      lb.await("opened pipe #2");
      try (NetmapPort first = Kernel.open("netmap:ko}0");
          NetmapPort second = Kernel.open("netmap:ko}1")) {
        Set<String> sent = new HashSet<>();
        for (int i = 0; i < 500; i++) {
          byte[] frame = Kernel.frame(i, 60 + i);
          frame[11] = (byte) (i % 32);
          assertTrue(source.inject(frame));
          sent.add(HexFormat.of().formatHex(frame));
        }
        source.txsync();
        Set<String> received = new HashSet<>();
        int[] shares = new int[2];
        for (NetmapPort end : new NetmapPort[] {first, second}) {
          for (byte[] frame : Kernel.receive(end, 500)) {
            assertTrue(received.add(HexFormat.of().formatHex(frame)));
            shares[end == first ? 0 : 1]++;
          }
        }
        assertEquals(sent, received, lb.text());
        assertTrue(shares[0] > 50 && shares[1] > 50, shares[0] + " and " + shares[1]);
      }
    }
  }
}
