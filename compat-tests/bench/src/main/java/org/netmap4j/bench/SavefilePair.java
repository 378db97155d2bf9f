package org.netmap4j.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.netmap4j.error.NetmapException;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Has Java and libpcap read or write the same savefile in turn, in memory where there is room. */
@State(Scope.Thread)
public class SavefilePair {
  /** The bytes of a file's packets. */
  private static final int BYTES = 16 << 20;

  private static final Path MEMORY = Path.of("/dev/shm");

  /** pcap or pcapng. */
  @Param({"pcap", "pcapng"})
  String format = "pcap";

  /** Whether Java maps the file that is read. */
  @Param({"false", "true"})
  boolean mapped;

  /** The length of a packet. */
  @Param({"60", "1500"})
  int length;

  private final @Nullable PeerSavefile peer = PeerSavefile.of(Peer.library());
  private final Path folder;
  private final Path ours;
  private final MemorySegment oursInC;
  private final MemorySegment theirsInC;
  private byte[] packet = {};
  private MemorySegment packetInC = MemorySegment.NULL;

  /** With files of its own. */
  public SavefilePair() {
    try {
      folder =
          Files.isWritable(MEMORY)
              ? Files.createTempDirectory(MEMORY, "netmap4j-bench")
              : Files.createTempDirectory("netmap4j-bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ours = folder.resolve("ours");
    oursInC = Arena.global().allocateFrom(ours.toString());
    theirsInC = Arena.global().allocateFrom(folder.resolve("theirs").toString());
  }

  /** Makes the packet, and a file of it. */
  @Setup
  public void prepare() throws NetmapException {
    packet = Frames.frame(1, length);
    packetInC = PeerPipe.packet(packet);
    JavaSavefile.write(ours, format.equals("pcapng"), packet, packets());
  }

  private int packets() {
    return BYTES / length;
  }

  /** Deletes the files. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /** One turn each of reading. */
  long read(Turns turns) throws NetmapException {
    long start = System.nanoTime();
    long sum = JavaSavefile.read(ours, mapped);
    long middle = System.nanoTime();
    long end = middle;
    if (peer != null) {
      if (peer.read(oursInC) != sum) {
        throw new IllegalStateException("libpcap reads something else");
      }
      end = System.nanoTime();
    }
    turns.turn(packets(), middle - start, end - middle);
    return sum;
  }

  /** One turn each of writing; libpcap writes pcap. */
  long write(Turns turns) throws NetmapException {
    long start = System.nanoTime();
    long count = JavaSavefile.write(ours, format.equals("pcapng"), packet, packets());
    long middle = System.nanoTime();
    long end = middle;
    if (peer != null) {
      if (peer.write(theirsInC, packetInC, packets()) != count) {
        throw new IllegalStateException("libpcap cannot write");
      }
      end = System.nanoTime();
    }
    turns.turn(packets(), middle - start, end - middle);
    return count;
  }
}
