package org.netmap4j.top.source;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.netmap4j.engine.Accuracy;
import org.netmap4j.engine.DropCause;
import org.netmap4j.engine.RingKind;
import org.netmap4j.observe.Movement;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.Label;
import org.netmap4j.top.model.PortKind;
import org.netmap4j.top.model.RingActivity;

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

  static Map<String, Long> losses(Map<DropCause, Long> drops) {
    Map<String, Long> losses = new HashMap<>();
    drops.forEach((cause, count) -> losses.put(cause.text(), count));
    return losses;
  }

  /** What was seen of a ring, and the sizes of its packets, where somebody has looked at them. */
  static RingActivity activity(Movement seen, List<Long> sizes) {
    return new RingActivity(
        seen.looks(),
        seen.fullLooks(),
        seen.stalls(),
        seen.highWater(),
        seen.batches(),
        sizes,
        new RingActivity.Burst(seen.burst().packets(), seen.burst().micros()));
  }
}
