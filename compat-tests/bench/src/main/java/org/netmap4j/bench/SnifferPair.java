package org.netmap4j.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.error.NetmapException;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A sniffer on pcap4j woven, and the same class on pcap4j as it is published over libpcap, on the
 * same packets. As published it reads them from a savefile, which is the fastest that libpcap can
 * be asked for; woven from a pipe, whose packets were queued when the time is not taken, or from
 * the same file.
 */
@State(Scope.Thread)
public class SnifferPair {
  private static final int SLOTS = 4096;

  /**
   * The packets of a turn: those of the turn before are given back by the first sync of the next.
   */
  private static final int PACKETS = 2000;

  private static final String SENDER = "sniffer{1";
  private static final String RECEIVER = "netmap:sniffer}1";

  /** The length of a packet. */
  @Param({"60", "1500"})
  int length;

  /** Whether the sniffer reads by loop, or packet by packet. */
  @Param({"true", "false"})
  boolean loops;

  /** Whether the woven one reads from a pipe, or from the savefile. */
  @Param({"true", "false"})
  boolean live;

  private final byte[][] batch = new byte[PACKETS][];
  private @Nullable Path folder;
  private @Nullable NetmapPort sender;
  private @Nullable Pcap4jLoader published;
  private @Nullable Pcap4jLoader woven;
  private @Nullable LongUnaryOperator ours;

  /** Nothing opened yet. */
  public SnifferPair() {}

  /** Writes the file, weaves, and opens the pipe. */
  @Setup
  public void open() throws Exception {
    folder = Files.createTempDirectory("netmap4j-bench");
    byte[] packet = Frames.frame(1, length);
    Arrays.fill(batch, packet);
    JavaSavefile.write(file(), false, packet, PACKETS);
    Pcap4jLoader stock = Pcap4jLoader.published();
    if (stock.works(file().toString())) {
      published = stock;
    } else {
      stock.close(); // no libpcap
    }
    woven = Pcap4jLoader.woven(folder);
    if (live) {
      sender = Netmap.port(SENDER).txSlots(SLOTS).rxSlots(SLOTS).open();
      ours = woven.sniffer(RECEIVER, true, loops);
    }
  }

  private Path file() {
    return folder().resolve("packets.pcap");
  }

  private Path folder() {
    return present(folder);
  }

  private static <T> T present(@Nullable T opened) {
    if (opened == null) {
      throw new IllegalStateException("not open");
    }
    return opened;
  }

  /** Closes everything. */
  @TearDown(Level.Trial)
  public void close() throws Exception {
    if (ours instanceof AutoCloseable handle) {
      handle.close();
    }
    if (sender != null) {
      sender.close();
    }
    if (published != null) {
      published.close();
    }
    present(woven).close();
    try (var files = Files.list(folder())) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder());
  }

  /** One turn each. */
  long run(Turns turns) throws Exception {
    LongUnaryOperator mine = live ? present(ours) : onFile(present(woven));
    if (live) {
      queue(present(sender));
    }
    long start = System.nanoTime();
    long sum = mine.applyAsLong(PACKETS);
    long mineNanos = System.nanoTime() - start;
    turns.turn(PACKETS, mineNanos, published == null ? 0 : theirNanos(published, sum));
    if (!live) {
      close(mine);
    }
    return sum;
  }

  private long theirNanos(Pcap4jLoader loader, long expected) throws Exception {
    LongUnaryOperator theirs = onFile(loader);
    long start = System.nanoTime();
    long sum = theirs.applyAsLong(PACKETS);
    long nanos = System.nanoTime() - start;
    if (sum != expected) {
      throw new IllegalStateException("read " + expected + ", pcap4j as published " + sum);
    }
    close(theirs);
    return nanos;
  }

  private LongUnaryOperator onFile(Pcap4jLoader loader) {
    return loader.sniffer(file().toString(), false, loops);
  }

  private static void close(LongUnaryOperator sniffer) throws Exception {
    ((AutoCloseable) sniffer).close();
  }

  private void queue(NetmapPort port) throws NetmapException {
    port.txsync();
    int queued = port.injectBatch(batch);
    port.txsync();
    if (queued != PACKETS) {
      throw new IllegalStateException("room for " + queued + " packets only");
    }
  }
}
