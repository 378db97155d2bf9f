package org.netmap4j.compat.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.function.Executable;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.engine.kernel.KernelEngine;
import org.netmap4j.engine.kernel.KernelProvider;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/** What tests on the module share. */
public final class Kernel {
  static final Duration MOMENT = Duration.ofMillis(500);
  private static final int FRAMES = 200;

  private Kernel() {}

  /** The engine; skips the test where there is no module. */
  public static KernelEngine engine() {
    new KernelProvider().unavailability().ifPresent(cause -> assumeTrue(false, cause.message()));
    return new KernelEngine();
  }

  static NetmapPort open(String name) throws NetmapException {
    return Netmap.port(name).engine(engine()).open();
  }

  /**
   * A frame that no stack answers: of an ethertype for experiments, from and to local addresses.
   */
  static byte[] frame(int number, int length) {
    byte[] frame = new byte[length];
    new Random(number).nextBytes(frame);
    byte[] header = {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, (byte) 0x88, (byte) 0xb5};
    System.arraycopy(header, 0, frame, 0, 14);
    return frame;
  }

  /** Sends frames number 0 to {@code count - 1}, of lengths that vary. */
  static List<byte[]> send(NetmapPort port, int count) throws NetmapException {
    List<byte[]> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] frame = frame(i, 60 + i * 7 % 1400);
      while (!port.inject(frame)) {
        port.txsync();
      }
      sent.add(frame);
    }
    port.txsync(); // no flush: a pipe gives its slots back only when the other end has read
    return sent;
  }

  /** Sends frames from one port, and expects each of them at the other. */
  static void carries(NetmapPort from, NetmapPort to) throws NetmapException {
    List<byte[]> sent = send(from, FRAMES);
    same(sent, receive(to, FRAMES));
  }

  static void same(List<byte[]> sent, List<byte[]> received) {
    assertEquals(sent.size(), received.size());
    for (int i = 0; i < sent.size(); i++) {
      assertArrayEquals(sent.get(i), received.get(i), "frame " + i);
    }
  }

  /** The error of that kind that a call ends with. */
  static <E extends NetmapError> E refused(Class<E> kind, Executable call) {
    NetmapException e = assertThrows(NetmapException.class, call);
    return assertInstanceOf(kind, e.error(), e.getMessage());
  }

  /** The error of that kind that opening a port ends with. */
  static <E extends NetmapError> E cannotOpen(Class<E> kind, String name) {
    return refused(kind, () -> open(name).close());
  }

  /** Expects the message to say something. */
  static void says(String part, NetmapError error) {
    assertTrue(error.message().contains(part), error.message());
  }

  /** The ends of the veth pair that the run made; skips the test where there is none. */
  static String[] veth() {
    String names = System.getenv().getOrDefault("NETMAP_TEST_VETH", "");
    assumeTrue(!names.isEmpty(), "no NETMAP_TEST_VETH");
    return names.split(",", 2);
  }

  /** Receives until {@code count} frames of ours are there, or nothing comes for a moment. */
  static List<byte[]> receive(NetmapPort port, int count) throws NetmapException {
    List<byte[]> received = new ArrayList<>();
    while (received.size() < count && port.awaitPackets(MOMENT)) {
      port.dispatch(
          0,
          packet -> {
            if (packet.length() >= 14 && packet.u16(12) == 0x88b5) {
              received.add(packet.bytes());
            }
          });
    }
    return received;
  }
}
