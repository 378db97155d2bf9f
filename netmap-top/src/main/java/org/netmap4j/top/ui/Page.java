package org.netmap4j.top.ui;

import java.util.List;
import java.util.Locale;

/** What the screen shows. */
public enum Page {
  /** All ports and all rings. */
  OVERVIEW('1'),
  /** One port with its rings' past. */
  PORT('2'),
  /** One ring. */
  RING('3'),
  /** What the host's stack exchanges with its interfaces, and what stands in its way. */
  HOST('4'),
  /** What was lost, and why. */
  DROPS('5'),
  /** Memory regions and their pools. */
  MEMORY('6'),
  /** What is wrong with this machine. */
  DOCTOR('7'),
  /** The latest packets of the port or the ring that the user looks at. */
  PACKETS('8'),
  /** Who sends what to whom there. */
  TALKERS('9');

  private static final List<Page> ALL = List.of(values());

  private final char key;

  Page(char key) {
    this.key = key;
  }

  /** The page's name. */
  String title() {
    return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
  }

  /** The key that shows it. */
  char key() {
    return key;
  }

  /** Whether it looks at packets, which costs something while it is shown. */
  boolean taps() {
    return this == PACKETS || this == TALKERS;
  }

  /** The page {@code steps} further on, around in a circle. */
  Page step(int steps) {
    return ALL.get(Math.floorMod(ALL.indexOf(this) + steps, ALL.size()));
  }
}
