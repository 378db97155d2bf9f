package org.netmap4j.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** What C does with a full ring. */
final class PeerRing {
  private final Peer peer;
  private final MemorySegment shortFrame = frame(Frames.SHORT);
  private final MemorySegment longFrame = frame(Frames.LONG);

  PeerRing(BenchPort port, Path library) {
    peer = new Peer(library, port.peer());
  }

  private static MemorySegment frame(int length) {
    return Arena.global().allocateFrom(JAVA_BYTE, Frames.frame(1, length));
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
