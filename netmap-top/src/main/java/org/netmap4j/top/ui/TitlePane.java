package org.netmap4j.top.ui;

import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.model.Snapshot;
import org.netmap4j.top.units.Si;

/** The bar on top: what this is, for how long, at what cost, and the time of what is shown. */
final class TitlePane {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final Look look;

  TitlePane(Look look) {
    this.look = look;
  }

  void render(@Nullable Shown shown, UiState state, Canvas canvas) {
    Snapshot snapshot = shown == null ? null : shown.snapshot();
    canvas.paintRow(0, Role.TITLE);
    int end = canvas.width();
    if (snapshot != null) {
      String clock = CLOCK.withZone(look.zone()).format(snapshot.time());
      end -= clock.length() + 1;
      canvas.put(end, 0, clock, Role.TITLE);
    }
    if (shown != null && shown.recording() != null && state.recordTo() != null) {
      end = flag(" REC " + Si.count(shown.recording().written()).strip() + " ", end, canvas);
    }
    if (state.paused()) {
      end = flag(" PAUSED ", end, canvas);
    }
    boolean roomy = canvas.width() >= 60;
    int x = canvas.put(roomy ? 1 : 0, 0, "netmap-top", Role.TITLE);
    for (String part : snapshot == null ? List.<String>of() : parts(snapshot, roomy)) {
      int gap = roomy ? 3 : 1;
      if (x + gap + part.length() + gap > end) {
        break;
      }
      x = canvas.put(x + gap, 0, part, Role.TITLE);
    }
  }

  private static int flag(String text, int end, Canvas canvas) {
    int left = end - text.length() - 1;
    canvas.put(left, 0, text, Role.TITLE_FLAG);
    return left;
  }

  /** The most wanted first. */
  private List<String> parts(Snapshot snapshot, boolean roomy) {
    List<String> parts = new ArrayList<>();
    String cpu = String.format(Locale.ROOT, "%.1f%% cpu", snapshot.cost().cpuShare() * 100);
    String rate = String.format(Locale.ROOT, "%.1f/s", snapshot.cost().samplesPerSecond());
    if (!roomy) {
      return List.of(snapshot.engine(), cpu);
    }
    parts.add(snapshot.engine() + " engine");
    parts.add("up " + duration(snapshot.uptime()));
    parts.add("self " + cpu + ", " + rate);
    parts.add(
        String.format(Locale.ROOT, "rates over %.2f s", snapshot.interval().toMillis() / 1e3));
    parts.add("version " + look.version());
    return parts;
  }

  private static String duration(Duration d) {
    return d.toDays() > 0
        ? String.format(
            Locale.ROOT, "%dd %02d:%02d", d.toDays(), d.toHoursPart(), d.toMinutesPart())
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", d.toHours(), d.toMinutesPart(), d.toSecondsPart());
  }
}
