package org.netmap4j.bpf;

import java.util.Optional;

/** What the language calls a protocol. */
enum Proto {
  /** Not said. */
  ANY("any"),
  LINK("ether"),
  IP("ip"),
  ARP("arp"),
  RARP("rarp"),
  SCTP("sctp"),
  TCP("tcp"),
  UDP("udp"),
  ICMP("icmp"),
  IGMP("igmp"),
  IGRP("igrp"),
  PIM("pim"),
  VRRP("vrrp"),
  CARP("carp"),
  ATALK("atalk"),
  AARP("aarp"),
  DECNET("decnet"),
  LAT("lat"),
  SCA("sca"),
  MOPRC("moprc"),
  MOPDL("mopdl"),
  IP6("ip6"),
  ICMP6("icmp6"),
  AH("ah"),
  ESP("esp"),
  ISO("iso"),
  ESIS("esis"),
  ISIS("isis"),
  L1("l1"),
  L2("l2"),
  IIH("iih"),
  LSP("lsp"),
  SNP("snp"),
  CSNP("csnp"),
  PSNP("psnp"),
  CLNP("clnp"),
  STP("stp"),
  IPX("ipx"),
  NETBEUI("netbeui"),
  RADIO("radio");

  private final String word;

  Proto(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  /** The protocol that a word names. */
  static Optional<Proto> of(String word) {
    return switch (word) {
      case "link", "ether", "ppp", "slip", "fddi", "tr", "wlan" -> Optional.of(LINK);
      case "es-is" -> Optional.of(ESIS);
      case "is-is" -> Optional.of(ISIS);
      case "any" -> Optional.empty();
      default -> {
        for (Proto proto : values()) {
          if (proto.word.equals(word)) {
            yield Optional.of(proto);
          }
        }
        yield Optional.empty();
      }
    };
  }
}
