package org.netmap4j.bench;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.engine.embedded.RegionLayout;
import org.netmap4j.error.NetmapException;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Two pipes, of which one is monitored at the end that sends; the other is its peer. Batches go
 * through them in turn, in one thread. The monitor is emptied when the time is not taken: what is
 * measured is what it costs those whom it watches.
 */
@State(Scope.Thread)
public class MonitorPair {
  /** What the monitor is. */
  @Param({"t", "z"})
  String flags = "";

  private final byte[] packet = Frames.frame(1, Frames.SHORT);
  private final Engine engine = new EmbeddedEngine(RegionLayout.SHARED);
  private final JavaPipe watched = new JavaPipe(engine, 1);
  private final JavaPipe plain = new JavaPipe(engine, 2);
  private @Nullable NetmapPort monitor;

  /** On an engine of its own. */
  public MonitorPair() {}

  /** Opens the monitor. */
  @Setup
  public void open() throws NetmapException {
    monitor = Netmap.port(watched.name() + "/" + flags).engine(engine).open();
    watched.turn(packet);
    if (empty() != JavaPipe.BATCH) {
      throw new IllegalStateException("the monitor did not see all packets");
    }
  }

  /** Closes everything. */
  @TearDown(Level.Trial)
  public void close() {
    if (monitor != null) {
      monitor.close();
    }
    watched.close();
    plain.close();
  }

  /** A batch through each. */
  long run(Turns turns) throws NetmapException {
    long start = System.nanoTime();
    long sum = watched.turn(packet);
    long middle = System.nanoTime();
    sum += plain.turn(packet);
    turns.turn(JavaPipe.BATCH, middle - start, System.nanoTime() - middle);
    return sum + empty();
  }

  private int empty() throws NetmapException {
    NetmapPort opened = Objects.requireNonNull(monitor);
    opened.rxsync();
    int seen = opened.rxRings().getFirst().skip();
    opened.rxsync();
    return seen;
  }
}
