package org.netmap4j.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What C does with a full ring. */
@State(Scope.Thread)
public class PeerRing {
  private final BenchPort port;
  private final Peer peer;
  private final MemorySegment shortFrame = frame(Frames.SHORT);
  private final MemorySegment longFrame = frame(Frames.LONG);

  /** On a port of its own. */
  public PeerRing() {
    this(Peer.library());
  }

  PeerRing(Path library) {
    port = new BenchPort();
    peer = new Peer(library, port.region());
  }

  private static MemorySegment frame(int length) {
    return Arena.global().allocateFrom(JAVA_BYTE, Frames.frame(1, length));
  }

  /** Unmaps. */
  @TearDown(Level.Trial)
  public void close() {
    port.close();
  }

  long dispatch(int listener) {
    return peer.dispatch(listener);
  }

  long loop() {
    return peer.loop();
  }

  long nextpkt() {
    return peer.nextpkt();
  }

  long injectShort() {
    return peer.inject(shortFrame);
  }

  long injectLong() {
    return peer.inject(longFrame);
  }
}
