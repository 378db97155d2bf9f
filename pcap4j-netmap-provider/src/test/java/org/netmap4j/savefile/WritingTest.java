package org.netmap4j.savefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netmap4j.error.NetmapException;
import org.netmap4j.savefile.Captures.Packet;

/** When a file gets its packets, and what is in it when it cannot get them all. */
class WritingTest {
  private static final PcapHeader PCAP =
      new PcapHeader(TimestampUnit.NANOS, ByteOrder.BIG_ENDIAN, 0, 1);
  private static final SectionHeader SECTION =
      new SectionHeader(ByteOrder.LITTLE_ENDIAN, "", "", "app", List.of());

  private static SavefileWriter writer(SeekableByteChannel channel, boolean pcapng)
      throws NetmapException {
    if (!pcapng) {
      return PcapWriter.over(channel, "full", PCAP);
    }
    PcapngWriter out = PcapngWriter.over(channel, "full", SECTION, WriteOptions.REPLACE);
    out.addInterface(CaptureInterface.ethernet("eth0"));
    return out;
  }

  /** Every size of disk that does not hold the file: what is on it is whole, and all that fits. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFullDiskHoldsAllThatFitsAndIsReadable(boolean pcapng) throws NetmapException {
    int before = 10;
    List<Long> ends = new ArrayList<>();
    fill(new Disk(before, 1 << 20), pcapng, ends);
    int size = Math.toIntExact(ends.getLast());
    for (int room = 0; room < size; room++) {
      Disk disk = new Disk(before, room);
      List<Long> ignored = new ArrayList<>();
      NetmapException thrown =
          assertThrows(NetmapException.class, () -> fill(disk, pcapng, ignored));
      assertTrue(String.valueOf(thrown.getMessage()).contains("disk full"), thrown::toString);
      assertFalse(disk.isOpen());
      byte[] file = disk.content();
      int end = room;
      long fits = ends.stream().filter(at -> at <= end).max(Long::compare).orElse(0L);
      assertTrue(file.length >= fits && file.length <= room, "room " + room);
      if (file.length > 0) {
        assertEquals(
            ends.stream().skip(1).filter(at -> at <= end).count(), count(file), "room " + room);
      }
    }
  }

  private static int count(byte[] file) throws NetmapException {
    List<Packet> packets = new ArrayList<>();
    try (SavefileReader in = Savefiles.over(Captures.channel(file), "full")) {
      Captures.readAll(in, packets);
    }
    return packets.size();
  }

  /** Some packets, one of them longer than the buffer; {@code ends} gets where each ends. */
  private static void fill(Disk disk, boolean pcapng, List<Long> ends) throws NetmapException {
    try (SavefileWriter out = writer(disk, pcapng)) {
      ends.add(out.bytes());
      for (int i = 0; i < 12; i++) {
        int length = i * 11;
        out.write(i, new byte[length], 0, length, length);
        ends.add(out.bytes());
      }
    }
  }

  @Test
  void aPacketLongerThanTheBufferIsCutOffAsAWhole() throws NetmapException {
    byte[] longest = new byte[200_000];
    for (int room : new int[] {100, 70_000, 140_000, 200_000}) {
      Disk disk = new Disk(0, room);
      SavefileWriter out = writer(disk, false);
      out.write(0, new byte[20], 0, 20, 20);
      assertThrows(
          NetmapException.class,
          () -> {
            out.write(0, longest, 0, longest.length, longest.length);
            out.flush();
          });
      assertEquals(60, out.bytes());
      assertEquals(60, disk.content().length);
      assertThrows(NetmapException.class, () -> out.write(0, longest, 0, 1, 1));
      out.close();
    }
  }

