package org.netmap4j.pcap;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** What the tests of handles have in common. */
final class Handles {
  private Handles() {}

  /** An Ethernet frame whose first byte is its number, which says how long it is. */
  static byte[] frame(int number) {
    byte[] frame = new byte[60 + number];
    frame[0] = (byte) number;
    frame[12] = (byte) (number % 2 == 0 ? 0x08 : 0x86);
    frame[13] = (byte) (number % 2 == 0 ? 0x00 : 0xdd);
    return frame;
  }

  /** The number of a frame. */
  static int number(MemorySegment memory, long start) {
    return memory.get(JAVA_BYTE, start);
  }

  /** Notes the numbers of the packets that it gets. */
  static CapturedHandler into(List<Integer> seen) {
    return (memory, start, captured, length, nanos) -> {
      int number = number(memory, start);
      assertEquals(60 + number, length);
      assertTrue(captured <= length, () -> captured + " of " + length);
      assertTrue(nanos > 0 && nanos % 1000 == 0, () -> "time " + nanos);
      seen.add(number);
    };
  }

  /** Runs on a thread of its own. */
  static <T> CompletableFuture<T> aside(Callable<T> action) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(() -> {
          try {
            result.complete(action.call());
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }
}
