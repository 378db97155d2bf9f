package org.netmap4j.examples;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.Packet;
import org.netmap4j.error.NetmapException;

/**
 * Carries lines over a link that loses packets: numbered frames, a window of them under way, each
 * acknowledged by number, those not acknowledged in time sent again (selective repeat).
 */
public final class SlidingWindow {
  private static final int TYPE = 0x88b5;
  private static final int WINDOW = 64;
  private static final long AGAIN_NANOS = 20_000_000;

  /** Where the kind, the number and the content of a frame begin. */
  private static final int KIND = 14;

  private static final int NUMBER = 15;
  private static final int LENGTH = 19;
  private static final int CONTENT = 21;

  private static final int DATA = 1;
  private static final int ACK = 2;

  private SlidingWindow() {}

  /** Sends the words that it is given, or prints what it receives. */
  public static void main(String[] arguments) throws Exception {
    Usage.need(arguments, 2, "SlidingWindow send PORT WORD... | SlidingWindow receive PORT COUNT");
    try (NetmapPort port = Netmap.open(arguments[1])) {
      if (arguments[0].equals("send")) {
        List<byte[]> words = new ArrayList<>();
        for (int i = 2; i < arguments.length; i++) {
          words.add(arguments[i].getBytes(StandardCharsets.UTF_8));
        }
        System.out.println(send(port, words) + " frames sent");
      } else {
        for (byte[] word : receive(port, Integer.parseInt(arguments[2]))) {
          System.out.println(new String(word, StandardCharsets.UTF_8));
        }
      }
    }
  }

  private static byte[] frame(int kind, int number, byte[] content) {
    ByteBuffer frame = ByteBuffer.allocate(Math.max(60, CONTENT + content.length));
    frame.putShort(12, (short) TYPE).put(KIND, (byte) kind).putInt(NUMBER, number);
    return frame.putShort(LENGTH, (short) content.length).put(CONTENT, content).array();
  }

  private static boolean is(Packet packet, int kind) {
    return packet.length() >= CONTENT && packet.u16(12) == TYPE && packet.u8(KIND) == kind;
  }

  /** Sends all of them; answers how many frames that took. */
  static int send(NetmapPort port, List<byte[]> contents) throws NetmapException {
    long[] sentAt = new long[contents.size()];
    boolean[] known = new boolean[contents.size()];
    int first = 0;
    int frames = 0;
    while (first < contents.size()) {
      long now = System.nanoTime();
      for (int i = first; i < Math.min(first + WINDOW, contents.size()); i++) {
        if (!known[i] && (sentAt[i] == 0 || now - sentAt[i] > AGAIN_NANOS)) {
          if (!port.inject(frame(DATA, i, contents.get(i)))) {
            break;
          }
          sentAt[i] = now;
          frames++;
        }
      }
      port.txsync();
      boolean _ = port.awaitPackets(Duration.ofNanos(AGAIN_NANOS));
      port.dispatch(
          0,
          packet -> {
            if (is(packet, ACK) && Integer.compareUnsigned(packet.i32(NUMBER), known.length) < 0) {
              known[packet.i32(NUMBER)] = true;
            }
          });
      while (first < contents.size() && known[first]) {
        first++;
      }
    }
    return frames;
  }

  /** Receives so many, in order; each frame is acknowledged, also one that came before. */
  static List<byte[]> receive(NetmapPort port, int count) throws NetmapException {
    TreeMap<Integer, byte[]> received = new TreeMap<>();
    long end = Long.MAX_VALUE;
    // for a while after the last one: the sender may not have heard of it
    while (received.size() < count || System.nanoTime() < end) {
      boolean _ = port.awaitPackets(Duration.ofNanos(AGAIN_NANOS));
      for (Packet packet = port.nextPacket(); packet != null; packet = port.nextPacket()) {
        if (!is(packet, DATA)) {
          continue;
        }
        int number = packet.i32(NUMBER);
        int length = Math.min(packet.u16(LENGTH), packet.length() - CONTENT);
        byte[] content = new byte[length];
        System.arraycopy(packet.bytes(), CONTENT, content, 0, length);
        received.put(number, content);
        port.inject(frame(ACK, number, new byte[0]));
        end = System.nanoTime() + 10 * AGAIN_NANOS;
      }
      port.txsync();
    }
    return List.copyOf(received.values());
  }
}
