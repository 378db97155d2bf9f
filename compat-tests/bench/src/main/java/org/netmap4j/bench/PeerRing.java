package org.netmap4j.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;

/** What C does with a full ring. */
final class PeerRing {
  private final Peer peer;
  private final MemorySegment[] shortFrames = frames(Frames.SHORT);
  private final MemorySegment[] longFrames = frames(Frames.LONG);
  private int turn;

  /** A ring of {@code port}, from which packets are also copied to {@code target}. */
  PeerRing(BenchPort port, BenchPort target, Path library) {
    peer = new Peer(library, port.peer(), target.peer());
  }

  private static MemorySegment[] frames(int length) {
    MemorySegment[] copies = new MemorySegment[Frames.COPIES];
    Arrays.setAll(copies, _ -> Arena.global().allocateFrom(JAVA_BYTE, Frames.frame(1, length)));
    return copies;
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
    return peer.inject(shortFrames[turn++ & Frames.COPIES - 1]);
  }

  long injectLong() {
    return peer.inject(longFrames[turn++ & Frames.COPIES - 1]);
  }

  long exchange() {
    return peer.forward(1);
  }

  long copyAcross() {
    return peer.forward(0);
  }
}
