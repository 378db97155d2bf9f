package org.netmap4j.bpf;

import static org.netmap4j.bpf.Condition.and;
import static org.netmap4j.bpf.Condition.equal;
import static org.netmap4j.bpf.Condition.not;
import static org.netmap4j.bpf.Condition.or;

import java.util.Arrays;

/** Whether a packet is of a protocol. */
final class Protocols {
  static final int TCP = 6;
  static final int UDP = 17;
  static final int SCTP = 132;
  static final int ICMP6 = 58;
  private static final int FRAGMENT = 44;
  private static final int CLNP = 0x81;
  private static final int ESIS = 0x82;
  private static final int ISIS = 0x83;

  private final Layers layers;

  Protocols(Layers layers) {
    this.layers = layers;
  }

  /** Whether the packet is of that protocol. */
  Condition is(Proto proto) {
    return switch (proto) {
      case IP -> layers.isType(Layers.IP);
      case IP6 -> layers.isType(Layers.IP6);
      case ARP -> layers.isType(Layers.ARP);
      case RARP -> layers.isType(Layers.RARP);
      case ATALK -> layers.isType(Layers.ATALK);
      case AARP -> layers.isType(Layers.AARP);
      case DECNET -> layers.isType(Layers.DECNET);
      case SCA -> layers.isType(0x6007);
      case LAT -> layers.isType(0x6004);
      case MOPDL -> layers.isType(0x6001);
      case MOPRC -> layers.isType(0x6002);
      case ISO -> layers.isType(Layers.LLC_OSI);
      case STP -> layers.isType(Layers.LLC_STP);
      case IPX -> layers.isType(Layers.LLC_IPX);
      case NETBEUI -> layers.isType(Layers.LLC_NETBEUI);
      case SCTP -> inside(Proto.ANY, SCTP);
      case TCP -> inside(Proto.ANY, TCP);
      case UDP -> inside(Proto.ANY, UDP);
      case ICMP -> inside(Proto.IP, 1);
      case IGMP -> inside(Proto.IP, 2);
      case IGRP -> inside(Proto.IP, 9);
      case PIM -> inside(Proto.ANY, 103);
      case VRRP, CARP -> inside(Proto.IP, 112);
      case ICMP6 -> inside(Proto.IP6, ICMP6);
      case AH -> inside(Proto.ANY, 51);
      case ESP -> inside(Proto.ANY, 50);
      case CLNP -> inside(Proto.ISO, CLNP);
      case ESIS -> inside(Proto.ISO, ESIS);
      case ISIS -> inside(Proto.ISO, ISIS);
      case L1 -> isis(15, 17, 18, 24, 26);
      case L2 -> isis(16, 17, 20, 25, 27);
      case IIH -> isis(15, 16, 17);
      case LSP -> isis(18, 20);
      case SNP -> isis(24, 25, 26, 27);
      case CSNP -> isis(24, 25);
      case PSNP -> isis(26, 27);
      case LINK ->
          throw new IllegalArgumentException("expected what of the link, as in ether host");
      case ANY, RADIO ->
          throw new IllegalArgumentException(proto.word() + " is no protocol of packets");
    };
  }

  /** Whether it is one of these types of IS-IS packets. */
  private Condition isis(int... types) {
    return Arrays.stream(types)
        .mapToObj(type -> inside(Proto.ISIS, type))
        .reduce(Condition::or)
        .orElseThrow();
  }

  /** Whether the packet is of that protocol, and what it carries has that number. */
  Condition inside(Proto proto, int number) {
    return switch (proto) {
      case ANY -> or(inside(Proto.IP, number), inside(Proto.IP6, number));
      case LINK -> layers.isType(number);
      case IP -> and(layers.isType(Layers.IP), equal(layers.ofNetwork(1, 9), number));
      case IP6 -> {
        Value next = layers.ofNetwork(1, 6);
        Condition behindFragment =
            and(equal(next, FRAGMENT), equal(layers.ofNetwork(1, 40), number));
        yield and(layers.isType(Layers.IP6), or(equal(next, number), behindFragment));
      }
      case ISO ->
          and(layers.isType(Layers.LLC_OSI), equal(layers.ofNetworkBehindLlc(1, 0), number));
      case ISIS -> and(inside(Proto.ISO, ISIS), equal(layers.ofNetworkBehindLlc(1, 4), number));
      default ->
          throw new IllegalArgumentException(
              "proto does not go with " + proto.word() + ": expected ether, ip, ip6, iso or isis");
    };
  }

  /** Whether an IPv4 packet is whole, or the first of its fragments. */
  Condition firstFragment() {
    return not(Condition.test(BpfCode.JSET, layers.ofNetwork(2, 6), Value.constant(0x1fff)));
  }
}
