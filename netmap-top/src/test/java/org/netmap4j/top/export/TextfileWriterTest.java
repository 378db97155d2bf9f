package org.netmap4j.top.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.netmap4j.top.Samples;

@Timeout(30)
class TextfileWriterTest {
  @TempDir private Path folder;

  private final Exporter exporter = new Exporter("1");
  private final BlockingQueue<IOException> failures = new LinkedBlockingQueue<>();

  private TextfileWriter writer(Path file, boolean stays) throws IOException {
    return new TextfileWriter(file, exporter, stays, failures::add);
  }

  private void sample(TextfileWriter writer, int n) {
    exporter.accept(Samples.usual(n));
    writer.accept(Samples.usual(n));
  }

  private static void await(Path file) throws InterruptedException {
    while (!Files.exists(file)) {
      Thread.sleep(10);
    }
  }

  @Test
  void theFirstSampleIsThereAtOnceAndForEverybody() throws Exception {
    Path file = folder.resolve("netmap.prom");
    try (TextfileWriter writer = writer(file, false)) {
      sample(writer, 1);
      await(file);
      assertTrue(Files.readString(file).contains("netmap_top_samples_total 1.0\n"));
      assertTrue(Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ));
      try (Stream<Path> files = Files.list(folder)) {
        assertEquals(1, files.count());
      }
      sample(writer, 2);
      Thread.sleep(500);
      assertTrue(
          Files.readString(file).contains("samples_total 1.0\n"), "not more often than told");
    }
    assertFalse(Files.exists(file), "gone with its tool");
    assertTrue(failures.isEmpty());
  }

  @Test
  void theLastOneStaysWhereThatIsWanted() throws Exception {
    Path file = folder.resolve("netmap.prom");
    try (TextfileWriter writer = writer(file, true)) {
      sample(writer, 1);
      await(file);
      sample(writer, 2);
    }
    assertTrue(Files.readString(file).contains("netmap_top_samples_total 2.0\n"));
  }

  @Test
  void whatOthersPutInTheWayIsNotWrittenThrough() throws Exception {
    Path file = folder.resolve("netmap.prom");
    Path part = folder.resolve(".netmap.prom." + ProcessHandle.current().pid() + ".tmp");
    Path victim = Files.writeString(folder.resolve("victim"), "precious");
    Files.createSymbolicLink(part, victim);
    try (TextfileWriter writer = writer(file, true)) {
      assertEquals("precious", Files.readString(victim));
      assertEquals(0, new ProcessBuilder("mkfifo", part.toString()).start().waitFor());
      sample(writer, 1);
      await(file);
    }
    assertTrue(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
    assertEquals("precious", Files.readString(victim));
    assertTrue(failures.isEmpty());
  }

  @Test
  void aFolderThatGoesAwayIsTold() throws Exception {
    Path sub = Files.createDirectory(folder.resolve("sub"));
    try (TextfileWriter writer = writer(sub.resolve("x.prom"), true)) {
      Files.delete(sub);
      sample(writer, 1);
      assertTrue(failures.take().toString().contains("sub"));
    }
    assertThrows(IOException.class, () -> writer(sub.resolve("x.prom"), true));
  }
}
