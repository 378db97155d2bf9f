package org.netmap4j.bench;

import java.util.Arrays;
import org.netmap4j.Forward;
import org.netmap4j.NetmapPort;
import org.netmap4j.Packet;
import org.netmap4j.RxRing;
import org.netmap4j.bench.Listeners.Listener;
import org.netmap4j.error.NetmapException;

/** What the library does with a full ring. */
final class JavaRing {
  private final NetmapPort port;
  private final NetmapPort other;
  private final RxRing ring;
  private final Forward within;
  private final Forward across;
  private final byte[][] shortFrames = frames(Frames.SHORT);
  private final byte[][] longFrames = frames(Frames.LONG);
  private final byte[][][] shortBatches = batches(shortFrames);
  private final byte[][][] longBatches = batches(longFrames);
  private int turn;

  /** A ring of {@code bench}, from which packets are also copied to {@code target}. */
  JavaRing(BenchPort bench, BenchPort target) {
    port = bench.open();
    other = target.open();
    ring = port.rxRings().getFirst();
    within = new Forward(ring, port.txRings().getFirst());
    across = new Forward(ring, other.txRings().getFirst());
  }

  private static byte[][] frames(int length) {
    byte[][] copies = new byte[Frames.COPIES][];
    Arrays.setAll(copies, _ -> Frames.frame(1, length));
    return copies;
  }

  /** A ring full of each frame: what is injected one by one, as batches. */
  private static byte[][][] batches(byte[][] frames) {
    byte[][][] batches = new byte[frames.length][BenchPort.PACKETS][];
    for (int i = 0; i < frames.length; i++) {
      Arrays.fill(batches[i], frames[i]);
    }
    return batches;
  }

  void close() {
    port.close();
    other.close();
  }

  long batch(Listener listener) throws NetmapException {
    port.rxsync();
    ring.receive(0, listener);
    return listener.sum;
  }

  long cursor(Listener listener) throws NetmapException {
    port.rxsync();
    port.dispatch(0, listener);
    return listener.sum;
  }

  long nextPacket() throws NetmapException {
    port.rxsync();
    int sum = 0;
    for (Packet packet = port.nextPacket(); packet != null; packet = port.nextPacket()) {
      sum += Frames.headers(packet);
    }
    return sum;
  }

  int injectShort() throws NetmapException {
    return inject(shortFrames[turn++ & Frames.COPIES - 1]);
  }

  int injectLong() throws NetmapException {
    return inject(longFrames[turn++ & Frames.COPIES - 1]);
  }

  private int inject(byte[] frame) throws NetmapException {
    port.txsync();
    int count = 0;
    while (port.inject(frame)) {
      count++;
    }
    return count;
  }

  int exchange() throws NetmapException {
    port.rxsync();
    port.txsync();
    return within.move(0);
  }

  int copyAcross() throws NetmapException {
    port.rxsync();
    other.txsync();
    return across.move(0);
  }

  int batchInjectShort() throws NetmapException {
    return batchInject(shortBatches[turn++ & Frames.COPIES - 1]);
  }

  int batchInjectLong() throws NetmapException {
    return batchInject(longBatches[turn++ & Frames.COPIES - 1]);
  }

  private int batchInject(byte[][] frames) throws NetmapException {
    port.txsync();
    return port.injectBatch(frames);
  }
}
