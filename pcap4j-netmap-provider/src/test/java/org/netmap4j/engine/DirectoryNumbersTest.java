package org.netmap4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.netmap4j.ffi.DirectoryAbi;

/** What other processes read: version 1 for ever. */
class DirectoryNumbersTest {
  @Test
  void version1HasTheseNumbers() {
    assertEquals(1, DirectoryAbi.VERSION);
    assertEquals(
        "[NIC, VALE, PIPE, MONITOR, NULL, REPLAY, GENERATOR]",
        DirectoryNumbers.PORT_KINDS.toString());
    assertEquals("[TX, HOST_TX, RX, HOST_RX]", DirectoryNumbers.RING_KINDS.toString());
    assertEquals("[EXACT, INFERRED, SAMPLED, DRIVER]", DirectoryNumbers.ACCURACIES.toString());
    assertEquals(
        "[QUEUE_FULL, TRUNCATED, TOO_LONG, TOO_SHORT, BAD_SLOT, LINK]",
        DirectoryNumbers.DROP_CAUSES.toString());
  }

  @Test
  void everyValueHasANumberAndThereIsRoom() {
    assertEquals(EnumSet.allOf(PortKind.class), EnumSet.copyOf(DirectoryNumbers.PORT_KINDS));
    assertEquals(EnumSet.allOf(RingKind.class), EnumSet.copyOf(DirectoryNumbers.RING_KINDS));
    assertEquals(EnumSet.allOf(Accuracy.class), EnumSet.copyOf(DirectoryNumbers.ACCURACIES));
    assertEquals(EnumSet.allOf(DropCause.class), EnumSet.copyOf(DirectoryNumbers.DROP_CAUSES));
    assertTrue(DirectoryNumbers.DROP_CAUSES.size() <= DirectoryAbi.MOST_CAUSES);
    for (int number : new int[] {-1, 7, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertEquals(Optional.empty(), DirectoryNumbers.at(List.of(1, 2, 3), number));
    }
    assertEquals(Optional.of(3), DirectoryNumbers.at(List.of(1, 2, 3), 2));
  }

  /** No two parts of a file overlap, and the head is the last page. */
  @Test
  void recordsAndHeadFollowTheImage() {
    long image = 3 * 4096;
    long rings = DirectoryAbi.ringRecord(image, 5, 0);
    assertEquals(DirectoryAbi.portRecord(image, 5), rings);
    for (int count = 1; count < 200; count++) {
      long file = DirectoryAbi.fileBytes(image, 5, count);
      assertEquals(0, file % DirectoryAbi.HEAD_SIZE);
      assertTrue(DirectoryAbi.ringRecord(image, 5, count) <= file - DirectoryAbi.HEAD_SIZE);
    }
  }
}
