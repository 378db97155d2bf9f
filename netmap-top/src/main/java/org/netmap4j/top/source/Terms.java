package org.netmap4j.top.source;

import java.util.Locale;
import org.netmap4j.engine.Accuracy;
import org.netmap4j.engine.RingKind;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.Label;
import org.netmap4j.top.model.PortKind;

/** The library's terms in the tool's. */
final class Terms {
  private Terms() {}

  static Direction direction(RingKind kind) {
    return switch (kind) {
      case RX -> Direction.RX;
      case TX -> Direction.TX;
      case HOST_RX -> Direction.HOST_RX;
      case HOST_TX -> Direction.HOST_TX;
    };
  }

  /** The two lists of kinds have the same names, as the package of each says. */
  static PortKind kind(org.netmap4j.engine.PortKind kind) {
    return PortKind.valueOf(kind.name().toUpperCase(Locale.ROOT));
  }

  static Label label(Accuracy accuracy) {
    return switch (accuracy) {
      case EXACT -> Label.EXACT;
      case INFERRED -> Label.INFERRED;
      case SAMPLED -> Label.SAMPLED;
      case DRIVER -> Label.DRIVER;
    };
  }
}
