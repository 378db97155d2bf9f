package org.netmap4j.top.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.netmap4j.top.model.Snapshot;

/**
 * A file for node_exporter's textfile collector, replaced whole at the pace of the samples, but not
 * more often than {@link #PACE} says. It is written on a thread of its own: a disk that stands
 * still must not hold up the sampler.
 */
public final class TextfileWriter implements Consumer<Snapshot>, AutoCloseable {
  /** Collectors are asked every 15 seconds or less often. */
  static final Duration PACE = Duration.ofSeconds(5);

  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Path file;
  private final Path part;
  private final Exporter exporter;
  private final boolean stays;
  private final Consumer<IOException> failures;
  private final Semaphore due = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;

  /**
   * A writer that begins with the first sample.
   *
   * @param file the file; its folder must be there and writable
   * @param exporter what is fed elsewhere and written here
   * @param stays whether the file stays at the end, as a cron job's has to; else it is removed, or
   *     node_exporter would go on telling of rings that nobody looks at any more
   * @param failures is told of each try that failed; the next sample is tried again
   * @throws IOException when the folder cannot be written
   */
  public TextfileWriter(Path file, Exporter exporter, boolean stays, Consumer<IOException> failures)
      throws IOException {
    this.file = file.toAbsolutePath();
    // in the same folder, to be renamed; node_exporter reads no name that ends otherwise
    this.part =
        this.file.resolveSibling(
            "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    this.exporter = exporter;
    this.stays = stays;
    this.failures = failures;
    put(new byte[0]);
    Files.delete(part);
    this.thread = Thread.ofPlatform().daemon().name("textfile").start(this::run);
  }

  @Override
  public void accept(Snapshot snapshot) {
    due.release();
  }

  private void run() {
    try {
      while (!closed) {
        due.acquire();
        write();
        due.drainPermits();
        long next = System.nanoTime() + PACE.toNanos();
        while (!closed && System.nanoTime() - next < 0) {
          TimeUnit.MILLISECONDS.sleep(100);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // by close, which writes the last one
    }
  }

  private synchronized void write() {
    byte[] text = exporter.text(Exposition.PROMETHEUS).orElse(null);
    if (text == null) {
      return;
    }
    try {
      // not createTempFile: node_exporter is another user, and has to read it
      put(text);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      delete(part);
      failures.accept(e);
    }
  }

  /** Others may write in the folder: their links are not followed, nor their FIFOs waited at. */
  private void put(byte[] text) throws IOException {
    Files.deleteIfExists(part);
    Files.write(part, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      return; // the folder cannot be written: there is nothing left to try
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      due.release();
      if (!thread.join(PATIENCE)) {
        return; // inside the disk
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (stays) {
      write();
    } else {
      delete(file);
    }
  }
}
