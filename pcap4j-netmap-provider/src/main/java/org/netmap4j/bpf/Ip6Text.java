package org.netmap4j.bpf;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** IPv6 addresses as they are written. */
final class Ip6Text {
  private static final int BYTES = 16;

  private Ip6Text() {}

  /** Whether the text has an address's form; numbers between dots may be too large all the same. */
  static boolean isAddress(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return words(text) == 8;
    }
    String before = text.substring(0, gap);
    String after = text.substring(gap + 2);
    int left = before.isEmpty() ? 0 : words(before);
    int right = after.isEmpty() ? 0 : words(after);
    boolean dotsBefore = before.indexOf('.') >= 0;
    return left >= 0 && right >= 0 && left + right <= 7 && !dotsBefore;
  }

  /** How many words of 16 bits a part without a gap has; -1 if it is none. */
  private static int words(String part) {
    String[] groups = part.split(":", -1);
    int count = 0;
    for (int i = 0; i < groups.length; i++) {
      if (i == groups.length - 1 && groups[i].indexOf('.') >= 0) {
        if (!groups[i].matches("[0-9]+(?:\\.[0-9]+){3}")) {
          return -1;
        }
        count += 2;
      } else if (groups[i].matches("[0-9A-Fa-f]{1,4}")) {
        count++;
      } else {
        return -1;
      }
    }
    return count;
  }

  /** The 16 bytes of an address; null if a number between dots is too large. */
  static byte @Nullable [] bytes(String text) {
    int gap = text.indexOf("::");
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    boolean good =
        gap < 0
            ? add(text, before)
            : add(text.substring(0, gap), before) && add(text.substring(gap + 2), after);
    if (!good) {
      return null;
    }
    byte[] bytes = new byte[BYTES];
    for (int i = 0; i < before.size(); i++) {
      bytes[i] = before.get(i).byteValue();
    }
    for (int i = 0; i < after.size(); i++) {
      bytes[BYTES - after.size() + i] = after.get(i).byteValue();
    }
    return bytes;
  }

  private static boolean add(String part, List<Integer> bytes) {
    if (part.isEmpty()) {
      return true;
    }
    for (String group : part.split(":", -1)) {
      if (group.indexOf('.') < 0) {
        int word = Integer.parseInt(group, 16);
        bytes.add(word >> 8);
        bytes.add(word & 0xff);
        continue;
      }
      for (String number : group.split("\\.", -1)) {
        if (number.length() > 3 || Integer.parseInt(number) > 255) {
          return false;
        }
        bytes.add(Integer.parseInt(number));
      }
    }
    return true;
  }
}
