package org.netmap4j.top.source;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netmap4j.PacketBatch;
import org.netmap4j.bpf.BpfFilter;
import org.netmap4j.error.NetmapException;
import org.netmap4j.top.model.Label;
import org.netmap4j.top.model.Talkers;
import org.netmap4j.top.model.Tap;
import org.netmap4j.top.model.TapView;
import org.netmap4j.top.packet.LatestPackets;
import org.netmap4j.top.packet.TalkerTable;

/** A tap for the screen. */
final class LiveTap implements Tap, Pump.Consumer {
  /** A view is made no more often: who looks does not look more often either. */
  private static final long VIEW_NANOS = 200_000_000;

  private final BpfFilter filter;
  private final byte[] bytes;
  private final LatestPackets latest = new LatestPackets(TapView.PACKETS);
  private final TalkerTable talkers = new TalkerTable(System.nanoTime());
  private final Pump pump;
  private volatile TapView view = TapView.OPENING;
  private String means = "";
  private List<Feed.Lane> lanes = List.of();
  private long seen;
  private long matched;
  private long lost;
  private long shownNanos = System.nanoTime();

  LiveTap(Pump.Opening opening, BpfFilter filter, int snaplen) {
    this.filter = filter;
    bytes = new byte[snaplen];
    pump = new Pump(opening, this);
  }

  /** Begins. */
  LiveTap started(String port) {
    pump.start("tap " + port);
    return this;
  }

  @Override
  public TapView view() {
    return view;
  }

  @Override
  public void close() {
    pump.close();
  }

  @Override
  public void begin(Feed open) throws NetmapException {
    means = open.means();
    lanes = open.lanes();
    show(open, TapView.State.OPEN, null);
  }

  @Override
  public boolean take(int lane, PacketBatch batch, int i) {
    seen++;
    if (batch.wanted(i, filter) != 0) {
      matched++;
      int length = batch.length(i);
      int captured = batch.copy(i, 0, bytes, 0);
      latest.add(
          lanes.get(lane).direction(),
          lanes.get(lane).number(),
          batch.timestampNanos(i),
          bytes,
          captured,
          length);
      talkers.add(bytes, captured, length);
    }
    return true;
  }

  @Override
  public boolean tick(Feed open) throws NetmapException {
    long now = System.nanoTime();
    if (now - shownNanos >= VIEW_NANOS) {
      shownNanos = now;
      talkers.rate(now);
      show(open, TapView.State.OPEN, open.trouble());
    }
    return true;
  }

  @Override
  public void end(@Nullable Feed open, @Nullable Throwable cause) {
    String trouble = cause == null ? null : Trouble.text(cause);
    try {
      show(open, TapView.State.ENDED, trouble);
    } catch (NetmapException | RuntimeException | LinkageError e) {
      view =
          new TapView(
              TapView.State.ENDED,
              means,
              Label.INFERRED,
              seen,
              matched,
              lost,
              List.of(),
              Talkers.NONE,
              trouble == null ? Trouble.text(e) : trouble);
    }
  }

  private void show(@Nullable Feed open, TapView.State state, @Nullable String trouble)
      throws NetmapException {
    if (open != null) {
      lost = open.lost();
    }
    boolean all = lost == 0 && (open == null || !open.leaky());
    view = view(state, all ? Label.EXACT : Label.INFERRED, trouble);
  }

  private TapView view(TapView.State state, Label label, @Nullable String trouble) {
    return new TapView(
        state, means, label, seen, matched, lost, latest.list(), talkers.talkers(label), trouble);
  }
}
