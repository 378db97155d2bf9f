package org.netmap4j.host;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.netmap4j.ffi.LinuxAbi;

/** An interface's features: the kernel's bits, by the names that it gives them. */
final class Features {
  /** The kernel has some 60 features. */
  private static final int MOST = 1024;

  /** {@code ethtool -K}'s words, and the features that each stands for, by their beginnings. */
  private static final List<Map.Entry<String, List<String>>> WORDS =
      List.of(
          Map.entry("gro", List.of("rx-gro")),
          Map.entry("lro", List.of("rx-lro")),
          Map.entry("tso", List.of("tx-tcp")),
          Map.entry("gso", List.of("tx-generic-segmentation")),
          Map.entry("tx-udp-segmentation", List.of("tx-udp-segmentation")),
          Map.entry("tx", List.of("tx-checksum-ip")),
          Map.entry("rx", List.of("rx-checksum")),
          Map.entry("rxvlan", List.of("rx-vlan-hw-parse")),
          Map.entry("txvlan", List.of("tx-vlan-hw-insert")));

  /** Names that begin as one of the above and mean something else. */
  private static final List<String> OTHERS =
      List.of("rx-gro-list", "rx-gro-hw", "tx-tcp-mangleid-segmentation");

  private Features() {}

  /** What there is of {@link #WORDS}; none where the kernel does not say. */
  static Optional<List<Offload>> of(InterfaceQuery query) {
    List<String> names = StringSets.read(query, LinuxAbi.ETH_SS_FEATURES, MOST);
    if (names.isEmpty()) {
      return Optional.empty();
    }
    int blocks = (names.size() + 31) / 32;
    MemorySegment bits = query.allocate(8 + (long) blocks * LinuxAbi.ETHTOOL_FEATURES_BLOCK_SIZE);
    bits.set(JAVA_INT, 4, blocks);
    if (!query.ethtool(LinuxAbi.ETHTOOL_GFEATURES, bits)) {
      return Optional.empty();
    }
    List<Offload> offloads = new ArrayList<>();
    for (Map.Entry<String, List<String>> word : WORDS) {
      boolean there = false;
      boolean on = false;
      boolean changeable = false;
      for (int i = 0; i < names.size(); i++) {
        if (means(word.getValue(), names.get(i))) {
          boolean active = bit(bits, i, 8);
          there = true;
          on |= active;
          // one that is off and cannot be changed says nothing of those that are on
          changeable |= bit(bits, i, 0) && !bit(bits, i, 12);
        }
      }
      if (there) {
        offloads.add(new Offload(word.getKey(), on, changeable));
      }
    }
    return Optional.of(offloads);
  }

  private static boolean means(List<String> beginnings, String name) {
    return beginnings.stream().anyMatch(name::startsWith) && !OTHERS.contains(name);
  }

  private static boolean bit(MemorySegment bits, int feature, int field) {
    long block = 8 + feature / 32 * (long) LinuxAbi.ETHTOOL_FEATURES_BLOCK_SIZE;
    return (bits.get(JAVA_INT, block + field) >>> feature % 32 & 1) != 0;
  }
}
