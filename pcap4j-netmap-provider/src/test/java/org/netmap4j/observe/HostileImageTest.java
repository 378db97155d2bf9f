package org.netmap4j.observe;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.Registration;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.engine.embedded.GeneratorOptions;
import org.netmap4j.engine.embedded.RegionLayout;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.DirectoryAbi;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.scripted.Seeds;

/** Regions with anything in them: at worst the numbers are wrong. */
class HostileImageTest {
  private static final RegionLayout SMALL = new RegionLayout(4, 256, 4, 512, 34, 64);
  private static final int IMAGES = 1_000_000;

  /** A whole region of a live engine, with a generator of two rings open in it. */
  private static byte[] good() throws IOException {
    EmbeddedEngine engine = new EmbeddedEngine(SMALL);
    engine.addGenerator("gen", new GeneratorOptions(List.of(9L, 9L), 1, 8, System::nanoTime));
    RegisterRequest request =
        new RegisterRequest("gen", NetmapAbi.REG_ALL_NIC, 0, 0, 0, 0, Geometry.ANY, false);
    Registration port = engine.register(request);
    try {
      return ownRegion();
    } finally {
      port.close();
    }
  }

  private static byte[] ownRegion() throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path fd : all) {
        if (ProcessScan.isRegion(ProcessScan.target(fd))) {
          try (FileChannel file = FileChannel.open(fd)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(bytes, 0);
            return bytes.array();
          }
        }
      }
    }
    throw new AssertionError("no region in this process");
  }

  private static MemorySegment file(Arena arena, byte[] bytes) {
    return arena.allocate(bytes.length, 4096).copyFrom(MemorySegment.ofArray(bytes));
  }

  @Test
  void aGoodRegionIsRead() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      List<ObservedPort> ports = EmbeddedImage.of("good", file(arena, good())).look();
      assertEquals(1, ports.size());
      assertEquals("gen", ports.getFirst().name());
      assertEquals(PortKind.GENERATOR, ports.getFirst().kind());
      assertEquals(4, ports.getFirst().rings().size());
    }
  }

  /** Starts from a good region, so that the readers get past the first checks. */
  @Test
  void aMillionRandomImagesAreRead() throws IOException {
    Random random = Seeds.random(HostileImageTest.class);
    byte[] good = good();
    long shown = 0;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment file = file(arena, good);
      long head = (long) good.length - DirectoryAbi.HEAD_SIZE;
      for (int i = 0; i < IMAGES; i++) {
        int changes = 1 + random.nextInt(6);
        for (int c = 0; c < changes; c++) {
          spoil(file, head, random);
        }
        try {
          EmbeddedImage image = EmbeddedImage.of("random", file);
          shown += image.look().size();
          spoil(file, head, random);
          image.sample(System.nanoTime());
          shown += image.look().size();
        } catch (NetmapException e) {
          assertTrue(!e.error().message().isEmpty());
        }
        if (random.nextInt(8) == 0) {
          MemorySegment.copy(
              good, 0, file, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, good.length);
        }
      }
    }
    assertTrue(shown > IMAGES / 100, "images that were good enough to be read: " + shown);
  }

  /** Puts a number that may hurt where a number is, mostly. */
  private static void spoil(MemorySegment file, long head, Random random) {
    long records = file.get(JAVA_LONG_UNALIGNED, head + DirectoryAbi.HEAD_IMAGE_BYTES);
    long[] starts = {0, SMALL.ringPool(), head, records, records + 4L * DirectoryAbi.PORT_SIZE};
    long start = starts[random.nextInt(starts.length)];
    long at = Math.floorMod(start + random.nextInt(80) * 4L, file.byteSize() - 8);
    switch (random.nextInt(4)) {
      case 0 -> file.set(JAVA_INT_UNALIGNED, at, random.nextInt());
      case 1 -> file.set(JAVA_LONG_UNALIGNED, at, random.nextLong());
      case 2 -> file.set(JAVA_INT_UNALIGNED, at, random.nextInt(600) - 8);
      default ->
          file.set(
              JAVA_LONG_UNALIGNED,
              at,
              (random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE) >> random.nextInt(63));
    }
  }

  /** What a spoiler does to a good region, and how many ports are left. */
  private static void hurt(java.util.function.ObjLongConsumer<MemorySegment> spoiler, int left)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      byte[] good = good();
      MemorySegment file = file(arena, good);
      spoiler.accept(file, good.length - DirectoryAbi.HEAD_SIZE);
      assertEquals(left, EmbeddedImage.of("hurt", file).look().size());
    }
  }

  private static void refused(
      String why, java.util.function.ObjLongConsumer<MemorySegment> spoiler) {
    NetmapException e = assertThrows(NetmapException.class, () -> hurt(spoiler, 0));
    assertTrue(e.error().message().contains(why), e.error().message());
  }

  @Test
  void hugeCountsAndForeignVersionsAreRefused() throws IOException {
    refused("no directory", (file, head) -> file.set(JAVA_LONG_UNALIGNED, head, 0));
    refused(
        "version 2",
        (file, head) -> file.set(JAVA_INT_UNALIGNED, head + DirectoryAbi.HEAD_VERSION, 2));
    long ifs = DirectoryAbi.HEAD_POOLS + NetmapAbi.POOL_OBJECTS;
    for (int count : new int[] {-1, 0, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      refused("pools", (file, head) -> file.set(JAVA_INT_UNALIGNED, head + ifs, count));
      refused(
          "pools",
          (file, head) -> file.set(JAVA_INT_UNALIGNED, head + ifs + NetmapAbi.POOL_SIZE, count));
    }
    for (long bytes : new long[] {-1, 0, Long.MAX_VALUE, Long.MIN_VALUE, 4, 1L << 40}) {
      refused(
          "pools",
          (file, head) ->
              file.set(JAVA_LONG_UNALIGNED, head + DirectoryAbi.HEAD_IMAGE_BYTES, bytes));
    }
    for (int rings : new int[] {-1, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      hurt((file, head) -> file.set(JAVA_INT_UNALIGNED, NetmapAbi.IF_TX_RINGS, rings), 0);
    }
  }

  @Test
  void aNetmapIfThatIsBeingWrittenForEverIsLeftOut() throws IOException {
    long record = DirectoryAbi.portRecord(SMALL.bytes(), 0);
    hurt((file, head) -> file.set(JAVA_INT_UNALIGNED, record, 3), 0);
    hurt((file, head) -> file.set(JAVA_INT_UNALIGNED, record + DirectoryAbi.IN_USE, 0), 0);
    hurt((file, head) -> file.set(JAVA_INT_UNALIGNED, record + DirectoryAbi.KIND, 99), 0);
  }

  /** All offsets lead to one ring, or to the netmap_if itself: each ring is shown once at most. */
  @Test
  void offsetsThatGoRoundAreReadOnce() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment file = file(arena, good());
      long entries = NetmapAbi.IF_RING_OFS;
      long first = file.get(JAVA_LONG_UNALIGNED, entries);
      for (int i = 0; i < 6; i++) {
        file.set(JAVA_LONG_UNALIGNED, entries + 8L * i, i % 2 == 0 ? first : 8);
      }
      List<ObservedPort> ports = EmbeddedImage.of("round", file).look();
      assertEquals(1, ports.getFirst().rings().size());
    }
  }

  @Test
  void namesAreMadePrintable() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment file = file(arena, good());
      byte[] name =
          "a\u001b[2J\n\u202e\u0000hidden".getBytes(java.nio.charset.StandardCharsets.UTF_8);
      long at = DirectoryAbi.portRecord(SMALL.bytes(), 0) + DirectoryAbi.PORT_NAME;
      MemorySegment.copy(name, 0, file, java.lang.foreign.ValueLayout.JAVA_BYTE, at, name.length);
      assertEquals(
          "a\\u001b[2J\\u000a\\u202e", EmbeddedImage.of("names", file).look().getFirst().name());
    }
  }
}