  /** The system's own full disk, which takes nothing and cannot be cut. */
  @Test
  void aDeviceThatIsFullIsAnError() throws NetmapException {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.isWritable(full), "no /dev/full");
    PcapWriter out = PcapWriter.create(full, PCAP);
    out.write(0, new byte[20], 0, 20, 20);
    NetmapException thrown = assertThrows(NetmapException.class, out::close);
    assertTrue(String.valueOf(thrown.getMessage()).contains("No space left"), thrown::toString);
  }

  /** Programs that shut down interrupt whoever captures, which is to write all the same. */
  @Test
  void aThreadThatIsInterruptedWritesAndReads(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("interrupted.pcap");
    int packets = 1000;
    Thread.currentThread().interrupt();
    try (PcapWriter out = PcapWriter.create(file, PCAP)) {
      for (int i = 0; i < packets; i++) {
        out.write(i, new byte[1000], 0, 1000, 1000);
      }
    }
    try (SavefileReader open = Savefiles.open(file);
        SavefileReader mapped = Savefiles.map(file)) {
      for (int i = 0; i < packets; i++) {
        assertTrue(open.next() && mapped.next(), "packet " + i);
      }
      assertFalse(open.next() || mapped.next());
    }
    assertTrue(Thread.interrupted(), "the interrupt is kept");
  }

  @Test
  void anInterruptDuringAWriteLosesNothing(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("interrupted.pcap");
    Thread writer = Thread.currentThread();
    AtomicBoolean over = new AtomicBoolean();
    Thread other =
        Thread.ofPlatform()
            .start(() -> {
              while (!over.get()) {
                writer.interrupt();
              }
            });
    try (PcapWriter out = PcapWriter.create(file, PCAP)) {
      for (int i = 0; i < 10_000; i++) {
        out.write(i, new byte[1000], 0, 1000, 1000);
      }
    } finally {
      over.set(true);
      while (other.isAlive()) {
        Thread.onSpinWait();
      }
      boolean _ = Thread.interrupted();
    }
    assertEquals(24 + 10_000 * 1016L, Files.size(file));
  }

  /** What was in the buffer is lost, so nothing may follow it. */
  @Test
  void aChannelThatCannotBeWrittenStaysFailed() throws IOException {
    Pipe pipe = Pipe.open();
    try (Pipe.SourceChannel source = pipe.source()) {
      assertTrue(source.isOpen());
      pipe.sink().configureBlocking(false);
      PcapWriter out = PcapWriter.over(pipe.sink(), "pipe", PCAP);
      ByteBuffer packet = ByteBuffer.allocate(200_000);
      IllegalStateException thrown =
          assertThrows(IllegalStateException.class, () -> out.write(0, packet, 200_000));
      assertTrue(String.valueOf(thrown.getMessage()).contains("non-blocking"), thrown::toString);
      assertThrows(NetmapException.class, () -> out.write(0, packet, 200_000));
      assertThrows(NetmapException.class, out::flush);
      assertEquals(24, out.bytes());
      out.close();
      assertFalse(pipe.sink().isOpen());
    }
  }

  @Test
  void aTimeWithoutEndIsNeverOver(@TempDir Path dir) throws NetmapException {
    WriteOptions never = WriteOptions.NEW_FILE.flushAfter(Duration.ofSeconds(Long.MAX_VALUE));
    Path file = dir.resolve("a");
    try (PcapWriter out = PcapWriter.create(file, PCAP, never)) {
      out.write(0, new byte[4], 0, 4, 4);
      assertEquals(0, file.toFile().length());
    }
    assertEquals(44, file.toFile().length());
  }

  @Test
  void flushesAfterSoManyPackets() throws NetmapException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PcapWriter out =
        PcapWriter.over(
            Channels.newChannel(bytes), "x", PCAP, WriteOptions.REPLACE.flushPackets(3))) {
      for (int i = 1; i <= 8; i++) {
        out.write(0, new byte[4], 0, 4, 4);
        assertEquals(i < 3 ? 0 : 24 + 20 * (i / 3 * 3), bytes.size());
      }
      out.flush();
      assertEquals(24 + 160, bytes.size());
      out.write(0, new byte[4], 0, 4, 4);
      out.write(0, new byte[4], 0, 4, 4);
      assertEquals(24 + 160, bytes.size(), "counted from the last flush");
    }
    assertEquals(24 + 200, bytes.size());
  }

  @Test
  void flushesAfterSoMuchTime() throws NetmapException {
    AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 500);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    WriteOptions options = new WriteOptions(true, 0, Duration.ofNanos(1000), clock::get);
    try (PcapWriter out = PcapWriter.over(Channels.newChannel(bytes), "x", PCAP, options)) {
      long[] steps = {0, 999, 1, 999, 1, 5000};
      int[] sizes = {0, 0, 24 + 60, 24 + 60, 24 + 100, 24 + 120};
      for (int i = 0; i < steps.length; i++) {
        clock.addAndGet(steps[i]);
        out.write(0, new byte[4], 0, 4, 4);
        assertEquals(sizes[i], bytes.size(), "packet " + i);
      }
    }
  }

  @Test
  void refusesNegativeLimits() {
    assertThrows(IllegalArgumentException.class, () -> WriteOptions.NEW_FILE.flushPackets(-1));
    assertThrows(
        IllegalArgumentException.class,
        () -> WriteOptions.NEW_FILE.flushAfter(Duration.ofNanos(-1)));
  }

  @Test
  void writingAllocatesNothingPerPacket() throws IOException {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    ByteBuffer packet = ByteBuffer.allocate(60);
    for (boolean pcapng : new boolean[] {false, true}) {
      Disk disk = new Disk(0, 1 << 24);
      try (SavefileWriter out = writer(disk, pcapng)) {
        for (int i = 0; i < 50_000; i++) {
          out.write(0, i, packet, 60);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 50_000; i++) {
          out.write(0, i, packet, 60);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 300_000, "allocated " + allocated);
      }
    }
  }

  /** A file with something before the position, and room for so many bytes. */
  private static final class Disk implements SeekableByteChannel {
    private final byte[] bytes;
    private final int start;
    private int size;
    private boolean open = true;

    Disk(int start, int room) {
      this.start = start;
      bytes = new byte[start + room];
      size = start;
    }

    byte[] content() {
      return Arrays.copyOfRange(bytes, start, size);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      if (size == bytes.length && from.hasRemaining()) {
        throw new IOException("disk full");
      }
      int length = Math.min(from.remaining(), bytes.length - size);
      from.get(bytes, size, length);
      size += length;
      return length;
    }

    @Override
    public SeekableByteChannel truncate(long length) {
      size = Math.toIntExact(Math.min(size, length));
      return this;
    }

    @Override
    public long position() {
      return size;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public SeekableByteChannel position(long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer into) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }
}
