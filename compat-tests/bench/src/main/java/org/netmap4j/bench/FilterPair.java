package org.netmap4j.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.netmap4j.bpf.BpfFilter;
import org.netmap4j.bpf.BpfInstruction;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A filter over a batch of packets, and libpcap's bpf_filter over the same with the same program,
 * called from a loop in C.
 */
@State(Scope.Thread)
public class FilterPair {
  private static final int PACKETS = 512;
  private static final int STRIDE = 2048;
  private static final int LENGTH = Frames.SHORT;
  private static final int INSTRUCTION = 8;

  /** The filter. */
  @Param("tcp port 80")
  String expression = "";

  private final MemorySegment packets = packets();
  private @Nullable BpfFilter filter;
  private MemorySegment program = MemorySegment.NULL;
  private MemorySegment function = MemorySegment.NULL;
  private @Nullable MethodHandle loop;

  /** With packets of its own. */
  public FilterPair() {}

  /** TCP and UDP of IPv4 between a few hosts and ports, with some ARP. */
  private static MemorySegment packets() {
    MemorySegment all = Arena.global().allocate((long) PACKETS * STRIDE, 64);
    for (int i = 0; i < PACKETS; i++) {
      byte[] frame = Frames.frame(i, LENGTH);
      ByteBuffer.wrap(frame)
          .putShort(12, (short) (i % 16 == 0 ? 0x0806 : 0x0800))
          .put(23, (byte) (i % 3 == 0 ? 17 : 6))
          .putInt(26, 0x0a000001 + i % 5)
          .putInt(30, 0x0a000001 + i % 7)
          .putShort(34, (short) (i % 11 == 0 ? 80 : 40_000 + i))
          .putShort(36, (short) (i % 4 == 0 ? 80 : 440 + i % 8));
      MemorySegment.copy(frame, 0, all, JAVA_BYTE, (long) i * STRIDE, LENGTH);
    }
    return all;
  }

  /** Compiles the filter, and finds libpcap. */
  @Setup
  public void open() {
    BpfFilter made = BpfFilter.compile(expression);
    filter = made;
    List<BpfInstruction> instructions = made.program().instructions();
    program = Arena.global().allocate((long) instructions.size() * INSTRUCTION, 8);
    for (int i = 0; i < instructions.size(); i++) {
      BpfInstruction it = instructions.get(i);
      MemorySegment at = program.asSlice((long) i * INSTRUCTION, INSTRUCTION);
      at.set(JAVA_SHORT, 0, (short) it.code());
      at.set(JAVA_BYTE, 2, (byte) it.jt());
      at.set(JAVA_BYTE, 3, (byte) it.jf());
      at.set(JAVA_INT, 4, it.k());
    }
    Path library = Peer.library();
    if (library == null) {
      return;
    }
    function = bpfFilter();
    loop =
        Peer.handle(
            Peer.symbols(library),
            "peer_filter",
            FunctionDescriptor.of(
                JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_INT));
    if (!function.equals(MemorySegment.NULL) && theirs() != ours()) {
      throw new IllegalStateException("bpf_filter finds other packets");
    }
  }

  /** Where libpcap's bpf_filter is; NULL where there is no libpcap. */
  private static MemorySegment bpfFilter() {
    return CompilePair.libpcap()
        .map(library -> library.findOrThrow("bpf_filter"))
        .orElse(MemorySegment.NULL);
  }

  private long ours() {
    BpfFilter made = Objects.requireNonNull(filter);
    long found = 0;
    for (int i = 0; i < PACKETS; i++) {
      found += made.run(packets, (long) i * STRIDE, LENGTH, LENGTH) != 0 ? 1 : 0;
    }
    return found;
  }

  private long theirs() {
    try {
      return (long)
          Objects.requireNonNull(loop)
              .invokeExact(function, program, packets, (long) STRIDE, (long) PACKETS, LENGTH);
    } catch (Throwable e) {
      throw new LinkageError("peer_filter", e);
    }
  }

  /** The packets once each. */
  long run(Turns turns) {
    long start = System.nanoTime();
    long sum = ours();
    long middle = System.nanoTime();
    long end = middle;
    if (loop != null && !function.equals(MemorySegment.NULL)) {
      sum += theirs();
      end = System.nanoTime();
    }
    turns.turn(PACKETS, middle - start, end - middle);
    return sum;
  }
}
