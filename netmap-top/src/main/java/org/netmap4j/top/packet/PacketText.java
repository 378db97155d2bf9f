package org.netmap4j.top.packet;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.netmap4j.top.units.Printable;
import org.pcap4j.packet.ArpPacket;
import org.pcap4j.packet.ArpPacket.ArpHeader;
import org.pcap4j.packet.Dot1qVlanTagPacket;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.FragmentedPacket;
import org.pcap4j.packet.IcmpV4CommonPacket;
import org.pcap4j.packet.IcmpV4EchoPacket;
import org.pcap4j.packet.IcmpV4EchoReplyPacket;
import org.pcap4j.packet.IcmpV6CommonPacket;
import org.pcap4j.packet.IcmpV6EchoReplyPacket;
import org.pcap4j.packet.IcmpV6EchoRequestPacket;
import org.pcap4j.packet.IllegalPacket;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.IpPacket;
import org.pcap4j.packet.IpPacket.IpHeader;
import org.pcap4j.packet.Packet;
import org.pcap4j.packet.SctpPacket;
import org.pcap4j.packet.TcpPacket;
import org.pcap4j.packet.TcpPacket.TcpHeader;
import org.pcap4j.packet.UdpPacket;
import org.pcap4j.packet.namednumber.ArpOperation;

/** A packet in one line, in tcpdump's manner. */
public final class PacketText {
  /**
   * Headers end before. It bounds how deep headers can be within each other, too: pcap4j reads each
   * by a call within the call for the one before.
   */
  private static final int LOOKED_AT = 256;

  private static final int HEX = 16;

  private PacketText() {}

  /**
   * What a frame of Ethernet is; whatever its bytes are, there is one line that is safe to show.
   *
   * @param bytes where it is, from index 0 on
   * @param captured how many of its bytes are there
   * @param length how long it was
   */
  public static String of(byte[] bytes, int captured, int length) {
    int looked = Math.min(captured, LOOKED_AT);
    try {
      return Printable.of(line(EthernetPacket.newPacket(bytes, 0, looked), length));
    } catch (IllegalRawDataException | RuntimeException | LinkageError e) {
      return malformed("", bytes, looked, length);
    }
  }

