package org.netmap4j.bpf;

import java.util.HashMap;
import java.util.Map;

/** The words of the language that are numbers: offsets and values of ICMP, ICMPv6 and TCP. */
final class NamedNumbers {
  private static final String TABLE =
      """
      icmptype 0, icmpcode 1, icmp-echoreply 0, icmp-unreach 3, icmp-sourcequench 4,
      icmp-redirect 5, icmp-echo 8, icmp-routeradvert 9, icmp-routersolicit 10,
      icmp-timxceed 11, icmp-paramprob 12, icmp-tstamp 13, icmp-tstampreply 14, icmp-ireq 15,
      icmp-ireqreply 16, icmp-maskreq 17, icmp-maskreply 18,
      icmp6type 0, icmp6code 1, icmp6-destinationunreach 1, icmp6-packettoobig 2,
      icmp6-timeexceeded 3, icmp6-parameterproblem 4, icmp6-echo 128, icmp6-echoreply 129,
      icmp6-multicastlistenerquery 130, icmp6-multicastlistenerreportv1 131,
      icmp6-multicastlistenerdone 132, icmp6-routersolicit 133, icmp6-routeradvert 134,
      icmp6-neighborsolicit 135, icmp6-neighboradvert 136, icmp6-redirect 137,
      icmp6-routerrenum 138, icmp6-nodeinformationquery 139, icmp6-nodeinformationresponse 140,
      icmp6-ineighbordiscoverysolicit 141, icmp6-ineighbordiscoveryadvert 142,
      icmp6-multicastlistenerreportv2 143, icmp6-homeagentdiscoveryrequest 144,
      icmp6-homeagentdiscoveryreply 145, icmp6-mobileprefixsolicit 146,
      icmp6-mobileprefixadvert 147, icmp6-certpathsolicit 148, icmp6-certpathadvert 149,
      icmp6-multicastrouteradvert 151, icmp6-multicastroutersolicit 152,
      icmp6-multicastrouterterm 153,
      tcpflags 13, tcp-fin 1, tcp-syn 2, tcp-rst 4, tcp-push 8, tcp-ack 16, tcp-urg 32,
      tcp-ece 64, tcp-cwr 128
      """;

  /** By their words. */
  static final Map<String, Integer> ALL = all();

  private NamedNumbers() {}

  private static Map<String, Integer> all() {
    Map<String, Integer> numbers = new HashMap<>();
    for (String entry : TABLE.strip().split(",\\s*", -1)) {
      int space = entry.indexOf(' ');
      numbers.put(entry.substring(0, space), Integer.valueOf(entry.substring(space + 1)));
    }
    return Map.copyOf(numbers);
  }
}
