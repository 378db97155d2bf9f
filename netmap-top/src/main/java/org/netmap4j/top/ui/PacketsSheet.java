package org.netmap4j.top.ui;

import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.model.TapView;
import org.netmap4j.top.model.TappedPacket;
import org.netmap4j.top.units.Printable;
import org.netmap4j.top.units.Si;

/** The latest packets of a port or a ring, the latest first; the one at the cursor byte by byte. */
final class PacketsSheet implements Sheet {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT);

  /** What a packet's line is called. */
  static final String PACKET = "packet";

  private static final int BYTES_A_LINE = 16;
  private static final int ROOM_FOR_ALL = 76;

  private final ZoneId zone;

  PacketsSheet(ZoneId zone) {
    this.zone = zone;
  }

  @Override
  public void write(Shown shown, UiState state, Focus focus, Lines to) {
    TapView tap = shown.tap();
    head(tap, to);
    List<TappedPacket> packets = tap.packets().reversed();
    int chosen = chosen(packets, state.cursor().id());
    for (int i = 0; i < packets.size(); i++) {
      TappedPacket packet = packets.get(i);
      line(packet, to);
      to.end(id(packet));
      if (state.place().hex() && i == chosen) {
        hex(packet, to);
      }
    }
  }

  /** What the tap itself is like, for packets and talkers alike. */
  static void head(TapView tap, Lines to) {
    if (tap.trouble() != null) {
      to.add(" ! ", Role.ALERT).wrapped(tap.trouble(), Role.ALERT);
    }
    String means = tap.means().isEmpty() ? "" : " by " + tap.means();
    String state =
        switch (tap.state()) {
          case OPENING -> "opening";
          case OPEN -> tap.label().text() + means;
          case ENDED -> "ended";
        };
    to.add(" " + state, Role.DIM)
        .add("   seen %s  matched %s".formatted(count(tap.seen()), count(tap.matched())), Role.TEXT)
        .add("  monitor loss " + count(tap.lost()), tap.lost() > 0 ? Role.WARN : Role.DIM)
        .end();
  }

  private static String count(long value) {
    return Si.count(value).strip();
  }

  private static Row.Id id(TappedPacket packet) {
    return new Row.Id(Page.PACKETS.name(), (int) packet.number(), PACKET);
  }

  private static int chosen(List<TappedPacket> packets, Row.@Nullable Id cursor) {
    for (int i = 0; i < packets.size(); i++) {
      if (id(packets.get(i)).equals(cursor)) {
        return i;
      }
    }
    return 0;
  }

  private void line(TappedPacket packet, Lines to) {
    if (to.width() >= ROOM_FOR_ALL) {
      String ring = packet.direction().text() + " " + packet.ring();
      to.add(" " + TIME.withZone(zone).format(packet.time()), Role.DIM)
          .add(" %-9s ".formatted(ring), Role.DIM)
          .right(33, Integer.toString(packet.length()), Role.TEXT);
    }
    to.add(" " + packet.text(), Role.TEXT);
  }

  private static void hex(TappedPacket packet, Lines to) {
    ByteBuffer bytes = packet.bytes();
    int each = to.width() >= ROOM_FOR_ALL ? BYTES_A_LINE : BYTES_A_LINE / 2;
    for (int at = 0; bytes.hasRemaining(); at += each) {
      StringBuilder hex = new StringBuilder();
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < each && bytes.hasRemaining(); i++) {
        int value = bytes.get() & 0xFF;
        hex.append(String.format(Locale.ROOT, i == 8 ? "  %02x" : " %02x", value));
        char c = (char) value;
        text.append(c < 0x7F && Printable.plain(c) ? c : '.');
      }
      to.add("   %04x ".formatted(at), Role.DIM)
          .add(hex + " ".repeat(3 * each + each / BYTES_A_LINE + 1 - hex.length()), Role.TEXT)
          .line(text.toString(), Role.DIM);
    }
    if (packet.captured() < packet.length()) {
      to.line("   %d of %d bytes".formatted(packet.captured(), packet.length()), Role.DIM);
    }
  }
}