  private static String malformed(String before, byte[] bytes, int there, int length) {
    String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(there, HEX));
    return "%smalformed: %s%s, %d".formatted(before, hex, there > HEX ? " ..." : "", length);
  }

  /** Goes into the packet as far as there is a name for what is there. */
  private static String line(EthernetPacket frame, int length) {
    StringBuilder before = new StringBuilder();
    IpHeader ip = null;
    int type = frame.getHeader().getType().value() & 0xffff;
    for (Packet at = frame.getPayload(); at != null; at = at.getPayload()) {
      switch (at) {
        case Dot1qVlanTagPacket tag -> {
          before.append("vlan ").append(tag.getHeader().getVidAsInt()).append(", ");
          type = tag.getHeader().getType().value() & 0xffff;
        }
        case ArpPacket arp -> {
          return before + arp(arp.getHeader()) + ", " + length;
        }
        case IpPacket inner -> {
          // of packets within packets, the outer addresses are what the ring sees
          if (ip != null) {
            return before + ip(ip, Names.protocol(protocol(ip))) + " " + length;
          }
          ip = inner.getHeader();
        }
        case IllegalPacket broken -> {
          byte[] rest = broken.getRawData();
          String what =
              ip == null
                  ? macs(frame) + Names.ethertype(type)
                  : ip(ip, Names.protocol(protocol(ip)));
          return malformed(before + what + " ", rest, rest.length, length);
        }
        default -> {
          String said = ip == null ? "" : transport(ip, at);
          if (!said.isEmpty()) {
            return before + said + " " + length;
          }
        }
      }
    }
    return ip == null
        ? before + macs(frame) + Names.ethertype(type) + " " + length
        : before + ip(ip, Names.protocol(protocol(ip))) + " " + length;
  }

  private static int protocol(IpHeader ip) {
    return ip.getProtocol().value() & 0xff;
  }

  /** What is over IP; empty for what is looked into further, or has no name. */
  private static String transport(IpHeader ip, Packet packet) {
    return switch (packet) {
      case TcpPacket tcp ->
          ports(
              ip,
              tcp.getHeader().getSrcPort().valueAsInt(),
              tcp.getHeader().getDstPort().valueAsInt(),
              "TCP " + flags(tcp.getHeader()));
      case UdpPacket udp ->
          ports(
              ip,
              udp.getHeader().getSrcPort().valueAsInt(),
              udp.getHeader().getDstPort().valueAsInt(),
              "UDP");
      case SctpPacket sctp ->
          ports(
              ip,
              sctp.getHeader().getSrcPort().valueAsInt(),
              sctp.getHeader().getDstPort().valueAsInt(),
              "SCTP");
      case IcmpV4CommonPacket icmp -> ip(ip, icmp(icmp));
      case IcmpV6CommonPacket icmp -> ip(ip, icmp(icmp));
      case FragmentedPacket _ -> ip(ip, Names.protocol(protocol(ip)) + " fragment");
      default -> "";
    };
  }

  private static String ports(IpHeader ip, int source, int destination, String what) {
    return "%s.%d > %s.%d: %s"
        .formatted(address(ip.getSrcAddr()), source, address(ip.getDstAddr()), destination, what);
  }

  private static String ip(IpHeader ip, String what) {
    return "%s > %s: %s".formatted(address(ip.getSrcAddr()), address(ip.getDstAddr()), what);
  }

  private static String macs(EthernetPacket frame) {
    return frame.getHeader().getSrcAddr() + " > " + frame.getHeader().getDstAddr() + ": ";
  }

  private static String address(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return bytes.remaining() == 4
        ? Names.ip4(bytes.getInt() & 0xffff_ffffL)
        : Names.ip6(bytes.getLong(), bytes.getLong());
  }

  /** The letters of tcpdump, with a dot for an acknowledgement. */
  private static String flags(TcpHeader tcp) {
    StringBuilder flags = new StringBuilder();
    append(flags, tcp.getFin(), 'F');
    append(flags, tcp.getSyn(), 'S');
    append(flags, tcp.getRst(), 'R');
    append(flags, tcp.getPsh(), 'P');
    append(flags, tcp.getUrg(), 'U');
    append(flags, tcp.getAck(), '.');
    return flags.isEmpty() ? "none" : flags.toString();
  }

  private static void append(StringBuilder flags, boolean set, char letter) {
    if (set) {
      flags.append(letter);
    }
  }

  private static String icmp(IcmpV4CommonPacket packet) {
    return switch (packet.getPayload()) {
      case IcmpV4EchoPacket echo ->
          echo(
              "ICMP echo request",
              echo.getHeader().getIdentifierAsInt(),
              echo.getHeader().getSequenceNumberAsInt());
      case IcmpV4EchoReplyPacket echo ->
          echo(
              "ICMP echo reply",
              echo.getHeader().getIdentifierAsInt(),
              echo.getHeader().getSequenceNumberAsInt());
      case null, default -> "ICMP " + packet.getHeader().getType().name();
    };
  }

  private static String icmp(IcmpV6CommonPacket packet) {
    return switch (packet.getPayload()) {
      case IcmpV6EchoRequestPacket echo ->
          echo(
              "ICMPv6 echo request",
              echo.getHeader().getIdentifierAsInt(),
              echo.getHeader().getSequenceNumberAsInt());
      case IcmpV6EchoReplyPacket echo ->
          echo(
              "ICMPv6 echo reply",
              echo.getHeader().getIdentifierAsInt(),
              echo.getHeader().getSequenceNumberAsInt());
      case null, default -> "ICMPv6 " + packet.getHeader().getType().name();
    };
  }

  private static String echo(String what, int id, int sequence) {
    return "%s, id %d, seq %d,".formatted(what, id, sequence);
  }

  private static String arp(ArpHeader arp) {
    String source = address(arp.getSrcProtocolAddr());
    ArpOperation operation = arp.getOperation();
    if (operation.equals(ArpOperation.REQUEST)) {
      return "ARP who-has %s tell %s".formatted(address(arp.getDstProtocolAddr()), source);
    }
    if (operation.equals(ArpOperation.REPLY)) {
      return "ARP %s is-at %s".formatted(source, arp.getSrcHardwareAddr());
    }
    return "ARP operation %d of %s".formatted(operation.value() & 0xffff, source);
  }
}
