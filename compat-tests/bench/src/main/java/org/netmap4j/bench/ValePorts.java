package org.netmap4j.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
 * A switch whose first port sends a batch, which all others then receive without looking at it, in
 * one thread. Counted are packets as delivered.
 */
@State(Scope.Thread)
public class ValePorts {
  private static final int BATCH = 256;
  private static final int EVERYBODY = 255;

  /** The ports of the switch. */
  @Param({"2", "4", "8", "16"})
  int ports;

  /** Whether each packet goes to all ports, or to one of them in turn. */
  @Param({"false", "true"})
  boolean broadcast;

  private final List<NetmapPort> open = new ArrayList<>();
  private final byte[][] frames = new byte[BATCH][];

  /** On an engine of its own. */
  public ValePorts() {}

  /** Opens the ports, and has the switch learn where each is. */
  @Setup
  public void open() throws NetmapException {
    Engine engine = new EmbeddedEngine(RegionLayout.SHARED);
    for (int i = 0; i < ports; i++) {
      open.add(Netmap.port("vale0:p" + i).engine(engine).open());
    }
    for (int i = 0; i < ports; i++) {
      open.get(i).inject(frame(EVERYBODY, i));
      open.get(i).txsync();
    }
    receive();
    for (int i = 0; i < BATCH; i++) {
      frames[i] = frame(broadcast ? EVERYBODY : 1 + i % (ports - 1), 0);
    }
    if (run(new Turns()) != delivered()) {
      throw new IllegalStateException("not all packets arrived");
    }
  }

  private static byte[] frame(int to, int from) {
    byte[] frame = Frames.frame(1, Frames.SHORT);
    if (to == EVERYBODY) {
      Arrays.fill(frame, 0, 6, (byte) -1);
    } else {
      frame[0] = 2;
      frame[5] = (byte) to;
    }
    frame[6] = 2;
    frame[11] = (byte) from;
    return frame;
  }

  /** Closes them. */
  @TearDown(Level.Trial)
  public void close() {
    open.forEach(NetmapPort::close);
  }

  /** Sends a batch and receives it; answers how many packets arrived. */
  long run(Turns turns) throws NetmapException {
    long start = System.nanoTime();
    NetmapPort sender = open.getFirst();
    for (byte[] frame : frames) {
      sender.inject(frame);
    }
    sender.txsync();
    long received = receive();
    turns.turn(delivered(), System.nanoTime() - start, 0);
    return received;
  }

  private long receive() throws NetmapException {
    long received = 0;
    for (int i = 0; i < open.size(); i++) {
      NetmapPort port = open.get(i);
      port.rxsync();
      received += port.rxRings().getFirst().skip();
    }
    return received;
  }

  private double delivered() {
    return broadcast ? BATCH * (ports - 1.0) : BATCH;
  }
}
