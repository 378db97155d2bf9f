package org.netmap4j.top.ui;

import org.netmap4j.top.model.RingReading;
import org.netmap4j.top.model.RingSnapshot;

/** A ring as a picture: how full it is, and where its indices are. */
final class RingGauge {
  private static final double HIGH = 0.7;
  private static final double FULL = 0.9;
  private static final int PERCENT_WIDTH = 4;

  private final Glyphs glyphs;

  RingGauge(Glyphs glyphs) {
    this.glyphs = glyphs;
  }

  static Role role(RingSnapshot ring) {
    double fill = ring.fill();
    return fill == 0
        ? Role.DIM
        : fill >= FULL ? Role.BAR_FULL : fill >= HIGH ? Role.BAR_HIGH : Role.BAR;
  }

  /** A bar in brackets that grows to the right, and the percentage after it. */
  void bar(Canvas canvas, int x, int y, int width, RingSnapshot ring) {
    int inside = width - 2 - PERCENT_WIDTH;
    canvas.put(x, y, "[", Role.DIM);
    canvas.put(x + 1 + inside, y, "]", Role.DIM);
    canvas.putRight(x + width, y, Column.percent(ring), role(ring));
    int steps = glyphs.eighths().length();
    int filled = (int) Math.ceil(ring.fill() * inside * steps);
    for (int i = 0; i < inside && filled > 0; i++) {
      canvas.set(x + 1 + i, y, glyphs.eighths().charAt(Math.min(filled, steps) - 1), role(ring));
      filled -= steps;
    }
  }

  /**
   * The whole ring from slot 0: what holds packets, and H, C and T where head, cur and tail are.
   */
  void map(Canvas canvas, int x, int y, int width, RingReading ring) {
    canvas.put(x, y, String.valueOf(glyphs.track()).repeat(width), Role.DIM);
    int slots = ring.slots();
    if (slots <= 0) {
      return;
    }
    boolean receives =
        switch (ring.direction()) {
          case RX, HOST_RX -> true;
          case TX, HOST_TX -> false;
        };
    int from = receives ? ring.head() : ring.tail() + 1;
    for (int cell = 0; cell < width; cell++) {
      int slot = (int) ((long) cell * slots / width);
      if (Math.floorMod(slot - from, slots) < ring.used()) {
        canvas.set(x + cell, y, glyphs.held(), receives ? Role.RX : Role.TX);
      }
    }
    mark(canvas, x, y, width, slots, ring.tail(), 'T');
    mark(canvas, x, y, width, slots, ring.cur(), 'C');
    mark(canvas, x, y, width, slots, ring.head(), 'H');
  }

  private static void mark(
      Canvas canvas, int x, int y, int width, int slots, int index, char letter) {
    int cell = (int) ((long) Math.floorMod(index, slots) * width / slots);
    canvas.set(x + cell, y, letter, Role.TEXT);
  }
}
