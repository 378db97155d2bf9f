package org.netmap4j.examples;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.netmap4j.NetmapPort;
import org.netmap4j.error.NetmapException;

/**
 * Forward error correction: behind each group of frames comes one more, the exclusive or of them
 * all, so that one that is lost of a group can be restored without asking for it.
 */
public final class ErrorCorrection {
  private static final int TYPE = 0x88b5;
  private static final int GROUP = 4;

  /** Where the group, the place in it, and the content begin; all contents are of one length. */
  private static final int NUMBER = 14;

  private static final int PLACE = 18;
  private static final int CONTENT = 19;

  private ErrorCorrection() {}

  /** Shows it on two ports that are joined, losing one frame of each group. */
  public static void main(String[] arguments) throws Exception {
    Usage.need(arguments, 2, "ErrorCorrection FROM TO");
    try (NetmapPort from = org.netmap4j.Netmap.open(arguments[0]);
        NetmapPort to = org.netmap4j.Netmap.open(arguments[1])) {
      List<byte[]> contents = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        contents.add("message %d".formatted(i).getBytes(StandardCharsets.UTF_8));
      }
      for (byte[] frame : encode(contents)) {
        if (frame[PLACE] != 2) { // the third of each group gets lost
          from.inject(frame);
        }
      }
      from.txsync();
      for (byte[] content : receive(to, contents.size(), Duration.ofSeconds(1))) {
        System.out.println(new String(content, StandardCharsets.UTF_8));
      }
    }
  }

  /** The frames for these contents: groups, each with its exclusive or. */
  static List<byte[]> encode(List<byte[]> contents) {
    List<byte[]> frames = new ArrayList<>();
    int length = contents.isEmpty() ? 0 : contents.getFirst().length;
    for (int i = 0; i < contents.size(); i += GROUP) {
      byte[] sum = new byte[length];
      for (int place = 0; place < GROUP; place++) {
        byte[] content = i + place < contents.size() ? contents.get(i + place) : new byte[length];
        add(sum, content);
        if (i + place < contents.size()) {
          frames.add(frame(i / GROUP, place, content));
        }
      }
      frames.add(frame(i / GROUP, GROUP, sum));
    }
    return frames;
  }

  private static void add(byte[] sum, byte[] content) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] ^= content[i];
    }
  }

  private static byte[] frame(int group, int place, byte[] content) {
    ByteBuffer frame = ByteBuffer.allocate(CONTENT + content.length);
    frame.putShort(12, (short) TYPE).putInt(NUMBER, group).put(PLACE, (byte) place);
    return frame.put(CONTENT, content).array();
  }

  /** Receives so many contents, restoring what can be; fewer when nothing comes for so long. */
  static List<byte[]> receive(NetmapPort port, int count, Duration idle) throws NetmapException {
    SortedMap<Integer, byte[]> received = new TreeMap<>();
    Map<Integer, byte[]> sums = new TreeMap<>();
    while (received.size() < count && port.awaitPackets(idle)) {
      port.dispatch(
          0,
          packet -> {
            if (packet.length() > CONTENT && packet.u16(12) == TYPE) {
              byte[] bytes = packet.bytes();
              byte[] content = Arrays.copyOfRange(bytes, CONTENT, bytes.length);
              int group = packet.i32(NUMBER);
              if (packet.u8(PLACE) == GROUP) {
                sums.put(group, content);
              } else {
                received.put(group * GROUP + packet.u8(PLACE), content);
              }
            }
          });
      restore(received, sums, count);
    }
    return List.copyOf(received.values());
  }

  private static void restore(Map<Integer, byte[]> received, Map<Integer, byte[]> sums, int count) {
    for (Map.Entry<Integer, byte[]> sum : sums.entrySet()) {
      int group = sum.getKey();
      byte[] rest = sum.getValue().clone();
      List<Integer> missing = new ArrayList<>();
      for (int i = group * GROUP; i < Math.min(count, (group + 1) * GROUP); i++) {
        byte[] content = received.get(i);
        if (content == null) {
          missing.add(i);
        } else {
          add(rest, content);
        }
      }
      if (missing.size() == 1) {
        received.put(missing.getFirst(), rest);
      }
    }
  }
}
