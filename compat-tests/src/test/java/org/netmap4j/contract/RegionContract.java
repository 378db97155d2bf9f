package org.netmap4j.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.netmap4j.PortMode;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/** Which memory a port has: that of another port, or a file of the user's. */
abstract class RegionContract extends Contract {
  private static final int BYTES = 8 << 20;

  /** A ring of one page, as the module wants it in a file whose pages lie anywhere. */
  private static final String POOLS = ",if-num=4,ring-num=8,ring-size=4096,buf-num=2000";

  private static final String SLOTS = "@conf:slots=240";

  private final String vale = name("vale");
  private Path file;

  @BeforeEach
  void makeTheFile() throws IOException {
    file = Files.createTempFile(Path.of("/dev/shm"), "netmap4j-", ".mem");
    size(BYTES);
  }

  @AfterEach
  void removeTheFile() throws IOException {
    if (file != null) { // null where there is nothing to test
      Files.delete(file);
    }
  }

  private void size(int bytes) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(bytes);
    }
  }

  private static int region(Opened port) {
    return port.registration.reply().memId();
  }

  /** Both ways, often enough to go round the rings. */
  private static void carries(Opened one, Opened two) throws NetmapException {
    for (int i = 0; i < 300; i++) {
      one.send(frame(i, 60 + i));
      same(List.of(frame(i, 60 + i)), two.take());
      two.send(frame(-i, 60 + i));
      same(List.of(frame(-i, 60 + i)), one.take());
    }
  }

  // @share

  @Test
  void aPortSharesTheRegionOfAnother() throws NetmapException {
    Opened first = open(vale + ":first");
    Opened second = open(vale + ":second");
    Opened shares = open(vale + ":shares@share=" + vale + ":first");
    Opened agrees = open(vale + ":agrees@" + region(first) + "@share=" + vale + ":first");
    assertNotEquals(region(first), region(second));
    assertEquals(region(first), region(shares));
    assertEquals(region(first), region(agrees));
    assertEquals(first.registration.region().byteSize(), shares.registration.region().byteSize());
    close(second);
    close(agrees);
    carries(first, shares);
  }

  @Test
  void buffersGoFromAPortToOneThatSharesItsRegion() throws NetmapException {
    Opened source = open(vale + ":source", builder -> builder.slots(16));
    Opened from = open(vale + ":from", builder -> builder.slots(16));
    String pipe = name("sh") + "{1@share=" + vale + ":from";
    Opened to = open(pipe, builder -> builder.slots(16));
    assertEquals(region(from), region(to));
    source.send(frame(7, 77));
    assertEquals(1, from.arrived());
    int packet = from.rx().buf(0);
    from.rx().buf(0, to.tx().buf(0));
    from.rx().flags(0, BUF_CHANGED);
    to.tx().buf(0, packet);
    to.tx().len(0, 77);
    to.tx().flags(0, BUF_CHANGED);
    to.tx().advance(1);
    to.port.txsync();
    from.release(1);
    Opened end = open(pipe.substring(0, pipe.indexOf('@')).replace('{', '}'));
    same(List.of(frame(7, 77)), end.take());
    assertEquals(packet, end.rx().buf(0));
  }

  @Test
  void theRegionLivesAsLongAsWhoSharesIt() throws NetmapException {
    Opened first = open(vale + ":first");
    int region = region(first);
    Opened shares = open(vale + ":shares@share=" + vale + ":first");
    close(first);
    Opened again = open(vale + ":again@share=" + vale + ":shares");
    assertEquals(region, region(again));
    carries(shares, again);
    close(shares);
    close(again);
    refused(NetmapError.class, name("nu") + "@" + region, builder -> builder.mode(PortMode.NULL));
  }

  @Test
  void aPortThatIsOpenKeepsItsRegion() throws NetmapException {
    Opened first = open(vale + ":first");
    Opened second = open(vale + ":second");
    Opened same = open(vale + ":second@share=" + vale + ":first");
    assertEquals(region(second), region(same));
    assertNotEquals(region(first), region(same));
  }

  @Test
  void whatIsNotThereIsNotShared() throws NetmapException {
    refused(NetmapError.CannotOpen.class, vale + ":x@share=" + vale + ":none");
    refused(NetmapError.NoSuchPort.class, vale + ":x@share=netmap:nosuch0");
    open(vale + ":first");
    refused(NetmapError.CannotOpen.class, vale + ":x@share=" + vale + ":none");
    Opened first = open(vale + ":first");
    int other = region(first) + 1;
    refused(NetmapError.CannotOpen.class, vale + ":x@" + other + "@share=" + vale + ":first");
  }

  // @extmem

  private String external(String port) {
    return vale + ":" + port + "@extmem:file=" + file + POOLS + SLOTS;
  }

  private void needsIt() throws NetmapException {
    try {
      close(open(external("try")));
    } catch (NetmapException e) {
      assumeTrue(!(e.error() instanceof NetmapError.Unsupported), e.getMessage());
      throw e;
    }
  }

  private boolean mapped() throws IOException {
    return Files.readString(Path.of("/proc/self/maps")).contains(file.toString());
  }

  @Test
  void aFileIsTheRegion() throws Exception {
    needsIt();
    Opened external = open(external("ext"));
    Opened other = open(vale + ":other");
    assertNotEquals(region(external), region(other));
    assertEquals(BYTES, external.registration.region().byteSize());
    carries(external, other);
    byte[] content = Files.readAllBytes(file);
    String name = vale + ":ext";
    assertEquals(name, new String(content, 0, name.length(), StandardCharsets.US_ASCII));
    external.queue(0, frame(9, 99));
    int at = (external.tx().head() + external.tx().slots() - 1) % external.tx().slots();
    RandomAccessFile access = new RandomAccessFile(file.toFile(), "r");
    byte[] found = new byte[99];
    try (access) {
      long buffers = external.tx().base() + external.tx().bufOfs();
      access.seek(buffers + (long) external.tx().buf(at) * external.tx().bufferSize());
      access.readFully(found);
    }
    assertArrayEquals(frame(9, 99), found);
  }

  @Test
  void oneFileIsOneRegion() throws Exception {
    needsIt();
    Opened external = open(external("ext"));
    Opened again = open(external("again"));
    Opened shares = open(vale + ":shares@share=" + vale + ":ext" + SLOTS);
    assertEquals(region(external), region(again));
    assertEquals(region(external), region(shares));
    close(external);
    carries(again, shares);
  }

  @Test
  void theFileKeepsItsImageAndTheRegionEndsWithItsLastPort() throws Exception {
    needsIt();
    Opened external = open(external("ext"));
    int region = region(external);
    Opened shares = open(vale + ":shares@share=" + vale + ":ext" + SLOTS);
    shares.send(frame(5, 55));
    long packet =
        shares.tx().base()
            + shares.tx().bufOfs()
            + (long) shares.tx().buf(0) * shares.tx().bufferSize();
    close(external);
    assertTrue(mapped(), "a port uses it");
    close(shares);
    assertTrue(!mapped(), "nothing of it is left");
    refused(NetmapError.class, name("nu") + "@" + region, builder -> builder.mode(PortMode.NULL));
    byte[] content = Files.readAllBytes(file);
    assertEquals(BYTES, content.length);
    assertArrayEquals(frame(5, 55), Arrays.copyOfRange(content, (int) packet, (int) packet + 55));
    open(external("ext"));
  }

  @Test
  void aFileThatCannotBeTheRegionIsRefused() throws Exception {
    needsIt();
    refused(NetmapError.CannotOpen.class, vale + ":ext@extmem=" + file + ".none");
    size(1 << 20);
    refused(NetmapError.CannotOpen.class, vale + ":ext@extmem=" + file);
    size(0);
    refused(NetmapError.CannotOpen.class, vale + ":ext@extmem=" + file);
    size(BYTES);
    String few = vale + ":ext@extmem:file=" + file + ",ring-num=1,buf-num=2000,ring-size=4096";
    refused(NetmapError.CannotOpen.class, few + SLOTS);
    String small = vale + ":ext@extmem:file=" + file + ",ring-size=4096,buf-num=2000";
    refused(NetmapError.CannotOpen.class, small);
    assertTrue(!mapped(), "nothing of it is left");
  }
}
