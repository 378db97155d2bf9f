package org.netmap4j.top.packet;

import java.util.HexFormat;

/** Addresses and numbers in words. */
final class Names {
  private static final HexFormat COLONS = HexFormat.ofDelimiter(":");
  private static final int GROUPS = 8;

  private Names() {}

  /** An Ethernet address of which the low six bytes are given. */
  static String mac(long address) {
    byte[] bytes = new byte[6];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (address >>> (8 * (bytes.length - 1 - i)));
    }
    return COLONS.formatHex(bytes);
  }

  /** An address of IPv4 in the low four bytes. */
  static String ip4(long address) {
    return "%d.%d.%d.%d"
        .formatted(
            (address >>> 24) & 0xff,
            (address >>> 16) & 0xff,
            (address >>> 8) & 0xff,
            address & 0xff);
  }

  /** An address of IPv6; the first of the longest rows of zeros is left out, as in RFC 5952. */
  static String ip6(long high, long low) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      long half = i < GROUPS / 2 ? high : low;
      groups[i] = (int) ((half >>> (16 * (3 - i % 4))) & 0xffff);
    }
    int from = GROUPS;
    int longest = 1;
    for (int i = 0; i < GROUPS; i++) {
      int zeros = 0;
      while (i + zeros < GROUPS && groups[i + zeros] == 0) {
        zeros++;
      }
      if (zeros > longest) {
        from = i;
        longest = zeros;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == from) {
        text.append("::");
        i += longest - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }

  /** A protocol over IP. */
  static String protocol(int number) {
    return switch (number) {
      case 1 -> "ICMP";
      case 2 -> "IGMP";
      case 4 -> "IPIP";
      case 6 -> "TCP";
      case 17 -> "UDP";
      case 41 -> "IPv6";
      case 47 -> "GRE";
      case 50 -> "ESP";
      case 51 -> "AH";
      case 58 -> "ICMPv6";
      case 89 -> "OSPF";
      case 103 -> "PIM";
      case 112 -> "VRRP";
      case 132 -> "SCTP";
      default -> "IP-" + number;
    };
  }

  /** What an Ethernet frame carries. */
  static String ethertype(int number) {
    return switch (number) {
      case 0x0800 -> "IPv4";
      case 0x0806 -> "ARP";
      case 0x86dd -> "IPv6";
      case 0x8847 -> "MPLS";
      case 0x8863, 0x8864 -> "PPPoE";
      case 0x88cc -> "LLDP";
      case 0x8809 -> "LACP";
      default -> number < 0x600 ? "LLC" : "ethertype 0x%04x".formatted(number);
    };
  }
}
