package org.netmap4j.host;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.netmap4j.error.Printable;
import org.netmap4j.ffi.LinuxAbi;

/**
 * The sets of names that ethtool knows of an interface, and the numbers that belong to one of them.
 *
 * <p>The kernel writes as many as there are at the moment of the call, whatever room it was told
 * of. A driver that gets more queues meanwhile has more: so there is room for several times as many
 * as it said a moment ago.
 */
final class StringSets {
  private static final int ROOM = 4;
  private static final int LEAST_ROOM = 4096;

  private StringSets() {}

  /** The names of a set; none where there are none, or more than {@code most}. */
  static List<String> read(InterfaceQuery query, int set, int most) {
    int count = count(query, set, most);
    if (count == 0) {
      return List.of();
    }
    MemorySegment strings = query.allocate(12 + room(count) * LinuxAbi.ETH_GSTRING_LEN);
    strings.set(JAVA_INT, 4, set);
    strings.set(JAVA_INT, 8, count);
    if (!query.ethtool(LinuxAbi.ETHTOOL_GSTRINGS, strings) || strings.get(JAVA_INT, 8) != count) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(text(strings.asSlice(12 + (long) i * LinuxAbi.ETH_GSTRING_LEN)));
    }
    return names;
  }

  /** A driver's counters; none where it has none, or does not say the same twice. */
  static List<DriverCounter> counters(InterfaceQuery query, int most) {
    List<String> names = read(query, LinuxAbi.ETH_SS_STATS, most);
    if (names.isEmpty()) {
      return List.of();
    }
    MemorySegment values = query.allocate(8 + room(names.size()) * Long.BYTES);
    values.set(JAVA_INT, 4, names.size());
    if (!query.ethtool(LinuxAbi.ETHTOOL_GSTATS, values)
        || values.get(JAVA_INT, 4) != names.size()) {
      return List.of();
    }
    List<DriverCounter> counters = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      counters.add(new DriverCounter(names.get(i), values.get(JAVA_LONG, 8 + 8L * i)));
    }
    return counters;
  }

  private static long room(int count) {
    return Math.max(LEAST_ROOM, (long) ROOM * count);
  }

  private static int count(InterfaceQuery query, int set, int most) {
    MemorySegment info = query.allocate(24);
    info.set(JAVA_LONG, 8, 1L << set);
    boolean there =
        query.ethtool(LinuxAbi.ETHTOOL_GSSET_INFO, info) && info.get(JAVA_LONG, 8) == 1L << set;
    int count = there ? info.get(JAVA_INT, 16) : 0;
    return count > 0 && count <= most ? count : 0;
  }

  private static String text(MemorySegment from) {
    byte[] bytes = from.asSlice(0, LinuxAbi.ETH_GSTRING_LEN).toArray(JAVA_BYTE);
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return Printable.text(new String(bytes, 0, length, StandardCharsets.UTF_8).strip());
  }
}
