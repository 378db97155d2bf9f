package org.netmap4j.savefile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.netmap4j.error.NetmapException;

/**
 * Writes packets to one savefile after the other.
 *
 * <p>A file's name is the pattern, in which conversions of strftime(3) stand for the time of its
 * first packet. Where that is the name of the file before, a number is appended, from 1. The first
 * file is made for the first packet. A file that was there before is an error, or is replaced if
 * the {@link WriteOptions} say so.
 */
public final class RotatingWriter implements SavefileWriter {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final TimedName pattern;
  private final SavefileFormat format;
  private final Rotation rotation;
  private final WriteOptions options;
  private final ArrayDeque<Path> files = new ArrayDeque<>();

  private @Nullable SavefileWriter current;
  private long firstTimestamp;
  private String lastName = "";
  private int count;
  private long bytesBefore;
  private Optional<NetmapException> failure = Optional.empty();
  private boolean closed;

  /**
   * A writer that has made no file yet.
   *
   * @param pattern the files' path, with {@code %Y %y %m %d %H %M %S %j %s %F %T} for times and
   *     {@code %%} for %
   * @throws IllegalArgumentException if the pattern has another conversion
   */
  public RotatingWriter(
      String pattern, SavefileFormat format, Rotation rotation, WriteOptions options) {
    this.pattern = new TimedName(pattern);
    this.format = format;
    this.rotation = rotation;
    this.options = options;
  }

  /** The files that there are, the oldest first; the last may still be written. */
  public List<Path> files() {
    return List.copyOf(files);
  }

  @Override
  public void write(int interfaceId, long timestampNanos, ByteBuffer packet, long originalLength)
      throws NetmapException {
    checkUsable();
    try {
      fileFor(timestampNanos).write(interfaceId, timestampNanos, packet, originalLength);
    } catch (NetmapException e) {
      failure = Optional.of(e);
      throw e;
    }
  }

  private void checkUsable() throws NetmapException {
    if (closed) {
      throw new IllegalStateException("write: writer is closed");
    }
    if (failure.isPresent()) {
      throw new NetmapException(failure.get().error(), failure.get());
    }
  }

  private SavefileWriter fileFor(long timestampNanos) throws NetmapException {
    SavefileWriter file = current;
    if (file != null && isFull(file, timestampNanos)) {
      bytesBefore += file.bytes();
      current = null;
      file.close();
      file = null;
    }
    if (file == null) {
      file = begin(timestampNanos);
      current = file;
    }
    return file;
  }

  private boolean isFull(SavefileWriter file, long timestampNanos) {
    return (rotation.maxBytes() > 0 && file.bytes() >= rotation.maxBytes())
        || (rotation.period().isPositive()
            && timestampNanos - firstTimestamp >= rotation.period().toNanos());
  }

  private SavefileWriter begin(long timestampNanos) throws NetmapException {
    Instant time =
        Instant.ofEpochSecond(
            Math.floorDiv(timestampNanos, NANOS_PER_SECOND),
            Math.floorMod(timestampNanos, NANOS_PER_SECOND));
    String name = pattern.of(time.atZone(rotation.zone()));
    int number = name.equals(lastName) ? count + 1 : 0;
    Path path = Path.of(number == 0 ? name : name + number);
    while (rotation.keep() > 0 && files.size() >= rotation.keep()) {
      delete(files.getFirst());
      files.removeFirst();
    }
    SavefileWriter file = format.create(path, options);
    lastName = name;
    count = number;
    firstTimestamp = timestampNanos;
    files.addLast(path);
    return file;
  }

  private static void delete(Path path) throws NetmapException {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw FileTrouble.of(path.toString(), 0, "to delete the oldest file", e);
    }
  }

  @Override
  public void flush() throws NetmapException {
    checkUsable();
    if (current != null) {
      current.flush();
    }
  }

  /** Of all files, also of those that were deleted. */
  @Override
  public long bytes() {
    return bytesBefore + (current == null ? 0 : current.bytes());
  }

  @Override
  public void close() throws NetmapException {
    closed = true;
    if (current != null) {
      current.close();
    }
  }
}
