package org.netmap4j.engine.embedded;

import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.Libc;

/** Turns {@code -errno} into an error that says what was tried. */
final class Systems {
  private Systems() {}

  static int check(String operation, int answer) throws NetmapException {
    return (int) check(operation, (long) answer);
  }

  static long check(String operation, long answer) throws NetmapException {
    if (answer < 0) {
      int errno = (int) -answer;
      throw new NetmapException(new NetmapError.SystemCall(operation, errno, Libc.strerror(errno)));
    }
    return answer;
  }
}
