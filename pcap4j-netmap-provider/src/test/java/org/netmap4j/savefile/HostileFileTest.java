package org.netmap4j.savefile;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.netmap4j.error.NetmapError.BadFile;
import org.netmap4j.error.NetmapException;

/** Right files with wrong bytes: packets, or an error within the file; in no time and memory. */
class HostileFileTest {
  private static final int ROUNDS = 100_000;

  /** The buffers of one reader, which grow to twice the file at most, and some options. */
  private static final long MAX_ALLOCATED = 1 << 20;

  private static final ThreadMXBean THREADS =
      assertInstanceOf(ThreadMXBean.class, ManagementFactory.getThreadMXBean());

  private static byte[] pcap() {
    ByteBuffer file =
        Captures.file(0xA1B23C4D, java.nio.ByteOrder.LITTLE_ENDIAN, -1, PcapHeader.ETHERNET);
    for (int i = 0; i < 6; i++) {
      Captures.record(file, i, i, i * 20, i * 20, new byte[i * 20]);
    }
    return Captures.bytes(file);
  }

  @Test
  void wrongBytesNeverDoHarm() throws NetmapException {
    long seed = Long.getLong("netmap.test.seed", System.nanoTime());
    System.out.println("HostileFileTest seed " + seed);
    Random random = new Random(seed);
    List<byte[]> right = List.of(pcap(), Blocks.everything().bytes());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    int round = 0;
    int refused = 0;
    for (; round < ROUNDS && System.nanoTime() < end; round++) {
      byte[] file = right.get(round % 2).clone();
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        change(random, file);
      }
      long before = THREADS.getCurrentThreadAllocatedBytes();
      try {
        read(file);
      } catch (NetmapException e) {
        BadFile error = assertInstanceOf(BadFile.class, e.error());
        assertTrue(error.offset() >= 0 && error.offset() <= file.length, () -> say(seed, file));
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError(say(seed, file), e);
      }
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      assertTrue(allocated < MAX_ALLOCATED, () -> allocated + " bytes, " + say(seed, file));
    }
    System.out.println("HostileFileTest: " + refused + " of " + round + " refused");
    assertTrue(round > ROUNDS / 10, round + " rounds in a minute");
    assertTrue(refused > round / 4 && refused < round, refused + " of " + round);
  }

  private static String say(long seed, byte[] file) {
    return "seed " + seed + ", file " + HexFormat.of().formatHex(file);
  }

  /** A byte, or four of them: random, or a number at the edge of something. */
  private static void change(Random random, byte[] file) {
    if (random.nextBoolean()) {
      file[random.nextInt(file.length)] = (byte) random.nextInt();
      return;
    }
    int[] edges = {0, 1, -1, -4, 4, 12, 0x7FFF_FFFC, Integer.MIN_VALUE, 1 << 27, 1 << 18};
    int at = random.nextInt(file.length / 4) * 4;
    int number = edges[random.nextInt(edges.length)];
    ByteBuffer.wrap(file).putInt(at, random.nextBoolean() ? number : Integer.reverseBytes(number));
  }

  private static void read(byte[] file) throws NetmapException {
    try (SavefileReader in = Savefiles.over(Captures.channel(file), "hostile")) {
      while (in.next()) {
        assertTrue(in.capturedLength() == in.data().remaining() && in.data().remaining() >= 0);
        assertTrue(in.captureInterface().snaplen() >= 0);
        if (in instanceof PcapngReader ng) {
          readOptions(ng);
        }
      }
    }
  }

  private static void readOptions(PcapngReader in) {
    try {
      assertTrue(in.packetOptions().comments().size() < 100);
    } catch (NetmapException e) {
      assertInstanceOf(BadFile.class, e.error());
    }
  }
}
