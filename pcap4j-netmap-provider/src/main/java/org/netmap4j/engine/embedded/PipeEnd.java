package org.netmap4j.engine.embedded;

import java.util.ArrayList;
import java.util.List;
import org.netmap4j.engine.RingId;
import org.netmap4j.error.NetmapException;

/**
 * One end of a pipe. Its rings are the pipe's, and stay as they are while the other end is open.
 */
final class PipeEnd extends Port {
  private final Pipe pipe;

  PipeEnd(Pipe pipe, String name, PortShape shape, boolean strict) {
    super(name, pipe.base().region(), shape, strict);
    this.pipe = pipe;
  }

  Pipe pipe() {
    return pipe;
  }

  @Override
  List<Bound> open(List<RingId> rings) throws NetmapException {
    List<Bound> opened = new ArrayList<>();
    for (RingId ring : rings) {
      Lane lane = pipe.lane(this, ring);
      lane.settle();
      opened.add(
          ring.kind().receives()
              ? new Bound(lane.rx(), lane.receiver())
              : new Bound(lane.tx(), lane.sender()));
    }
    return opened;
  }

  @Override
  void shut(Bound ring) {}

  @Override
  boolean idle() {
    return pipe.idle();
  }
}
