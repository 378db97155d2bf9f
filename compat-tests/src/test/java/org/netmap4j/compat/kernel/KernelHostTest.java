package org.netmap4j.compat.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netmap4j.Forward;
import org.netmap4j.NetmapPort;
import org.netmap4j.RxRing;
import org.netmap4j.TxRing;
import org.netmap4j.compat.Commands;
import org.netmap4j.compat.ExampleRun;
import org.netmap4j.compat.VethPair;
import org.netmap4j.engine.RingKind;
import org.netmap4j.error.NetmapException;
import org.netmap4j.savefile.PcapHeader;
import org.netmap4j.savefile.PcapWriter;
import org.netmap4j.savefile.TimestampUnit;

/** The host's rings, with the host's own stack behind them. */
@Tag("kernel")
class KernelHostTest {
  private VethPair pair;
  private NetmapPort port;

  @BeforeEach
  void open() throws Exception {
    Kernel.engine();
    assumeTrue(Commands.have("ping"), "no 'ping' on this machine (package iputils-ping)");
    pair = VethPair.create(2, 1500);
    pair.neighbours();
    for (String[] end : new String[][] {{pair.near, pair.a}, {pair.far, pair.b}}) {
      // frames of which the checksum is still to be computed do not pass a host ring
      Commands.ok("ip netns exec " + end[0] + " ethtool -K " + end[1] + " tx off gso off gro off");
    }
    port = VethPair.in(pair.near, () -> Kernel.open("netmap:" + pair.a + "*"));
  }

  @AfterEach
  void close() throws Exception {
    if (port != null) {
      port.close();
    }
    if (pair != null) {
      pair.close();
    }
  }

  private byte[] mac(String namespace, String device) throws Exception {
    String text =
        Commands.ok("ip netns exec " + namespace + " cat /sys/class/net/" + device + "/address");
    return HexFormat.ofDelimiter(":").parseHex(text.strip());
  }

  /** An echo request from far to near. */
  private byte[] echo(int sequence) throws Exception {
    ByteBuffer frame = ByteBuffer.allocate(14 + 20 + 8 + 32);
    frame.put(mac(pair.near, pair.a)).put(mac(pair.far, pair.b)).putShort((short) 0x0800);
    frame.putShort((short) 0x4500).putShort((short) 60).putInt(0).put((byte) 64).put((byte) 1);
    frame.putShort((short) 0).putInt(0xc0000202).putInt(0xc0000201); // 192.0.2.2 to .1
    frame.put((byte) 8).put((byte) 0).putShort((short) 0).putShort((short) 0x4e4d);
    frame.putShort((short) sequence);
    for (int i = 0; i < 32; i++) {
      frame.put((byte) (i + sequence));
    }
    frame.putShort(24, checksum(frame, 14, 20));
    frame.putShort(36, checksum(frame, 34, 40));
    return frame.array();
  }

  private static short checksum(ByteBuffer frame, int from, int length) {
    int sum = 0;
    for (int i = 0; i < length; i += 2) {
      sum += frame.getShort(from + i) & 0xffff;
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    return (short) ~(sum + (sum >>> 16));
  }

  private static TxRing tx(NetmapPort port, RingKind kind) {
    return port.txRings().stream()
        .filter(ring -> ring.id().kind() == kind)
        .findFirst()
        .orElseThrow();
  }

  /** Frames that we inject are as if received, and what the stack answers comes to us. */
  @Test
  void theStackAnswersAPingThatWeInject() throws Exception {
    TxRing toStack = tx(port, RingKind.HOST_TX);
    for (int sequence = 0; sequence < 20; sequence++) {
      byte[] request = echo(sequence);
      assertTrue(toStack.inject(request));
      port.txsync();
      List<byte[]> answers = new ArrayList<>();
      for (int i = 0; i < 20 && answers.isEmpty(); i++) {
        boolean _ = port.awaitPackets(Duration.ofMillis(100));
        port.dispatch(
            0,
            packet -> {
              if (packet.ring().kind() == RingKind.HOST_RX && packet.u16(12) == 0x0800) {
                answers.add(packet.bytes());
              }
            });
      }
      assertEquals(1, answers.size(), "answers to " + sequence);
      byte[] answer = answers.getFirst();
      assertEquals(0, answer[34], "an echo reply");
      assertArrayEquals(
          Arrays.copyOfRange(request, 38, 74), Arrays.copyOfRange(answer, 38, 74), "its content");
      assertArrayEquals(
          Arrays.copyOfRange(request, 6, 12), Arrays.copyOfRange(answer, 0, 6), "its address");
    }
  }

  /** Something to do with what has arrived. */
  @FunctionalInterface
  private interface Step {
    void run() throws NetmapException;
  }

  /** Pings through the port, while {@code step} is done in a loop; answers how many came back. */
  private int ping(String from, String to, Step step) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    FutureTask<Boolean> pump =
        new FutureTask<>(() -> {
          while (!over.get()) {
            boolean _ = port.awaitPackets(Duration.ofMillis(100));
            step.run();
            port.txsync();
          }
          return true;
        });
    Thread.ofPlatform().name("pump").start(pump);
    String out =
        Commands.run(List.of("ip", "netns", "exec", from, "ping", "-n", "-c10", "-i0.2", "-W2", to))
            .out();
    over.set(true);
    assertTrue(pump.get());
    return Integer.parseInt(out.replaceAll("(?s).* (\\d+) received.*", "$1"));
  }

