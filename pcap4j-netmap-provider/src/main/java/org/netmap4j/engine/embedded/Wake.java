package org.netmap4j.engine.embedded;

import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.netmap4j.engine.WaitSource;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;

/**
 * An eventfd behind one side of a ring that no descriptor of the system announces. It is made when
 * somebody first wants to wait, and written only for who is about to sleep, so that two busy
 * threads make no system call for each other.
 *
 * <p>Who is about to sleep first calls {@link #arm}, then looks once more, and calls {@link #fire}
 * itself if there is something. The other side publishes, and then calls {@link #fire}. One of the
 * two sees the other: each has a full fence between its write and its read.
 */
final class Wake implements AutoCloseable {
  private final AtomicBoolean armed = new AtomicBoolean();
  private volatile int fd = -1;

  /** The eventfd; it is never read, for each write to it is an edge of its own. */
  synchronized List<WaitSource> sources() throws NetmapException {
    if (fd < 0) {
      fd = Systems.check("eventfd", Libc.eventfd());
    }
    return List.of(new WaitSource(fd, LinuxAbi.EPOLLIN));
  }

  /** From here on the next {@link #fire} wakes. */
  void arm() {
    if (fd >= 0) {
      armed.set(true);
      VarHandle.fullFence();
    }
  }

  /** Wakes whoever sleeps; nothing while nobody does. Not concurrent with {@link #close}. */
  void fire() {
    VarHandle.fullFence();
    if (armed.getPlain() && armed.compareAndSet(true, false)) {
      Libc.eventfdWrite(fd);
    }
  }

  @Override
  public synchronized void close() {
    if (fd >= 0) {
      Libc.close(fd);
      fd = -1;
    }
  }
}
