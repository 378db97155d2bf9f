package org.netmap4j.savefile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.netmap4j.error.NetmapException;

/**
 * Writes packets to one savefile after the other.
 *
 * <p>A file's name is the pattern, in which conversions of strftime(3) stand for the time of its
 * first packet. Where a file of this writer has that name, a number is appended, from 1. The first
 * file is made for the first packet. A file that was there before is an error, or is replaced if
 * the {@link WriteOptions} say so; none of this writer's own ever is.
 */
public final class RotatingWriter implements SavefileWriter {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final TimedName pattern;
  private final SavefileFormat format;
  private final Rotation rotation;
  private final WriteOptions options;
  private final long periodNanos;
  private final LinkedHashSet<Path> files = new LinkedHashSet<>();

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
   * @throws IllegalArgumentException if the pattern has another conversion, or is no path
   */
  public RotatingWriter(
      String pattern, SavefileFormat format, Rotation rotation, WriteOptions options) {
    this.pattern = new TimedName(Path.of(pattern).toString());
    this.format = format;
    this.rotation = rotation;
    this.options = options;
    periodNanos = TimeUnit.NANOSECONDS.convert(rotation.period());
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
        || (periodNanos > 0 && timestampNanos - firstTimestamp >= periodNanos);
  }

  private SavefileWriter begin(long timestampNanos) throws NetmapException {
    Instant time =
        Instant.ofEpochSecond(
            Math.floorDiv(timestampNanos, NANOS_PER_SECOND),
            Math.floorMod(timestampNanos, NANOS_PER_SECOND));
    String name = pattern.of(time.atZone(rotation.zone()));
    int number = name.equals(lastName) ? count + 1 : 0;
    while (rotation.keep() > 0 && files.size() >= rotation.keep()) {
      delete(files.getFirst());
      files.removeFirst();
    }
    Path path = path(name, number);
    while (files.contains(path)) {
      number++;
      path = path(name, number);
    }
    SavefileWriter file = format.create(path, options);
    lastName = name;
    count = number;
    firstTimestamp = timestampNanos;
    files.add(path);
    return file;
  }

  private static Path path(String name, int number) {
    return Path.of(number == 0 ? name : name + number);
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
