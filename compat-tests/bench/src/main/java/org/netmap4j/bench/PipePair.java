package org.netmap4j.bench;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.engine.embedded.RegionLayout;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Has the embedded engine's pipe and C's carry the same packets in turn, between the same two
 * threads, out of one memory region.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class PipePair extends Turns {
  /** The packets of a turn. */
  static final int PACKETS = 1 << 16;

  /** The length of a packet. */
  @Param({"60", "1500"})
  int length;

  private final Partner partner = new Partner();
  private final JavaPipe java;
  private final @Nullable PeerPipe peer;
  private byte[] packet = {};
  private MemorySegment outside = MemorySegment.NULL;

  /** On an engine of its own. */
  public PipePair() {
    Engine engine = new EmbeddedEngine(RegionLayout.SHARED);
    java = new JavaPipe(engine, 1);
    Path library = Peer.library();
    peer = library == null ? null : new PeerPipe(engine, 2, library);
  }

  /** Makes the packet. */
  @Setup
  public void frame() {
    packet = Frames.frame(1, length);
    outside = PeerPipe.packet(packet);
  }

  /** Unmaps. */
  @TearDown(Level.Trial)
  public void close() {
    partner.close();
    java.close();
    if (peer != null) {
      peer.close();
    }
  }

  /** One turn each. */
  long run() throws Exception {
    long sum = partner.together(() -> java.send(packet, PACKETS), () -> java.receive(PACKETS));
    long nanos = partner.nanos();
    if (peer == null) {
      turn(nanos, 0);
      return sum;
    }
    sum += partner.together(() -> peer.send(outside, PACKETS), () -> peer.receive(PACKETS));
    turn(nanos, partner.nanos());
    return sum;
  }

  @Override
  public double packets() {
    return PACKETS;
  }
}
