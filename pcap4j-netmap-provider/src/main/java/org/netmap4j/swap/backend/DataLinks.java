package org.netmap4j.swap.backend;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The link types: DLT_* numbers, their names, and the LINKTYPE_* numbers that files have. */
public final class DataLinks {
  /** Those whose number in files is another, on Linux: DLT and LINKTYPE. */
  private static final int[][] DIFFERENT = {{11, 100}, {12, 101}, {15, 102}, {16, 103}, {19, 106}};

  private static final Map<Integer, DataLink> ALL = read();

  private record DataLink(String name, String description) {}

  private DataLinks() {}

  /** Reads the table: number, name and description in each line. */
  private static Map<Integer, DataLink> read() {
    Map<Integer, DataLink> all = new TreeMap<>();
    try (InputStream in = DataLinks.class.getResourceAsStream("datalinks.txt")) {
      if (in == null) {
        throw new IllegalStateException("datalinks.txt is not in netmap4j's jar");
      }
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" ", 3))
          .forEach(it -> all.put(Integer.valueOf(it[0]), new DataLink(it[1], it[2])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  /** The name of a DLT; null if it has none. */
  public static @Nullable String name(int dlt) {
    DataLink found = ALL.get(dlt);
    return found == null ? null : found.name;
  }

  /** What a DLT is, in words; null if that is not known. */
  public static @Nullable String description(int dlt) {
    DataLink found = ALL.get(dlt);
    return found == null ? null : found.description;
  }

  /** The DLT of a name, in whatever case; -1 if there is none. */
  public static int value(String name) {
    for (Map.Entry<Integer, DataLink> each : ALL.entrySet()) {
      if (each.getValue().name.equalsIgnoreCase(name)) {
        return each.getKey();
      }
    }
    return -1;
  }

  /** A DLT for messages. */
  static String text(int dlt) {
    String name = name(dlt);
    return name == null ? Integer.toString(dlt) : name;
  }

  /** The DLT that stands for a LINKTYPE. */
  static int ofLinktype(int linktype) {
    for (int[] pair : DIFFERENT) {
      if (pair[1] == linktype) {
        return pair[0];
      }
    }
    return linktype;
  }

  /** The LINKTYPE that stands for a DLT. */
  static int linktype(int dlt) {
    for (int[] pair : DIFFERENT) {
      if (pair[0] == dlt) {
        return pair[1];
      }
    }
    return dlt;
  }
}
