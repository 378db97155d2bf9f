package org.netmap4j.bench;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.netmap4j.bench.Partner.Work;
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
 * Has the embedded engine's pipe and C's carry the same packets in turn, between the same two
 * threads, out of one memory region.
 */
@State(Scope.Thread)
public class PipePair {
  /** The packets of a turn. */
  static final int PACKETS = 1 << 13;

  /** The length of a packet. */
  @Param({"60", "1500"})
  int length;

  /** Whether Java's sender queues a batch in one call; C's calls nm_inject for each packet. */
  @Param({"true", "false"})
  boolean batches;

  private final Partner partner = new Partner();
  private final JavaPipe java;
  private final @Nullable PeerPipe peer;
  private final Work send = this::send;
  private final Work receive = this::receive;
  private final Work peerSend = this::peerSend;
  private final Work peerReceive = this::peerReceive;
  private byte[] packet = {};
  private final byte[][] batch = new byte[JavaPipe.BATCH][];
  private MemorySegment outside = MemorySegment.NULL;

  /** On an engine of its own. */
  public PipePair() {
    Engine engine = new EmbeddedEngine(RegionLayout.SHARED);
    java = new JavaPipe(engine, 1);
    Path library = Peer.library();
    peer = library == null ? null : new PeerPipe(engine, 2, library);
  }

  /** Makes the packet, and keeps the two threads apart. */
  @Setup
  public void prepare() throws Exception {
    if (peer != null) {
      partner.together(() -> peer.pin(0), () -> peer.pin(1));
    }
    packet = Frames.frame(1, length);
    Arrays.fill(batch, packet);
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

  private long send() throws NetmapException {
    return batches ? java.sendMany(batch, PACKETS) : java.send(packet, PACKETS);
  }

  private long receive() throws NetmapException {
    return java.receive(PACKETS);
  }

  private long peerSend() {
    return peer == null ? 0 : peer.send(outside, PACKETS);
  }

  private long peerReceive() {
    return peer == null ? 0 : peer.receive(PACKETS);
  }

  /** One turn each. */
  long run(Turns turns) throws Exception {
    turns.ofTwoThreads();
    long sum = partner.together(send, receive);
    long nanos = partner.nanos();
    if (peer == null) {
      turns.turn(PACKETS, nanos, 0);
      return sum;
    }
    sum += partner.together(peerSend, peerReceive);
    turns.turn(PACKETS, nanos, partner.nanos());
    return sum;
  }
}
