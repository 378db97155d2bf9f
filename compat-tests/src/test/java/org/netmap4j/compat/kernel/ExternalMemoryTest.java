package org.netmap4j.compat.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.netmap4j.compat.kernel.Kernel.cannotOpen;
import static org.netmap4j.compat.kernel.Kernel.carries;
import static org.netmap4j.compat.kernel.Kernel.says;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.netmap4j.NetmapPort;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/** A port in a file, with a module that can do that; and what one that cannot says. */
@Tag("kernel")
class ExternalMemoryTest {
  private static final long BYTES = 8 << 20;

  /**
   * A ring of a page: the pages of this file do not lie side by side, and the module cannot use
   * what goes over two that do not.
   */
  private static final String SMALL_RINGS = ",ring-size=4096@conf:slots=240";

  private Path file;

  @BeforeEach
  void makeTheFile() throws IOException {
    Kernel.engine();
    file = Files.createTempFile(Path.of("/dev/shm"), "netmap4j-", ".mem");
    size(BYTES);
  }

  @AfterEach
  void removeTheFile() throws IOException {
    if (file != null) { // null where there is nothing to test
      Files.delete(file);
    }
  }

  private void size(long bytes) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(bytes);
    }
  }

  private String name() {
    return "vale5:ext@extmem:file=" + file + ",if-num=4,ring-num=8,buf-num=2000" + SMALL_RINGS;
  }

  private boolean moduleHasIt() throws NetmapException {
    try (NetmapPort port = Kernel.open(name())) {
      return !port.rxRings().isEmpty();
    } catch (NetmapException e) {
      if (e.error() instanceof NetmapError.Unsupported) {
        return false;
      }
      throw e;
    }
  }

  private void needsIt() throws NetmapException {
    assumeTrue(moduleHasIt(), "this module was built without extmem");
  }

  private boolean mapped() throws IOException {
    return Files.readString(Path.of("/proc/self/maps")).contains(file.toString());
  }

  @Test
  void aModuleWithoutItSaysSo() throws NetmapException {
    assumeFalse(moduleHasIt(), "this module was built with extmem");
    assertEquals(
        "open vale5:ext: option @extmem: not supported by this netmap module; "
            + "build the module with --enable-extmem, or leave the option out",
        cannotOpen(NetmapError.Unsupported.class, name()).message());
  }

  @Test
  void theRegionIsTheFile() throws Exception {
    needsIt();
    try (NetmapPort external = Kernel.open(name());
        NetmapPort other = Kernel.open("vale5:other")) {
      assertNotEquals(external.memId(), other.memId());
      assertEquals(BYTES, Kernel.engine().control().portInfo("", external.memId()).memoryBytes());
      carries(external, other);
      carries(other, external);
      byte[] frame = Kernel.frame(99, 60);
      assertTrue(external.inject(frame));
      String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      assertTrue(content.startsWith("vale5:ext\0"), "its netmap_if is the file's beginning");
      assertTrue(content.contains(new String(frame, StandardCharsets.ISO_8859_1)), "the frame");
      try (NetmapPort shares = Kernel.open("vale5:shares@share=vale5:ext@conf:slots=240");
          NetmapPort again = Kernel.open(name().replace("ext@", "again@"))) {
        assertEquals(external.memId(), shares.memId());
        assertEquals(external.memId(), again.memId(), "one file is one region");
        external.txsync();
        for (NetmapPort receiver : new NetmapPort[] {other, shares, again}) {
          assertEquals(1, Kernel.receive(receiver, 1).size());
        }
        carries(shares, again);
      }
      assertTrue(mapped());
    }
    assertTrue(!mapped(), "nothing of it is left");
    Kernel.open(name()).close();
  }

  @Test
  void aPortThatIsOpenKeepsItsMemory() throws Exception {
    needsIt();
    try (NetmapPort open = Kernel.open("vale5:ext");
        NetmapPort other = Kernel.open("vale5:other");
        NetmapPort again = Kernel.open(name())) {
      assertEquals(open.memId(), again.memId());
      open.rxRings().getFirst().skip();
      carries(again, other);
      carries(other, again);
    }
    assertTrue(!mapped(), "nothing of it is left");
  }

  @Test
  void theLastOfItsPortsEndsTheRegion() throws Exception {
    needsIt();
    try (NetmapPort other = Kernel.open("vale5:other")) {
      NetmapPort external = Kernel.open(name());
      try (NetmapPort shares = Kernel.open("vale5:shares@share=vale5:ext@conf:slots=240")) {
        external.close();
        carries(shares, other);
        carries(other, shares);
      }
      assertTrue(!mapped(), "nothing of it is left");
    }
  }

  @Test
  void aFileThatCannotBeTheRegionSaysWhy() throws Exception {
    needsIt();
    says(
        "No such file",
        cannotOpen(NetmapError.CannotOpen.class, "vale5:ext@extmem=" + file + ".none"));
    size(1 << 20);
    says("too small", cannotOpen(NetmapError.CannotOpen.class, "vale5:ext@extmem=" + file));
    size(0);
    says("it is empty", cannotOpen(NetmapError.CannotOpen.class, "vale5:ext@extmem=" + file));
    size(BYTES);
    says(
        "ask for more or larger objects",
        cannotOpen(
            NetmapError.CannotOpen.class,
            "vale5:ext@extmem:file=" + file + ",ring-num=1,buf-num=2000" + SMALL_RINGS));
    says(
        "ask for more or larger objects",
        cannotOpen(
            NetmapError.CannotOpen.class,
            "vale5:ext@extmem:file=" + file + ",ring-size=4096,buf-num=2000"));
    assertTrue(!mapped(), "nothing of it is left");
  }
}
