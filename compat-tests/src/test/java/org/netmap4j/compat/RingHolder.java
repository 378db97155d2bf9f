package org.netmap4j.compat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.Packet;

/**
 * A program that holds 64 rings on the embedded engine, both ends of 16 pipes, and moves some
 * thousand packets a second through them; for those who look at it from outside.
 */
final class RingHolder {
  static final int RINGS = 64;
  private static final int PIPES = RINGS / 4;
  private static final int BATCH = 3;
  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private RingHolder() {}

  /** Runs until it is killed, or whoever started it is gone. */
  public static void main(String[] arguments) throws Exception {
    List<NetmapPort> senders = new ArrayList<>();
    List<NetmapPort> receivers = new ArrayList<>();
    for (int i = 0; i < PIPES; i++) {
      senders.add(Netmap.open("netmap:held" + i + "{1"));
      receivers.add(Netmap.open("netmap:held" + i + "}1"));
    }
    System.out.println("ready");
    ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
    byte[] frame = new byte[60];
    while (parent.isAlive()) {
      for (int i = 0; i < PIPES; i++) {
        for (int n = 0; n < BATCH; n++) {
          senders.get(i).inject(frame);
        }
        senders.get(i).txsync();
        NetmapPort receiver = receivers.get(i);
        receiver.rxsync();
        for (Packet p = receiver.nextPacket(); p != null; p = receiver.nextPacket()) {
          frame[0] ^= p.bytes()[0];
        }
      }
      LockSupport.parkNanos(TURN_NANOS);
    }
  }
}
