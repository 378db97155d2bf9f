package org.netmap4j.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The C side: {@code peer.c}, {@code pipe.c} and {@code savefile.c}, compiled where there is a gcc,
 * and called in this JVM.
 */
@SuppressWarnings("restricted") // native calls are what it is for
final class Peer {
  /** The system property that tells a benchmark's JVM where the compiled peer is. */
  static final String PROPERTY = "netmap4j.bench.peer";

  private static final List<String> SOURCES = List.of("peer.h", "peer.c", "pipe.c", "savefile.c");

  private final MethodHandle dispatch;
  private final MethodHandle loop;
  private final MethodHandle nextpkt;
  private final MethodHandle inject;
  private final MethodHandle forward;

  /** Loads a compiled peer, and shows it its netmap_if and that of the port to copy to. */
  Peer(Path library, MemorySegment netmapIf, MemorySegment target) {
    SymbolLookup symbols = symbols(library);
    dispatch = handle(symbols, "peer_dispatch", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
    loop = handle(symbols, "peer_loop", FunctionDescriptor.of(JAVA_LONG));
    nextpkt = handle(symbols, "peer_nextpkt", FunctionDescriptor.of(JAVA_LONG));
    inject = handle(symbols, "peer_inject", FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG));
    forward = handle(symbols, "peer_forward", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
    MethodHandle open = handle(symbols, "peer_open", FunctionDescriptor.ofVoid(ADDRESS));
    MethodHandle to = handle(symbols, "peer_target", FunctionDescriptor.ofVoid(ADDRESS));
    try {
      open.invokeExact(netmapIf);
      to.invokeExact(target);
    } catch (Throwable e) {
      throw new LinkageError("peer_open", e);
    }
  }

  /** The compiled peer that {@link #PROPERTY} names, or null. */
  static @Nullable Path library() {
    String library = System.getProperty(PROPERTY);
    return library == null ? null : Path.of(library);
  }

  /** What a compiled peer has. */
  static SymbolLookup symbols(Path library) {
    return SymbolLookup.libraryLookup(library, Arena.global());
  }

  /** What a library of the system has; empty where there is none of that name. */
  static Optional<SymbolLookup> system(String name) {
    try {
      return Optional.of(SymbolLookup.libraryLookup(name, Arena.global()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** One of its functions. */
  static MethodHandle handle(SymbolLookup symbols, String name, FunctionDescriptor descriptor) {
    return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), descriptor);
  }

  /**
   * Compiles the peer, to be the file {@code library}.
   *
   * @return null when that worked, else why it did not
   */
  static @Nullable String compile(Path library) throws IOException, InterruptedException {
    for (String name : SOURCES) {
      try (InputStream text = Peer.class.getResourceAsStream(name)) {
        if (text == null) {
          return name + " is not in the jar";
        }
        Files.write(library.resolveSibling(name), text.readAllBytes());
      }
    }
    Process gcc;
    try {
      gcc =
          new ProcessBuilder(
                  "gcc",
                  "-O3",
                  "-std=gnu11",
                  "-Wall",
                  "-Werror",
                  "-fPIC",
                  "-shared",
                  "-fvisibility=hidden",
                  "-o",
                  library.toString(),
                  library.resolveSibling("peer.c").toString(),
                  library.resolveSibling("pipe.c").toString(),
                  library.resolveSibling("savefile.c").toString(),
                  "-ldl")
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      return "no gcc: " + e.getMessage();
    }
    String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return gcc.waitFor() == 0 ? null : "gcc failed: " + said.strip();
  }

  /** Receives a full ring through the callback of that number; answers the sum of what it read. */
  long dispatch(int listener) {
    try {
      return (long) dispatch.invokeExact(listener);
    } catch (Throwable e) {
      throw new LinkageError("peer_dispatch", e);
    }
  }

  /** Receives a full ring in a plain loop. */
  long loop() {
    try {
      return (long) loop.invokeExact();
    } catch (Throwable e) {
      throw new LinkageError("peer_loop", e);
    }
  }

  /** Receives a full ring packet by packet. */
  long nextpkt() {
    try {
      return (long) nextpkt.invokeExact();
    } catch (Throwable e) {
      throw new LinkageError("peer_nextpkt", e);
    }
  }

  /** Fills an empty ring with one packet; answers how many went in. */
  long inject(MemorySegment packet) {
    try {
      return (long) inject.invokeExact(packet, packet.byteSize());
    } catch (Throwable e) {
      throw new LinkageError("peer_inject", e);
    }
  }

  /** Forwards a full ring, by exchange of buffers if {@code zeroCopy} is 1; answers how many. */
  long forward(int zeroCopy) {
    try {
      return (long) forward.invokeExact(zeroCopy);
    } catch (Throwable e) {
      throw new LinkageError("peer_forward", e);
    }
  }
}
