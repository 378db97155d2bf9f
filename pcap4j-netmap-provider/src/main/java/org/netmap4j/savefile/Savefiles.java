package org.netmap4j.savefile;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.netmap4j.error.NetmapError.BadFile;
import org.netmap4j.error.NetmapException;

/** Opens savefiles, whichever format they are in. */
public final class Savefiles {
  private Savefiles() {}

  /**
   * Opens a pcap or pcapng file, to be read as a stream.
   *
   * @throws NetmapException with {@link BadFile} if it cannot be read or is in neither format
   */
  public static SavefileReader open(Path path) throws NetmapException {
    return reader(input(path), Savefiles::either);
  }

  /**
   * Opens a pcap or pcapng file, to be read where it is mapped: no packet is copied.
   *
   * <p>For a regular file that nobody cuts. If somebody does while it is read, {@link
   * SavefileReader#next} throws a {@link BadFile}, but the packets just before may hold zeros, or
   * be empty ones made of zeros, and an {@link InternalError} may come from reading {@link
   * SavefileReader#data}, or a little later, from the code that reads; the JVM goes on, and a later
   * call of {@link SavefileReader#next} gives the error.
   *
   * @throws NetmapException with {@link BadFile} if it cannot be mapped or is in neither format
   */
  public static SavefileReader map(Path path) throws NetmapException {
    if (Files.exists(path) && !Files.isRegularFile(path)) { // a pipe would wait, and seem empty
      throw new NetmapException(
          new BadFile(path.toString(), 0, "a regular file (others: open)", "one of another kind"));
    }
    return reader(new MappedInput(channel(path), path.toString()), Savefiles::either);
  }

  /**
   * Reads a pcap or pcapng file from a channel, which the reader closes; this method also when it
   * throws.
   *
   * @param channel in blocking mode
   * @param name what to call it in errors
   * @throws NetmapException with {@link BadFile} if it cannot be read or holds neither format
   */
  public static SavefileReader over(ReadableByteChannel channel, String name)
      throws NetmapException {
    return reader(new ChannelInput(channel, name), Savefiles::either);
  }

  static FileInput input(Path path) throws NetmapException {
    return new ChannelInput(channel(path), path.toString());
  }

  private static FileChannel channel(Path path) throws NetmapException {
    try {
      return FileChannel.open(path);
    } catch (IOException e) {
      throw FileTrouble.of(path.toString(), 0, "a file that can be read", e);
    }
  }

  private static SavefileReader either(FileInput in) throws NetmapException {
    return in.fill(FileStart.SIGNATURE) && FileStart.isPcapng(in.number(0))
        ? new PcapngReader(in)
        : new PcapReader(in, "a pcap or pcapng file header");
  }

  /** Reads how a file begins. */
  @FunctionalInterface
  interface Beginning<R extends SavefileReader> {
    R read(FileInput in) throws NetmapException;
  }

  /** A reader of {@code in}, which is closed if there can be none. */
  static <R extends SavefileReader> R reader(FileInput in, Beginning<R> beginning)
      throws NetmapException {
    try {
      return beginning.read(in);
    } catch (NetmapException | RuntimeException e) {
      close(in, e);
      throw e;
    } catch (InternalError e) {
      NetmapException error = in.fault(e);
      close(in, error);
      throw error;
    }
  }

  private static void close(FileInput in, Throwable e) {
    try {
      in.close();
    } catch (IOException closing) {
      e.addSuppressed(closing);
    }
  }
}
