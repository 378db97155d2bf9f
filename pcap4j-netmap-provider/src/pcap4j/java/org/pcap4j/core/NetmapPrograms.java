package org.pcap4j.core;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.lang.ref.Cleaner;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.netmap4j.bpf.BpfFilter;
import org.netmap4j.swap.backend.Filters;
import org.pcap4j.core.NativeMappings.bpf_program;

/**
 * Filter programs in memory as pcap4j reads it. Ours are known by their address, so that a program
 * works with any handle, of ours or of libpcap, whoever compiled it.
 */
final class NetmapPrograms {
  private static final ConcurrentMap<Long, Ours> OURS = new ConcurrentHashMap<Long, Ours>();
  private static final Cleaner CLEANER = Cleaner.create();

  /** What libpcap lets a program have at most, BPF_MAXINSNS. */
  private static final int MOST = 4096;

  private NetmapPrograms() {}

  /** A filter, and the memory where its program is, which lives as long. */
  private static final class Ours {
    private final BpfFilter filter;
    private final Memory memory;

    Ours(BpfFilter filter, Memory memory) {
      this.filter = filter;
      this.memory = memory;
    }

    Long address() {
      return Pointer.nativeValue(memory);
    }
  }

  /** Forgets a program that pcap4j forgot without having freed it. */
  private static final class Forget implements Runnable {
    private final Ours ours;

    Forget(Ours ours) {
      this.ours = ours;
    }

    @Override
    public void run() {
      OURS.remove(ours.address(), ours); // not another one that got the address since
    }
  }

  /** Has the struct be a filter's program. */
  static void put(BpfFilter filter, bpf_program program) {
    int count = filter.program().instructions().size();
    Memory memory = new Memory((long) count * Filters.INSTRUCTION);
    Filters.put(filter, memory.getByteBuffer(0, memory.size()).order(ByteOrder.nativeOrder()));
    Ours ours = new Ours(filter, memory);
    OURS.put(ours.address(), ours);
    CLEANER.register(program, new Forget(ours));
    Pointer struct = program.getPointer();
    struct.setInt(0, count);
    struct.setPointer(Native.POINTER_SIZE, memory);
  }

  /** The filter at an address, if it is one of ours. */
  static BpfFilter find(Pointer instructions) {
    Ours found = instructions == null ? null : OURS.get(Pointer.nativeValue(instructions));
    return found == null ? null : found.filter;
  }

  /**
   * The filter of any program.
   *
   * @throws IllegalArgumentException it is not one that may run
   */
  static BpfFilter filter(bpf_program program) {
    Pointer struct = program.getPointer();
    Pointer instructions = struct.getPointer(Native.POINTER_SIZE);
    BpfFilter ours = find(instructions);
    if (ours != null) {
      return ours;
    }
    int count = struct.getInt(0);
    if (instructions == null || count <= 0 || count > MOST) {
      throw new IllegalArgumentException(
          "expected a program of 1 to " + MOST + " instructions, found " + count);
    }
    return Filters.read(
        instructions
            .getByteBuffer(0, (long) count * Filters.INSTRUCTION)
            .order(ByteOrder.nativeOrder()));
  }

  /** Frees a program if it is one of ours, or none. */
  static boolean free(bpf_program program) {
    Pointer struct = program.getPointer();
    Pointer instructions = struct.getPointer(Native.POINTER_SIZE);
    if (instructions != null && OURS.remove(Pointer.nativeValue(instructions)) == null) {
      return false;
    }
    struct.setInt(0, 0);
    struct.setPointer(Native.POINTER_SIZE, null);
    return true;
  }
}
