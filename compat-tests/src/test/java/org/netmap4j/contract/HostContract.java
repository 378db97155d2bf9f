package org.netmap4j.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.netmap4j.NetmapPort;
import org.netmap4j.TxRing;
import org.netmap4j.compat.Commands;
import org.netmap4j.compat.Traffic;
import org.netmap4j.compat.VethPair;
import org.netmap4j.engine.RingKind;
import org.netmap4j.error.NetmapException;

/** The host's rings, with the stack of a namespace behind them. */
abstract class HostContract extends Contract {
  /** Our side of the link, where nobody is: 198.51.100.2. */
  private static final byte[] PEER = {2, 0, 0, 0, 0, 2};

  private VethPair pair;
  private String device;

  @BeforeEach
  void makeTheDevice() throws Exception {
    assumeTrue(Commands.have("ethtool"), "no 'ethtool' on this machine (package ethtool)");
    pair = VethPair.create(1, 1500);
    device = hostDevice(pair);
    String in = "ip netns exec " + pair.near + " ";
    Commands.ok(in + "sysctl -qw net.ipv6.conf." + device + ".disable_ipv6=1");
    Commands.ok("ip -n " + pair.near + " addr add 198.51.100.1/24 dev " + device);
    Commands.ok("ip -n " + pair.near + " link set " + device + " up");
    Commands.ok(
        "ip -n "
            + pair.near
            + " neigh replace 198.51.100.2 lladdr 02:00:00:00:00:02 dev "
            + device);
  }

  @AfterEach
  void removeTheDevice() throws Exception {
    end(); // ports first: the module keeps an interface whose port is open
    if (pair != null) {
      pair.close();
    }
  }

  private NetmapPort port(String suffix) throws Exception {
    NetmapPort port = VethPair.in(pair.near, () -> open("netmap:" + device + suffix)).port;
    VethPair.awaitCarrier(pair.near, device);
    return port;
  }

  private byte[] address() throws Exception {
    String path = "/sys/class/net/" + device + "/address";
    String text = Commands.ok("ip netns exec " + pair.near + " cat " + path);
    return HexFormat.ofDelimiter(":").parseHex(text.strip());
  }

  /** An echo request to the stack. */
  private byte[] echo(int sequence) throws Exception {
    ByteBuffer frame = ByteBuffer.allocate(14 + 20 + 8 + 32);
    frame.put(address()).put(PEER).putShort((short) 0x0800);
    frame.putShort((short) 0x4500).putShort((short) 60).putInt(0).put((byte) 64).put((byte) 1);
    frame.putShort((short) 0).putInt(0xc6336402).putInt(0xc6336401); // 198.51.100.2 to .1
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

  /** The IPv4 packets to us that the stack sends, until {@code count} are there or none comes. */
  private static List<byte[]> sent(NetmapPort port, int count) throws NetmapException {
    List<byte[]> found = new ArrayList<>();
    for (int i = 0; i < 20 && found.size() < count; i++) {
      boolean _ = port.awaitPackets(Duration.ofMillis(100));
      port.dispatch(
          0,
          packet -> {
            assertEquals(RingKind.HOST_RX, packet.ring().kind());
            if (packet.u16(12) == 0x0800 && packet.i32(30) == 0xc6336402) {
              found.add(packet.bytes());
            }
          });
    }
    return found;
  }

  private static TxRing toStack(NetmapPort port) {
    return port.txRings().stream()
        .filter(ring -> ring.id().kind() == RingKind.HOST_TX)
        .findFirst()
        .orElseThrow();
  }

  private void answers(NetmapPort port) throws Exception {
    for (int sequence = 0; sequence < 20; sequence++) {
      byte[] request = echo(sequence);
      assertTrue(toStack(port).inject(request));
      port.txsync();
      List<byte[]> answers = sent(port, 1);
      assertEquals(1, answers.size(), "answers to " + sequence);
      byte[] answer = answers.getFirst();
      assertEquals(0, answer[34], "an echo reply");
      assertArrayEquals(PEER, Arrays.copyOf(answer, 6));
      assertArrayEquals(
          Arrays.copyOfRange(request, 38, 74), Arrays.copyOfRange(answer, 38, 74), "its content");
    }
  }

  @Test
  void theStackAnswersWhatWeInject() throws Exception {
    answers(port("*"));
  }

  @Test
  void hostRingsMayBeAPortOfTheirOwnBesideTheNics() throws Exception {
    NetmapPort nic = port("");
    NetmapPort host = port("^0");
    answers(host);
    assertEquals(1, nic.rxRings().size());
  }

  @Test
  void whatTheStackSendsIsThereInOrder() throws Exception {
    NetmapPort port = port("*");
    Traffic.datagrams(pair.near, "198.51.100.2", 300);
    List<byte[]> found = sent(port, 300);
    assertEquals(300, found.size());
    byte[] address = address();
    for (byte[] frame : found) {
      assertEquals(14 + 28 + 100, frame.length);
      assertArrayEquals(address, Arrays.copyOfRange(frame, 6, 12));
    }
  }

  @Test
  void theHostHasItsDeviceBackAfterClose() throws Exception {
    close(open());
    answers(port("*"));
  }

  private Opened open() throws Exception {
    return VethPair.in(pair.near, () -> open("netmap:" + device + "*"));
  }
}
