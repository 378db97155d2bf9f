package org.netmap4j.top.source;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.netmap4j.PacketBatch;
import org.netmap4j.bpf.BpfFilter;
import org.netmap4j.error.NetmapException;
import org.netmap4j.savefile.InterfaceStatistics;
import org.netmap4j.top.model.RecordRequest;
import org.netmap4j.top.model.RecordView;
import org.netmap4j.top.model.Recording;
import org.netmap4j.top.model.TapView.State;

/** Packets into files, or to standard output. */
final class FileRecording implements Recording, Pump.Consumer {
  /** What is in the file is at most so old, however little comes. */
  private static final long FLUSH_NANOS = 500_000_000;

  /** More packets than the writer's buffer can hold. */
  private static final int UNSURE = 1 << 13;

  private final RecordRequest request;
  private final BpfFilter filter;
  private final byte[] bytes;
  private final ByteBuffer packet;
  private final Pump pump;
  private final long endNanos;

  /** How long the files were after each of the latest packets: after a failure, what they have. */
  private final long[] ends = new long[UNSURE];

  private final long startedEpochNanos = epochNanos();
  private String means = "";
  private @Nullable RecordFiles files;
  private long[] seenOf = {};
  private long[] matchedOf = {};
  private long seen;
  private long matched;
  private long written;
  private long flushed;
  private long flushedNanos = System.nanoTime();
  private volatile @Nullable Throwable failure;
  private volatile RecordView view;

  FileRecording(Pump.Opening opening, BpfFilter filter, RecordRequest request) {
    this.request = request;
    this.filter = filter;
    bytes = new byte[request.what().snaplen()];
    packet = ByteBuffer.wrap(bytes);
    Duration time = request.time();
    endNanos =
        time == null ? Long.MAX_VALUE : System.nanoTime() + TimeUnit.NANOSECONDS.convert(time);
    view = new RecordView(State.OPENING, "", name(), 0, 0, 0, 0, 0, null);
    pump = new Pump(opening, this);
  }

  /** Begins. */
  FileRecording started() {
    pump.start("record " + request.what().port());
    return this;
  }

  @Override
  public RecordView view() {
    return view;
  }

  @Override
  public boolean await(Duration patience) throws InterruptedException {
    return pump.await(patience);
  }

  @Override
  public @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public void close() {
    pump.close();
  }

  @Override
  public void begin(Feed open) throws NetmapException {
    means = open.means();
    seenOf = new long[open.lanes().size()];
    matchedOf = new long[open.lanes().size()];
    files = RecordFiles.open(request, open.lanes());
    show(State.OPEN, open.lost(), null);
  }

  @Override
  public boolean take(int lane, PacketBatch batch, int i) throws NetmapException {
    seen++;
    seenOf[lane]++;
    if (files == null || batch.wanted(i, filter) == 0) {
      return true;
    }
    matched++;
    matchedOf[lane]++;
    packet.clear().limit(batch.copy(i, 0, bytes, 0));
    files.write(lane, batch.timestampNanos(i), packet, batch.length(i));
    ends[(int) (written % UNSURE)] = files.bytes();
    written++;
    return written < request.packets();
  }

  @Override
  public boolean tick(Feed open) throws NetmapException {
    long now = System.nanoTime();
    boolean live = request.file() == null;
    if (files != null && written > flushed && (live || now - flushedNanos >= FLUSH_NANOS)) {
      files.flush();
      flushed = written;
      flushedNanos = now;
    }
    show(State.OPEN, open.lost(), open.trouble());
    return now - endNanos < 0;
  }

  @Override
  public void end(@Nullable Feed open, @Nullable Throwable cause) {
    Throwable why = cause;
    long lost = view.lost();
    try (RecordFiles all = files) {
      if (open != null) {
        lost = open.lost();
        if (all != null && cause == null) {
          statistics(open, all);
        }
      }
    } catch (NetmapException e) {
      if (why == null) {
        why = e;
      }
    }
    if (files != null && why != null) {
      forgetUnwritten(files.bytes());
    }
    if (why != null && why.getCause() instanceof StandardOutput.NobodyReads) {
      why = null;
    }
    failure = why;
    String trouble = why != null ? Trouble.text(why) : open == null ? null : open.trouble();
    show(State.ENDED, lost, trouble);
  }

  private void statistics(Feed open, RecordFiles all) throws NetmapException {
    long now = epochNanos();
    for (int i = 0; i < seenOf.length; i++) {
      OptionalLong lost = open.counts() ? OptionalLong.of(open.lost(i)) : OptionalLong.empty();
      all.statistics(
          new InterfaceStatistics(
              i,
              now,
              OptionalLong.of(startedEpochNanos),
              OptionalLong.of(now),
              OptionalLong.of(seenOf[i]),
              OptionalLong.empty(),
              OptionalLong.of(matchedOf[i]),
              lost,
              OptionalLong.empty()));
    }
  }

  /** Packets that were in the buffer when the file took no more. */
  private void forgetUnwritten(long whole) {
    long least = Math.max(0, written - UNSURE);
    while (written > least && ends[(int) ((written - 1) % UNSURE)] > whole) {
      written--;
    }
  }

  private static long epochNanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  private String name() {
    if (files != null) {
      return files.name();
    }
    return request.file() == null ? "-" : request.file().toString();
  }

  private void show(State state, long lost, @Nullable String trouble) {
    long size = files == null ? 0 : files.bytes();
    view = new RecordView(state, means, name(), seen, matched, written, size, lost, trouble);
  }
}
