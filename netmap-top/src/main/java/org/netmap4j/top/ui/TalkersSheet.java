package org.netmap4j.top.ui;

import java.util.List;
import org.netmap4j.top.model.Talkers;
import org.netmap4j.top.model.Talkers.Talker;
import org.netmap4j.top.units.Si;

/** Who talks to whom, the most bytes first. */
final class TalkersSheet implements Sheet {
  private static final int NUMBERS = 30;

  @Override
  public void write(Shown shown, UiState state, Focus focus, Lines to) {
    PacketsSheet.head(shown.tap(), to);
    Talkers talkers = shown.tap().talkers();
    list("flows", talkers.flows(), talkers, to);
    list("hosts", talkers.hosts(), talkers, to);
  }

  private static void list(String what, List<Talker> list, Talkers talkers, Lines to) {
    to.heading("%s, %s".formatted(what, talkers.label().text()));
    if (list.isEmpty()) {
      to.line(" none", Role.DIM);
      return;
    }
    to.right(7, "PKT/S", Role.DIM).right(14, "BIT/S", Role.DIM);
    to.right(21, "PKTS", Role.DIM).right(28, "BYTES", Role.DIM).end();
    for (Talker it : list) {
      to.right(8, Si.rate(it.packetsPerSecond()), Role.TEXT)
          .right(15, Si.rate(it.bytesPerSecond() * 8), Role.TEXT)
          .right(22, Si.count(it.packets()), Role.TEXT)
          .right(29, Si.count(it.bytes()), Role.TEXT)
          .to(NUMBERS)
          .add(it.missed() > 0 ? ">=" : "", Role.WARN) // there may have been more
          .add(it.source(), Role.TEXT)
          .add(it.destination().isEmpty() ? "" : " > " + it.destination(), Role.TEXT)
          .add(it.protocol().isEmpty() ? "" : " " + it.protocol(), Role.DIM)
          .end();
    }
  }
}
