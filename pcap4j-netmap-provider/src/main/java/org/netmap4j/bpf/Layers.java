package org.netmap4j.bpf;

import static org.netmap4j.bpf.Condition.and;
import static org.netmap4j.bpf.Condition.equal;
import static org.netmap4j.bpf.Condition.not;
import static org.netmap4j.bpf.Condition.or;

/**
 * Where the headers of a packet are, and how one says what the next is. {@code vlan}, {@code mpls}
 * and {@code pppoes} move them for all that stands behind, as pcap-filter(7) says.
 */
final class Layers {
  static final int IP = 0x0800;
  static final int ARP = 0x0806;
  static final int RARP = 0x8035;
  static final int IP6 = 0x86dd;
  static final int DECNET = 0x6003;
  static final int ATALK = 0x809b;
  static final int AARP = 0x80f3;
  static final int LLC_OSI = 0xfe;
  static final int LLC_STP = 0x42;
  static final int LLC_IPX = 0xe0;
  static final int LLC_NETBEUI = 0xf0;
  private static final int LLC_IP = 0x06;
  private static final int IPX = 0x8137;
  private static final int MPLS = 0x8847;
  private static final int PPPOE_DISCOVERY = 0x8863;
  private static final int PPPOE_SESSION = 0x8864;

  /** The longest length of an 802.3 frame: what is more is a type. */
  private static final int LONGEST = 1500;

  private enum Link {
    ETHERNET,
    RAW,
    PPP
  }

  private Link link;
  private int header;
  private int type;
  private int payload;

  /** Behind the payload's start, where the network header is. */
  private int network;

  /** The same for a network header behind LLC. */
  private int networkBehindLlc;

  private int labels;

  Layers(LinkType link) {
    if (link == LinkType.ETHERNET) {
      this.link = Link.ETHERNET;
      type = 12;
      payload = 14;
      networkBehindLlc = 3;
    } else {
      this.link = Link.RAW;
    }
  }

  boolean ethernet() {
    return link == Link.ETHERNET;
  }

  boolean raw() {
    return link == Link.RAW;
  }

  /** What the link is called. */
  String name() {
    return switch (link) {
      case ETHERNET -> "Ethernet";
      case RAW -> "raw IP";
      case PPP -> "PPP";
    };
  }

  boolean insideMpls() {
    return labels > 0;
  }

  Value ofLink(int size, int offset) {
    return Value.data(size, header + offset);
  }

  Value ofLink(int size, Value index) {
    return Value.data(size, index, header);
  }

  Value ofLlc(int size, int offset) {
    return Value.data(size, payload + offset);
  }

  Value ofNetwork(int size, int offset) {
    return Value.data(size, payload + network + offset);
  }

  Value ofNetwork(int size, Value index, int offset) {
    return Value.data(size, index, payload + network + offset);
  }

  Value ofNetworkBehindLlc(int size, int offset) {
    return Value.data(size, payload + networkBehindLlc + offset);
  }

  /** Of the header behind that of IPv4. */
  Value ofTransport(int size, int offset) {
    return Value.data(size, ipHeaderLength(), payload + network + offset);
  }

  Value ofTransport(int size, Value index) {
    return Value.data(size, Value.binary(BpfCode.ADD, ipHeaderLength(), index), payload + network);
  }

  /** Of what is behind IPv6's header, if that is the only one. */
  Value ofTransport6(int size, int offset) {
    return ofNetwork(size, 40 + offset);
  }

  private Value ipHeaderLength() {
    return new Value.HeaderLength(payload + network);
  }

  private Value linkType() {
    return Value.data(2, type);
  }

  private Condition isLength() {
    return not(Condition.test(BpfCode.JGT, linkType(), Value.constant(LONGEST)));
  }

  /** Whether there is no type that a frame of this link could have. */
  boolean typeless() {
    return link == Link.RAW;
  }

