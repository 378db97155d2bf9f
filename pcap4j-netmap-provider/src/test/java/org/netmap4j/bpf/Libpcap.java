package org.netmap4j.bpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** libpcap's own compiler and filter, which ours is held against. Not part of the product. */
@SuppressWarnings("restricted") // native code, as the oracle is
final class Libpcap implements AutoCloseable {
  private static final int INSTRUCTION = 8;
  private static final int UNKNOWN_NETMASK = -1;

  private final Arena arena = Arena.ofShared();
  private final MethodHandle openDead;
  private final MethodHandle compile;
  private final MethodHandle error;
  private final MethodHandle freeCode;
  private final MethodHandle filter;
  private final MethodHandle validate;
  private final MethodHandle close;

  private Libpcap(Path file) {
    SymbolLookup library = SymbolLookup.libraryLookup(file, arena);
    openDead = call(library, "pcap_open_dead", ADDRESS, JAVA_INT, JAVA_INT);
    compile =
        call(library, "pcap_compile", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT);
    error = call(library, "pcap_geterr", ADDRESS, ADDRESS);
    filter = call(library, "bpf_filter", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT);
    validate = call(library, "bpf_validate", JAVA_INT, ADDRESS, JAVA_INT);
    freeCode = nothing(library, "pcap_freecode");
    close = nothing(library, "pcap_close");
  }

  private static MethodHandle call(
      SymbolLookup library, String name, MemoryLayout result, MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(library.findOrThrow(name), FunctionDescriptor.of(result, arguments));
  }

  private static MethodHandle nothing(SymbolLookup library, String name) {
    return Linker.nativeLinker()
        .downcallHandle(library.findOrThrow(name), FunctionDescriptor.ofVoid(ADDRESS));
  }

  /** The machine's libpcap; skips the test where there is none. */
  static Libpcap orSkip() {
    Optional<Path> file = file();
    assumeTrue(file.isPresent(), "there is no libpcap on this machine");
    return new Libpcap(file.orElseThrow());
  }

  private static Optional<Path> file() {
    for (Path folder : List.of(Path.of("/usr/lib"), Path.of("/usr/lib64"))) {
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try (Stream<Path> files = Files.find(folder, 2, (path, _) -> isLibpcap(path))) {
        Optional<Path> found = files.findFirst();
        if (found.isPresent()) {
          return found;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return Optional.empty();
  }

  private static boolean isLibpcap(Path path) {
    return path.getFileName().toString().matches("libpcap\\.so\\.(0\\.8|1)");
  }

  /** What libpcap says of an expression: a program, or an error. */
  record Answer(List<BpfInstruction> program, String error) {
    boolean refused() {
      return !error.isEmpty();
    }
  }

  Answer compile(String expression, LinkType link, Optional<Integer> netmask) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment handle = (MemorySegment) openDead.invokeExact(link.dlt(), BpfFilter.SNAPLEN);
      MemorySegment program = scratch.allocate(16, 8);
      int result =
          (int)
              compile.invokeExact(
                  handle,
                  program,
                  scratch.allocateFrom(expression),
                  1,
                  (int) netmask.orElse(UNKNOWN_NETMASK));
      Answer answer;
      if (result < 0) {
        MemorySegment message = (MemorySegment) error.invokeExact(handle);
        answer = new Answer(List.of(), message.reinterpret(256).getString(0));
      } else {
        answer = new Answer(read(program), "");
        freeCode.invokeExact(program);
      }
      close.invokeExact(handle);
      return answer;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static List<BpfInstruction> read(MemorySegment program) {
    int count = program.get(JAVA_INT, 0);
    MemorySegment code = program.get(ADDRESS, 8).reinterpret((long) count * INSTRUCTION);
    List<BpfInstruction> instructions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      MemorySegment it = code.asSlice((long) i * INSTRUCTION, INSTRUCTION);
      instructions.add(
          new BpfInstruction(
              it.get(JAVA_SHORT, 0) & 0xffff,
              it.get(JAVA_BYTE, 2) & 0xff,
              it.get(JAVA_BYTE, 3) & 0xff,
              it.get(JAVA_INT, 4)));
    }
    return instructions;
  }

  /** A program in native memory, for {@link #run}. */
  static MemorySegment store(List<BpfInstruction> program, Arena arena) {
    MemorySegment code = arena.allocate((long) program.size() * INSTRUCTION, 8);
    for (int i = 0; i < program.size(); i++) {
      BpfInstruction it = program.get(i);
      MemorySegment at = code.asSlice((long) i * INSTRUCTION, INSTRUCTION);
      at.set(JAVA_SHORT, 0, (short) it.code());
      at.set(JAVA_BYTE, 2, (byte) it.jt());
      at.set(JAVA_BYTE, 3, (byte) it.jf());
      at.set(JAVA_INT, 4, it.k());
    }
    return code;
  }

  /** bpf_filter(3) on a packet in native memory. */
  int run(MemorySegment program, MemorySegment packet, int captured, int length) {
    try {
      return (int) filter.invokeExact(program, packet, length, captured);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** bpf_validate(3). */
  boolean valid(MemorySegment program, int instructions) {
    try {
      return (int) validate.invokeExact(program, instructions) != 0;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
