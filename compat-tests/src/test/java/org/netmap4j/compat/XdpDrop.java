package org.netmap4j.compat;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.netmap4j.host.NetInterfaces;

/** An XDP program that drops all that an interface receives, by bpf(2), until closed. */
@SuppressWarnings("restricted") // native calls that only tests make
final class XdpDrop implements AutoCloseable {
  private static final int PROG_LOAD = 5;
  private static final int LINK_CREATE = 28;
  private static final int TYPE_XDP = 6;
  private static final int ATTACH_XDP = 37;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final MethodHandle SYSCALL =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("syscall"),
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG),
          Linker.Option.firstVariadicArg(1),
          ERRNO);
  private static final MethodHandle CLOSE =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private final int program;
  private final int link;

  private XdpDrop(int program, int link) {
    this.program = program;
    this.link = link;
  }

  /** Puts the program on an interface; skips the test where the system does not let it. */
  static XdpDrop on(String namespace, String device) throws Exception {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment instructions = arena.allocate(16, 8);
      instructions.set(JAVA_LONG, 0, 0x0000_0001_0000_00b7L); // r0 = XDP_DROP
      instructions.set(JAVA_LONG, 8, 0x95L); // exit
      MemorySegment load = arena.allocate(128, 8);
      load.set(JAVA_INT, 0, TYPE_XDP);
      load.set(JAVA_INT, 4, 2);
      load.set(JAVA_LONG, 8, instructions.address());
      load.set(JAVA_LONG, 16, arena.allocateFrom("GPL").address());
      int program = bpf(PROG_LOAD, load, 128);
      assumeTrue(program >= 0, "no programs for XDP here: errno " + -program);
      MemorySegment create = arena.allocate(64, 8);
      create.set(JAVA_INT, 0, program);
      create.set(JAVA_INT, 8, ATTACH_XDP);
      int link =
          VethPair.in(
              namespace,
              () -> {
                create.set(JAVA_INT, 4, NetInterfaces.find(device).orElseThrow().index());
                return bpf(LINK_CREATE, create, 64);
              });
      assumeTrue(link >= 0, "no XDP on " + device + ": errno " + -link);
      return new XdpDrop(program, link);
    }
  }

  private static int bpf(int command, MemorySegment attributes, int bytes) {
    MemorySegment state = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());
    long number = System.getProperty("os.arch").equals("amd64") ? 321 : 280;
    try {
      long answer =
          (long) SYSCALL.invokeExact(state, number, (long) command, attributes, (long) bytes);
      long errno =
          Linker.Option.captureStateLayout()
              .byteOffset(MemoryLayout.PathElement.groupElement("errno"));
      return answer >= 0 ? (int) answer : -state.get(JAVA_INT, errno);
    } catch (Throwable e) {
      throw new AssertionError("bpf", e);
    }
  }

  boolean attached() {
    return link >= 0;
  }

  @Override
  public void close() {
    try {
      int _ = (int) CLOSE.invokeExact(link);
      int _ = (int) CLOSE.invokeExact(program);
    } catch (Throwable e) {
      throw new AssertionError("close", e);
    }
  }
}
