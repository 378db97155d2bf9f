package org.netmap4j.savefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.netmap4j.error.NetmapError.BadFile;
import org.netmap4j.error.NetmapException;

/** Files read where they are mapped: the same as read as a stream, and cut while they are read. */
class MappedFileTest {
  private static final int LENGTH = 1_000;
  private static final List<CaptureInterface> ETHERNET = List.of(CaptureInterface.ethernet("eth0"));

  @TempDir Path dir;

  private Path write(boolean pcapng, int packets) throws IOException {
    Path path = dir.resolve("mapped");
    SavefileFormat format =
        pcapng
            ? SavefileFormat.pcapng(SectionHeader.of("test"), ETHERNET)
            : SavefileFormat.pcap(PcapHeader.ethernet(TimestampUnit.NANOS));
    try (SavefileWriter out = format.create(path, WriteOptions.REPLACE)) {
      byte[] packet = new byte[LENGTH];
      for (int i = 0; i < packets; i++) {
        ByteBuffer.wrap(packet).putInt(i + 1).putInt(LENGTH - 8, ~i);
        out.write(i, packet, 0, LENGTH - i % 5, LENGTH);
      }
    }
    return path;
  }

  private static long sum(SavefileReader in) throws NetmapException {
    long sum = 0;
    while (in.next()) {
      sum = 31 * sum + in.data().hashCode() + in.timestampNanos() + in.offset();
    }
    return sum;
  }

  /** Packets lie across the ends of windows, of 16 MiB. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isTheSameAsAStream(boolean pcapng) throws IOException {
    Path path = write(pcapng, 40_000);
    assertTrue(Files.size(path) > 2 * (16 << 20));
    try (SavefileReader mapped = Savefiles.map(path);
        SavefileReader stream = Savefiles.open(path)) {
      assertEquals(sum(stream), sum(mapped));
      assertEquals(Files.size(path), mapped.offset());
    }
  }

  @Test
  void onlyRegularFilesAreMapped() {
    for (Path path : List.of(dir, Path.of("/dev/zero"))) {
      NetmapException thrown = assertThrows(NetmapException.class, () -> Savefiles.map(path));
      BadFile error = assertInstanceOf(BadFile.class, thrown.error());
      assertEquals("a regular file (others: open)", error.expected());
    }
  }

  @Test
  void aViewIsOfTheFileAndEndsWithTheReader() throws IOException {
    Path path = write(true, 1);
    ByteBuffer view;
    try (SavefileReader in = Savefiles.map(path)) {
      assertTrue(in.next());
      view = in.data().duplicate();
      assertTrue(view.isDirect() && view.isReadOnly());
      try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
        long at = Files.size(path) - 4 - LENGTH; // before the packet is the rest of its block
        file.write(ByteBuffer.wrap(new byte[] {42}), at);
      }
      assertEquals(42, view.get(view.position()));
    }
    assertThrows(IllegalStateException.class, () -> view.get(view.position()));
  }

  @Test
  void followsAFileThatGrows() throws IOException {
    Path path = write(false, 3);
    byte[] whole = Files.readAllBytes(path);
    int end = whole.length - 16 - LENGTH + 2;
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      file.truncate(end);
      try (SavefileReader in = Savefiles.map(path)) {
        assertTrue(in.next());
        assertTrue(in.next());
        assertFalse(in.next());
        file.write(ByteBuffer.wrap(whole, end, whole.length - end), end);
        assertTrue(in.next());
        assertEquals(3, in.data().getInt(in.data().position()));
        assertFalse(in.next());
      }
    }
  }

  /**
   * What is read after the cut is either as it was, zeros, or a fault that {@code next} or the
   * reading of data throws; in the end there is the error, and it stays.
   */
  @ParameterizedTest
  @CsvSource({
    "false, 0", "false, 5000", "false, 3000000", "false, 17000000",
    "true, 0", "true, 5000", "true, 3000000", "true, 17000000",
  })
  void aFileThatIsCutWhileItIsReadIsAnError(boolean pcapng, long cut) throws IOException {
    Path path = write(pcapng, 40_000);
    try (SavefileReader in = Savefiles.map(path);
        FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      assertTrue(in.next());
      file.truncate(cut);
      NetmapException thrown = assertThrows(NetmapException.class, () -> readFaulting(in));
      BadFile error = assertInstanceOf(BadFile.class, thrown.error());
      assertTrue(error.offset() <= cut + 4096, error.message());
      assertEquals(error, assertThrows(NetmapException.class, in::next).error(), "the error stays");
      assertFalse(in.data().hasRemaining());
    }
  }

  /** Nothing faults, and nothing is missing at the new end: only the length tells. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFileThatIsCutBetweenPacketsIsNotAtItsEnd(boolean pcapng) throws IOException {
    Path path = write(pcapng, 40_000);
    long cut = 0;
    try (SavefileReader in = Savefiles.open(path)) {
      while (cut < 17 << 20 && in.next()) {
        cut = in.offset();
      }
    }
    try (SavefileReader in = Savefiles.map(path);
        FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      assertTrue(in.next());
      file.truncate(cut);
      NetmapException thrown = assertThrows(NetmapException.class, () -> sum(in));
      assertEquals(cut, assertInstanceOf(BadFile.class, thrown.error()).offset());
    }
  }

  /** Reads everything; a fault is no reason to stop, wherever the JVM lets it fall. */
  private static long readFaulting(SavefileReader in) throws NetmapException {
    long sum = 0;
    while (true) {
      try {
        if (!in.next()) {
          return sum;
        }
        sum += in.data().hashCode();
      } catch (InternalError e) {
        sum++;
      }
    }
  }

  @Test
  void whatIsNoFileIsAnError() {
    NetmapException thrown = assertThrows(NetmapException.class, () -> Savefiles.map(dir));
    assertInstanceOf(BadFile.class, thrown.error());
    assertThrows(NetmapException.class, () -> Savefiles.map(dir.resolve("none")));
  }
}
