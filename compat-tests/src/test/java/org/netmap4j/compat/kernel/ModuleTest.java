package org.netmap4j.compat.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That netmap's module is loaded and answers, without anything of the library between. */
@Tag("kernel")
@SuppressWarnings("restricted") // native calls that only this test makes
class ModuleTest {
  private static final Path DEVICE = Path.of("/dev/netmap");
  private static final Path PARAMETERS = Path.of("/sys/module/netmap/parameters");

  private static final int O_RDWR = 2;
  private static final int ENXIO = 6;
  private static final long NIOCCTRL = 0xC0586997L;
  private static final short API = 14;
  private static final short PORT_INFO_GET = 2;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MemoryLayout CAPTURE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle OPEN =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("open"),
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle CLOSE =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle IOCTL =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("ioctl"),
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
          Linker.Option.firstVariadicArg(2),
          Linker.Option.captureCallState("errno"));

  @BeforeEach
  void module() {
    assumeTrue(Files.exists(DEVICE), "no /dev/netmap");
  }

  /** What the module says of a port: errno, or 0 and the rest. */
  private record PortInfo(
      int errno, long memory, int txSlots, int rxSlots, int txRings, int rxRings) {}

  private static PortInfo portInfo(String name) throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      int fd = (int) OPEN.invokeExact(arena.allocateFrom(DEVICE.toString()), O_RDWR);
      assertTrue(fd >= 0, "open " + DEVICE);
      try {
        MemorySegment body = arena.allocate(32, 8);
        MemorySegment header = arena.allocate(88, 8);
        header.set(JAVA_SHORT, 0, API);
        header.set(JAVA_SHORT, 2, PORT_INFO_GET);
        header.setString(8, name);
        header.set(JAVA_LONG, 80, body.address());
        MemorySegment capture = arena.allocate(CAPTURE);
        int answer = (int) IOCTL.invokeExact(capture, fd, NIOCCTRL, header);
        return new PortInfo(
            answer == 0 ? 0 : (int) ERRNO.get(capture, 0L),
            body.get(JAVA_LONG, 0),
            body.get(JAVA_INT, 8),
            body.get(JAVA_INT, 12),
            Short.toUnsignedInt(body.get(JAVA_SHORT, 16)),
            Short.toUnsignedInt(body.get(JAVA_SHORT, 18)));
      } finally {
        assertEquals(0, (int) CLOSE.invokeExact(fd));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"admode", "fwd", "generic_rings", "buf_size", "buf_num", "buf_curr_num"})
  void tellsItsParameters(String parameter) throws IOException {
    String value = Files.readString(PARAMETERS.resolve(parameter)).strip();
    assertTrue(value.matches("-?\\d+"), value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"VETH", "DUMMY", "TAP", "E1000", "VIRTIO"})
  void knowsAnInterface(String kind) throws Throwable {
    String variable = "NETMAP_TEST_" + kind;
    String names = System.getenv(variable);
    assumeTrue(names != null && !names.isEmpty(), "no " + variable);
    for (String name : names.split(",", -1)) {
      PortInfo info = portInfo(name);
      assertEquals(0, info.errno(), name);
      assertTrue(
          info.memory() > 0
              && info.txRings() > 0
              && info.rxRings() > 0
              && info.txSlots() > 0
              && info.rxSlots() > 0,
          name + ": " + info);
    }
  }

  @Test
  void knowsNoInterfaceThatIsNotThere() throws Throwable {
    assertEquals(ENXIO, portInfo("nosuch0").errno());
  }
}
