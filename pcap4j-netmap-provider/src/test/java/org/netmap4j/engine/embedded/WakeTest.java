package org.netmap4j.engine.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;
import org.netmap4j.scripted.Descriptors;

/** The eventfd is written for who is about to sleep, and for nobody else. */
class WakeTest {
  @Test
  void writesOnceForWhoSleeps() throws Exception {
    int before = Descriptors.open().size();
    try (Wake wake = new Wake();
        Arena arena = Arena.ofConfined()) {
      MemorySegment counter = arena.allocate(8, 8);
      wake.arm();
      wake.fire();
      assertEquals(before, Descriptors.open().size(), "nobody ever waited: there is no eventfd");
      int fd = wake.sources().getFirst().fd();
      wake.fire();
      assertEquals(-LinuxAbi.EAGAIN, Libc.read(fd, counter, 8), "nobody sleeps");
      wake.arm();
      wake.arm();
      wake.fire();
      wake.fire();
      assertEquals(8, Libc.read(fd, counter, 8));
      assertEquals(1, counter.get(ValueLayout.JAVA_LONG, 0), "one write");
      assertEquals(fd, wake.sources().getFirst().fd());
    }
    assertEquals(before, Descriptors.open().size());
  }
}
