package org.netmap4j.bench;

import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.RxRing;
import org.netmap4j.bench.Listeners.Listener;
import org.netmap4j.engine.Engine;
import org.netmap4j.error.NetmapException;

/** A pipe of the embedded engine, and what the library does at its two ends. */
final class JavaPipe implements AutoCloseable {
  /** How many packets are queued between two transmit syncs. */
  static final int BATCH = 256;

  private final String name;
  private final NetmapPort sender;
  private final NetmapPort receiver;
  private final RxRing ring;
  private final Listener listener = Listeners.of(1)[0];

  /** The pipe of that number, of the base of all benchmarks. */
  JavaPipe(Engine engine, int number) {
    name = sender(number);
    try {
      sender = Netmap.port(name).engine(engine).open();
      receiver = Netmap.port(receiver(number)).engine(engine).open();
    } catch (NetmapException e) {
      throw new IllegalStateException(e);
    }
    ring = receiver.rxRings().getFirst();
  }

  /** The end that sends, of the pipe of that number. */
  static String sender(int number) {
    return "bench{" + number;
  }

  /** The end that receives. */
  static String receiver(int number) {
    return "bench}" + number;
  }

  /** The name of the end that sends. */
  String name() {
    return name;
  }

  /** Sends a packet so many times, with a sync after each batch and whenever there is no room. */
  long send(byte[] packet, int count) throws NetmapException {
    int times = 0;
    for (int sent = 0; sent < count; ) {
      int end = Math.min(sent + BATCH, count);
      while (sent < end) {
        while (sent < end && sender.inject(packet)) {
          sent++;
        }
        sender.txsync();
        if (sent < end) {
          idle(++times);
        }
      }
    }
    return count;
  }

  /** As {@link #send}, by the call that queues a batch at once. */
  long sendMany(byte[][] batch, int count) throws NetmapException {
    int times = 0;
    for (int sent = 0; sent < count; ) {
      int wanted = Math.min(batch.length, count - sent);
      for (int done = 0; done < wanted; ) {
        done += sender.injectBatch(batch, done, wanted - done);
        sender.txsync();
        if (done < wanted) {
          idle(++times);
        }
      }
      sent += wanted;
    }
    return count;
  }

  @SuppressWarnings("ThreadPriorityCheck") // both ends may be on one processor
  private static void idle(int times) {
    if (times % 64 == 0) {
      Thread.yield();
    } else {
      Thread.onSpinWait();
    }
  }

  /** Receives so many packets; answers the sum of what it read. */
  long receive(int count) throws NetmapException {
    listener.sum = 0;
    int times = 0;
    for (int received = 0; received < count; ) {
      receiver.rxsync();
      int found = ring.receive(0, listener);
      if (found == 0) {
        idle(++times);
      }
      received += found;
    }
    receiver.rxsync();
    return listener.sum;
  }

  /** Sends a batch and receives it; the sender has its slots back then. */
  long turn(byte[] packet) throws NetmapException {
    send(packet, BATCH);
    long sum = receive(BATCH);
    sender.txsync();
    return sum;
  }

  @Override
  public void close() {
    sender.close();
    receiver.close();
  }
}
