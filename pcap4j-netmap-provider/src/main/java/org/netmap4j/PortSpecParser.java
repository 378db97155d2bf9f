package org.netmap4j;

import java.util.EnumSet;
import java.util.Set;
import org.netmap4j.PortSpec.Feature;
import org.netmap4j.PortSpec.Rings;
import org.netmap4j.error.NetmapException;

/**
 * Reads a port's name the way libnetmap does: {@code nmreq_header_decode}, {@code
 * nmreq_register_decode}, {@code nmreq_options_decode} of {@code nmreq.c}.
 */
final class PortSpecParser {
  /** Ring numbers end before NETMAP_RING_MASK of net/netmap_legacy.h. */
  private static final int MAX_RING = 4094;

  private static final String RING_NUMBER = "a ring number from 0 to " + MAX_RING;
  private static final String NEXT = "'/', '@' or the end";

  private final String text;
  private final NameScanner in;
  private final Set<Feature> enabled;
  private final Set<PortFlag> flags = EnumSet.noneOf(PortFlag.class);
  private int memId;

  PortSpecParser(String text, Set<Feature> enabled) {
    this.text = text;
    this.in = NameScanner.over(text);
    this.enabled = enabled;
  }

  PortSpec parse() throws NetmapException {
    checkCharacters();
    String name = PortName.read(in);
    Rings rings = readRings();
    PortOptions options = PortOptions.NONE;
    String expected = rings.mode() == PortMode.SW ? RING_NUMBER + ", " + NEXT : NEXT;
    while (!in.atEnd()) {
      if (in.take("/")) {
        readFlags();
      } else if (in.peek() == '@' && NameScanner.isDigit(in.peekNext())) {
        readMemId();
      } else if (in.peek() == '@') {
        if (in.peekNext() == '@' || in.at() + 1 == in.end()) {
          in.take("@");
          throw in.expected("a memory id or " + PortOptionsParser.OPTION);
        }
        options = new PortOptionsParser(in, enabled).parse();
      } else {
        throw in.expected(expected);
      }
      expected = NEXT;
    }
    return new PortSpec(name, rings, memId, flags, options);
  }

  /** A name becomes a C string of UTF-8 for the kernel. */
  private void checkCharacters() throws NetmapException {
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      int c = text.codePointAt(i);
      if (c == 0 || Character.getType(c) == Character.SURROGATE) {
        throw in.expectedAt(
            i, "a character that a C string can hold", c == 0 ? "NUL" : "half a surrogate pair");
      }
    }
  }

  private Rings readRings() throws NetmapException {
    if (in.take("*")) {
      return new Rings(PortMode.NIC_SW, 0);
    }
    if (in.take("^")) {
      return NameScanner.isDigit(in.peek())
          ? new Rings(PortMode.ONE_SW, readRing())
          : new Rings(PortMode.SW, 0);
    }
    if (in.take("-")) {
      if (!NameScanner.isDigit(in.peek())) {
        throw in.expected(RING_NUMBER + " after '-', which cannot be part of a name");
      }
      return new Rings(PortMode.ONE_NIC, readRing());
    }
    return new Rings(PortMode.ALL_NIC, 0);
  }

  private int readRing() throws NetmapException {
    int start = in.at();
    long ring = in.takeNumber();
    if (ring > MAX_RING) {
      throw in.expectedAt(start, RING_NUMBER, in.from(start));
    }
    return (int) ring;
  }

  private void readFlags() throws NetmapException {
    if (in.atEnd()) {
      throw in.expected("a flag (x, z, t, r, R or T)");
    }
    while (!in.atEnd() && in.peek() != '@') {
      PortFlag flag =
          PortFlag.of(in.peek())
              .orElseThrow(() -> in.expected("a flag (x, z, t, r, R or T), '@' or the end"));
      in.take(String.valueOf(flag.letter()));
      flags.add(flag);
    }
  }

  /** The kernel's field has 16 bits; like libnetmap, compares before and keeps after truncation. */
  private void readMemId() throws NetmapException {
    in.take("@");
    int start = in.at();
    long asked = in.takeNumber();
    int kept = (int) (asked & 0xFFFF);
    if (kept == 0 || asked == Long.MAX_VALUE) {
      throw in.expectedAt(start, "a memory id from 1 to 65535", in.from(start));
    }
    if (memId != 0 && memId != asked) {
      throw in.expectedAt(start, "the memory id %d given before".formatted(memId), in.from(start));
    }
    memId = kept;
  }
}