  @Test
  void nicAndHostAreBridged() throws Exception {
    List<Forward> ways = new ArrayList<>();
    for (RxRing rx : port.rxRings()) {
      TxRing to = tx(port, rx.id().kind() == RingKind.HOST_RX ? RingKind.TX : RingKind.HOST_TX);
      ways.add(new Forward(rx, to));
    }
    int[] moved = {0};
    Step step =
        () -> {
          for (Forward way : ways) {
            assertTrue(way.zeroCopy());
            moved[0] += way.move(0);
          }
        };
    assertEquals(10, ping(pair.far, "192.0.2.1", step));
    assertEquals(10, ping(pair.near, "192.0.2.2", step));
    assertTrue(moved[0] >= 40, "moved " + moved[0]);
  }

  @Test
  void markedPacketsArePassedOnByTheModule() throws Exception {
    for (RxRing rx : port.rxRings()) {
      rx.forwarding(true);
    }
    int[] marked = {0};
    Step mark =
        () -> {
          port.dispatch(
              0,
              packet -> {
                packet.forward();
                marked[0]++;
              });
          port.rxsync();
        };
    assertEquals(10, ping(pair.far, "192.0.2.1", mark));
    assertEquals(10, ping(pair.near, "192.0.2.2", mark));
    assertTrue(marked[0] >= 40, "marked " + marked[0]);
    // what is not marked goes nowhere
    assertEquals(0, ping(pair.far, "192.0.2.1", () -> port.dispatch(0, packet -> {})));
  }

  /** Two descriptors see the same as one: the NIC's rings on one, the host's on the other. */
  @Test
  void hostRingsAloneWhileAnotherPortHasTheNic() throws Exception {
    port.close();
    try (NetmapPort nic = VethPair.in(pair.near, () -> Kernel.open("netmap:" + pair.a));
        NetmapPort host = VethPair.in(pair.near, () -> Kernel.open("netmap:" + pair.a + "^"))) {
      assertEquals(RingKind.HOST_RX, host.rxRings().getFirst().id().kind());
      assertTrue(host.txRings().getFirst().inject(echo(1)));
      host.txsync();
      List<byte[]> answers = new ArrayList<>();
      for (int i = 0; i < 20 && answers.isEmpty(); i++) {
        boolean _ = host.awaitPackets(Duration.ofMillis(100));
        host.dispatch(
            0,
            packet -> {
              if (packet.u16(12) == 0x0800) {
                answers.add(packet.bytes());
              }
            });
      }
      assertEquals(1, answers.size());
      assertTrue(nic.txRings().getFirst().inject(answers.getFirst()));
      nic.txsync();
    }
  }

  /** A savefile's requests, given to the stack by the example program. */
  @Test
  void hostInjectExample(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("pings.pcap");
    try (PcapWriter writer = PcapWriter.create(file, PcapHeader.ethernet(TimestampUnit.MICROS))) {
      for (int i = 0; i < 10; i++) {
        byte[] request = echo(i);
        writer.write(i * 1_000_000_000L, request, 0, request.length, request.length);
      }
    }
    long before = echoes();
    try (ExampleRun inject =
        ExampleRun.start(pair.near, "kernel", "HostInject", pair.a, file.toString())) {
      assertEquals(0, inject.end(), inject.text());
      assertEquals("10 packets injected\n", inject.text());
    }
    assertEquals(10, echoes() - before);
  }

  /** InEchos: the echo requests that the stack of the namespace has taken. */
  private long echoes() throws Exception {
    String awk = "awk '/^Icmp: [0-9]/ { print $10 }' /proc/net/snmp";
    return Long.parseLong(Commands.ok("ip netns exec " + pair.near + " " + awk).strip());
  }
}
