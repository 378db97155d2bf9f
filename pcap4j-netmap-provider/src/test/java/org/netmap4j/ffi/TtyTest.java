package org.netmap4j.ffi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/** What needs no terminal; the rest is seen in a real one. */
class TtyTest {
  private static final int NONE = 9_999;
  private static final int EBADF = 9;

  @Test
  void aDescriptorThatIsNoneIsNoTerminal() {
    assertFalse(Tty.isTerminal(NONE));
    assertEquals(Optional.empty(), Tty.size(NONE));
    assertErrno("tcgetattr", assertThrows(NetmapException.class, () -> Tty.Modes.save(NONE)));
  }

  @Test
  void failuresSayWhichCallAndWhy() {
    byte[] bytes = new byte[3];
    assertErrno("write", assertThrows(NetmapException.class, () -> Tty.write(NONE, bytes, 0, 3)));
    assertErrno("read", assertThrows(NetmapException.class, () -> Tty.read(NONE, bytes, 0)));
  }

  @Test
  void nothingToWriteIsNothingToFail() throws NetmapException {
    Tty.write(NONE, new byte[0], 0, 0);
  }

  private static void assertErrno(String call, NetmapException e) {
    NetmapError.SystemCall error = assertInstanceOf(NetmapError.SystemCall.class, e.error());
    assertEquals(EBADF, error.errno());
    assertEquals("Bad file descriptor", error.text());
    assertEquals(call + " on descriptor " + NONE, error.operation());
  }
}