  /** Whether the next header is of that type: an Ethernet type, or up to 1500 one of LLC. */
  Condition isType(int wanted) {
    if (labels > 0) {
      return insideMpls(wanted);
    }
    return switch (link) {
      case ETHERNET -> ethernetType(wanted);
      case RAW ->
          switch (wanted) {
            case IP -> version(ofLink(1, 0), 0x40);
            case IP6 -> version(ofLink(1, 0), 0x60);
            default -> Condition.FALSE;
          };
      case PPP -> pppType(wanted);
    };
  }

  private static Condition version(Value first, int version) {
    return equal(masked(first, 0xf0), version);
  }

  static Value masked(Value value, int mask) {
    return Value.binary(BpfCode.AND, value, Value.constant(mask));
  }

  private Condition insideMpls(int wanted) {
    int version =
        switch (wanted) {
          case IP -> 0x40;
          case IP6 -> 0x60;
          default -> throw new IllegalArgumentException("only ip and ip6 can be inside MPLS");
        };
    Condition bottom = equal(masked(ofNetwork(1, -2), 0x01), 1);
    return and(bottom, version(ofNetwork(1, 0), version));
  }

  private Condition pppType(int wanted) {
    int type =
        switch (wanted) {
          case IP -> 0x0021;
          case IP6 -> 0x0057;
          case DECNET -> 0x0027;
          case ATALK -> 0x0029;
          case LLC_OSI -> 0x0023;
          case LLC_STP -> 0x0031;
          case LLC_IPX -> 0x002b;
          case 0x0600 -> 0x0025;
          default -> wanted;
        };
    return equal(linkType(), type);
  }

  private Condition ethernetType(int wanted) {
    return switch (wanted) {
      case LLC_OSI, LLC_IP, LLC_NETBEUI ->
          and(isLength(), equal(ofLlc(2, 0), wanted << 8 | wanted));
      case LLC_IPX -> {
        Condition novell = or(equal(ofLlc(1, 0), LLC_IPX), equal(ofLlc(2, 0), 0xffff));
        Condition framed = and(isLength(), or(snap(0, IPX), novell));
        yield or(equal(linkType(), IPX), framed);
      }
      case ATALK, AARP -> {
        Condition framed = and(isLength(), snap(wanted == ATALK ? 0x080007 : 0, wanted));
        yield or(equal(linkType(), wanted), framed);
      }
      default ->
          Integer.compareUnsigned(wanted, LONGEST) <= 0
              ? and(isLength(), equal(Value.data(1, type + 2), wanted))
              : equal(linkType(), wanted);
    };
  }

  private Condition snap(int organization, int protocol) {
    return and(
        equal(ofLlc(4, 4), (organization & 0xffff) << 16 | protocol),
        equal(ofLlc(4, 0), 0xaaaa0300 | organization >>> 16));
  }

  /** Whether the frame has an LLC header. */
  Condition isLlc() {
    return and(isLength(), not(equal(ofLlc(2, 0), 0xffff)));
  }

  Condition vlan() {
    return or(or(isType(0x8100), isType(0x88a8)), isType(0x9100));
  }

  Condition vlanNumber(int number) {
    return equal(masked(Value.data(2, payload), 0x0fff), number);
  }

  void enterVlan() {
    type += 4;
    payload += 4;
  }

  Condition mpls() {
    if (labels > 0) {
      return equal(masked(Value.data(1, payload + network - 4 + 2), 0x01), 0);
    }
    return link == Link.PPP ? equal(linkType(), 0x0281) : isType(MPLS);
  }

  Condition mplsLabel(int label) {
    return equal(masked(ofNetwork(4, 0), 0xfffff000), label << 12);
  }

  void enterMpls() {
    network += 4;
    networkBehindLlc += 4;
    labels++;
  }

  Condition pppoeDiscovery() {
    return isType(PPPOE_DISCOVERY);
  }

  Condition pppoe() {
    return isType(PPPOE_SESSION);
  }

  Condition pppoeSession(int session) {
    return equal(masked(ofNetwork(4, 0), 0xffff), session);
  }

  void enterPppoe() {
    header = payload + network + 6;
    type = header;
    payload = header + 2;
    network = 0;
    networkBehindLlc = 0;
    link = Link.PPP;
  }
}
