package org.netmap4j.examples;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.Packet;
import org.netmap4j.error.NetmapException;

/** Measures how long a packet takes there and back. */
public final class PingPong {
  /** The ethertype for local experiments (IEEE 802). */
  private static final int TYPE = 0x88b5;

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private PingPong() {}

  /** Sends and measures, or answers until Ctrl-C. */
  public static void main(String[] arguments) throws Exception {
    Usage.need(arguments, 2, "PingPong ping|pong PORT [COUNT]");
    try (NetmapPort port = Netmap.open(arguments[1])) {
      if (arguments[0].equals("pong")) {
        pong(port, new AtomicBoolean());
      } else {
        int count = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1000;
        System.out.println(text(ping(port, count)));
      }
    }
  }

  static String text(long[] nanos) {
    return "%d answers: least %.1f us, median %.1f us, 99 %% within %.1f us"
        .formatted(
            nanos.length,
            nanos[0] / 1e3,
            nanos[nanos.length / 2] / 1e3,
            nanos[nanos.length * 99 / 100] / 1e3);
  }

  /** Sends so many, one after the other's answer; answers the times in order. */
  static long[] ping(NetmapPort port, int count) throws NetmapException {
    long[] nanos = new long[count];
    int answers = 0;
    for (int i = 0; i < count; i++) {
      ByteBuffer frame = ByteBuffer.allocate(60).putShort(12, (short) TYPE).putInt(14, i);
      long start = System.nanoTime();
      port.inject(frame.array());
      port.txsync();
      if (answered(port, i, start)) {
        nanos[answers++] = System.nanoTime() - start;
      }
    }
    long[] found = Arrays.copyOf(nanos, answers);
    Arrays.sort(found);
    return found;
  }

  /** Whether the answer to this one comes in time; later ones to others are passed over. */
  private static boolean answered(NetmapPort port, int number, long start) throws NetmapException {
    while (System.nanoTime() - start < PATIENCE.toNanos()) {
      if (port.awaitPackets(PATIENCE)) {
        for (Packet p = port.nextPacket(); p != null; p = port.nextPacket()) {
          if (p.length() >= 18 && p.u16(12) == TYPE && p.i32(14) == number) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Sends every packet back that is of ours. */
  static void pong(NetmapPort port, AtomicBoolean stop) throws NetmapException {
    while (!stop.get()) {
      if (port.awaitPackets(Duration.ofMillis(100))) {
        for (Packet p = port.nextPacket(); p != null; p = port.nextPacket()) {
          if (p.length() >= 18 && p.u16(12) == TYPE) {
            port.inject(p.bytes());
          }
        }
        port.txsync();
      }
    }
  }
}
