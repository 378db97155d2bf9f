package org.netmap4j.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.netmap4j.bpf.BpfFilter;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Compiles a few filter expressions, and has libpcap compile them. */
@State(Scope.Thread)
public class CompilePair {
  private static final List<String> EXPRESSIONS =
      List.of(
          "tcp port 80",
          "host 10.0.0.1 and (tcp port 80 or 443 or udp port 53)",
          "vlan 100 and ip6 net 2001:db8::/32 and not icmp6",
          "tcp[tcpflags] & (tcp-syn|tcp-fin) != 0 and not src net 10.0.0.0/8");
  private static final int ETHERNET = 1;
  private static final int SNAPLEN = 262_144;

  private final List<MemorySegment> texts =
      EXPRESSIONS.stream().map(text -> Arena.global().allocateFrom(text)).toList();
  private final MemorySegment program = Arena.global().allocate(16, 8);
  private final @Nullable MethodHandle compile;
  private final @Nullable MethodHandle free;
  private final MemorySegment handle;

  /** With a handle of libpcap's, where there is one. */
  public CompilePair() {
    Optional<SymbolLookup> library = libpcap();
    compile =
        library
            .map(it ->
                Peer.handle(
                    it,
                    "pcap_compile",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT)))
            .orElse(null);
    free =
        library
            .map(it -> Peer.handle(it, "pcap_freecode", FunctionDescriptor.ofVoid(ADDRESS)))
            .orElse(null);
    handle = library.map(CompilePair::open).orElse(MemorySegment.NULL);
  }

  /** libpcap, where the machine has it. */
  static Optional<SymbolLookup> libpcap() {
    return Stream.of("libpcap.so.0.8", "libpcap.so.1")
        .flatMap(name -> Peer.system(name).stream())
        .findFirst();
  }

  private static MemorySegment open(SymbolLookup library) {
    MethodHandle dead =
        Peer.handle(library, "pcap_open_dead", FunctionDescriptor.of(ADDRESS, JAVA_INT, JAVA_INT));
    try {
      return (MemorySegment) dead.invokeExact(ETHERNET, SNAPLEN);
    } catch (Throwable e) {
      throw new LinkageError("pcap_open_dead", e);
    }
  }

  private static long ours() {
    long sum = 0;
    for (String expression : EXPRESSIONS) {
      sum += BpfFilter.compile(expression).program().instructions().size();
    }
    return sum;
  }

  private long theirs(MethodHandle compile, MethodHandle free) {
    long sum = 0;
    try {
      for (MemorySegment text : texts) {
        sum += (int) compile.invokeExact(handle, program, text, 1, -1);
        sum += program.get(JAVA_INT, 0);
        free.invokeExact(program);
      }
    } catch (Throwable e) {
      throw new LinkageError("pcap_compile", e);
    }
    return sum;
  }

  /** The expressions once each. */
  long run(Turns turns) {
    long start = System.nanoTime();
    long sum = ours();
    long middle = System.nanoTime();
    long end = middle;
    if (compile != null && free != null) {
      sum += theirs(compile, free);
      end = System.nanoTime();
    }
    turns.turn(EXPRESSIONS.size(), middle - start, end - middle);
    return sum;
  }
}
