package org.netmap4j.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** libpcap on savefiles: {@code savefile.c}. */
final class PeerSavefile {
  private final MethodHandle read;
  private final MethodHandle write;

  private PeerSavefile(SymbolLookup symbols) {
    read = Peer.handle(symbols, "peer_savefile_read", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
    write =
        Peer.handle(
            symbols,
            "peer_savefile_write",
            FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG));
  }

  /** Of a compiled peer; null if there is none, or no libpcap. */
  static @Nullable PeerSavefile of(@Nullable Path library) {
    if (library == null) {
      return null;
    }
    SymbolLookup symbols = Peer.symbols(library);
    MethodHandle load = Peer.handle(symbols, "peer_savefile_load", FunctionDescriptor.of(JAVA_INT));
    try {
      return (int) load.invokeExact() == 0 ? null : new PeerSavefile(symbols);
    } catch (Throwable e) {
      throw new LinkageError("peer_savefile_load", e);
    }
  }

  /** Reads a file; answers the sum of times, lengths and last bytes. */
  long read(MemorySegment path) {
    try {
      return (long) read.invokeExact(path);
    } catch (Throwable e) {
      throw new LinkageError("peer_savefile_read", e);
    }
  }

  /** Writes a packet so many times; answers how many. */
  long write(MemorySegment path, MemorySegment packet, long count) {
    try {
      return (long) write.invokeExact(path, packet, packet.byteSize(), count);
    } catch (Throwable e) {
      throw new LinkageError("peer_savefile_write", e);
    }
  }
}
