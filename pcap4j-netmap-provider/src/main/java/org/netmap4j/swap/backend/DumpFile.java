package org.netmap4j.swap.backend;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.netmap4j.error.NetmapError.BadFile;
import org.netmap4j.error.NetmapException;
import org.netmap4j.pcap.CapturedHandler;
import org.netmap4j.savefile.PcapHeader;
import org.netmap4j.savefile.PcapWriter;
import org.netmap4j.savefile.TimestampUnit;

/**
 * A pcap_dumper_t: a savefile that is written. What fails is logged once, and told by {@link
 * #flush}; packets after that are left out.
 */
public final class DumpFile implements CapturedHandler {
  private static final System.Logger LOG = System.getLogger(DumpFile.class.getName());

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final String name;
  private final boolean nanos;
  private final PcapWriter writer;
  private boolean failed;
  private boolean closed;

  private DumpFile(String name, boolean nanos, PcapWriter writer) {
    this.name = name;
    this.nanos = nanos;
    this.writer = writer.beyondSnaplen();
  }

  /**
   * Makes a savefile for the packets of a handle.
   *
   * @param name a path, or {@code -} for standard output
   * @throws NetmapException it cannot be made
   */
  static DumpFile open(Capture of, String name) throws NetmapException {
    PcapHeader header =
        new PcapHeader(
            of.nanos() ? TimestampUnit.NANOS : TimestampUnit.MICROS,
            ByteOrder.nativeOrder(),
            Integer.toUnsignedLong(of.snapshot()),
            DataLinks.linktype(of.datalink()) & 0xFFFF);
    if (name.equals("-")) {
      return new DumpFile(
          name,
          of.nanos(),
          PcapWriter.over(new FileOutputStream(FileDescriptor.out).getChannel(), "-", header));
    }
    try {
      return new DumpFile(name, of.nanos(), PcapWriter.create(Path.of(name), header));
    } catch (InvalidPathException e) {
      throw new NetmapException(new BadFile(name, 0, "the name of a file", "none"), e);
    }
  }

  /** Whether timestamps are of nanoseconds, else of microseconds. */
  public boolean nanos() {
    return nanos;
  }

  @Override
  public void packet(MemorySegment memory, long start, int captured, int length, long when) {
    write(when, memory.asSlice(start, captured).asByteBuffer(), length);
  }

  /** Writes a packet, whole. */
  public void write(long when, byte[] packet) {
    write(when, packet, packet.length);
  }

  /** Writes a packet that had {@code length} bytes on the wire. */
  public void write(long when, byte[] packet, int length) {
    write(when, ByteBuffer.wrap(packet), length);
  }

  private synchronized void write(long when, ByteBuffer packet, int length) {
    if (closed || failed) {
      return;
    }
    long captured = packet.remaining();
    try {
      writer.write(fits(when), packet, Math.max(captured, Integer.toUnsignedLong(length)));
    } catch (NetmapException e) {
      failed(e);
    } catch (IllegalArgumentException e) {
      LOG.log(System.Logger.Level.WARNING, name + ": packet left out: " + e.getMessage());
    }
  }

  /** A file has 32 bits for the seconds, of which libpcap writes the last as well. */
  private static long fits(long when) {
    long seconds = Math.floorDiv(when, NANOS_PER_SECOND) & 0xFFFF_FFFFL;
    return seconds * NANOS_PER_SECOND + Math.floorMod(when, NANOS_PER_SECOND);
  }

  private void failed(Exception e) {
    failed = true;
    LOG.log(System.Logger.Level.ERROR, "write to " + name + ": " + e.getMessage());
  }

  /** Has the file get what was written; 0, or -1 if that fails or failed before. */
  public synchronized int flush() {
    if (closed || failed) {
      return -1;
    }
    try {
      writer.flush();
      return 0;
    } catch (NetmapException e) {
      failed(e);
      return -1;
    }
  }

  /** How many bytes the file has once flushed, or -1 if it is closed. */
  public synchronized long bytes() {
    return closed ? -1 : writer.bytes();
  }

  /** Whether it takes packets no longer. */
  public synchronized boolean closed() {
    return closed;
  }

  /** Closes the file; again does nothing. */
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      writer.close();
    } catch (NetmapException e) {
      failed(e);
    }
  }
}
