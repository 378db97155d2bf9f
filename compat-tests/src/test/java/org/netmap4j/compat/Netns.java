package org.netmap4j.compat;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/** setns(2): puts a thread into a network namespace. */
@SuppressWarnings("restricted") // a native call that only tests make
final class Netns {
  private static final MethodHandle OPEN =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("open"),
              FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
              Linker.Option.firstVariadicArg(2));
  private static final MethodHandle SETNS =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("setns"),
              FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final int CLONE_NEWNET = 0x40000000;

  private Netns() {}

  /** The calling thread's new sockets belong to {@code namespace} from here on. */
  static void enter(String namespace) throws IOException {
    Path file = Path.of("/run/netns", namespace);
    if (!Files.exists(file)) {
      throw new IOException(file + " is gone");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(file.toString());
      // descriptor and namespace go with the thread and the test
      int fd = (int) OPEN.invokeExact(path, 0);
      int answer = (int) SETNS.invokeExact(fd, CLONE_NEWNET);
      if (answer != 0) {
        throw new IOException("setns " + namespace);
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException(e);
    }
  }
}
