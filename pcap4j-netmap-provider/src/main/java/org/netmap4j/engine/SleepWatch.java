package org.netmap4j.engine;

/**
 * Looks after threads that sleep until one of a registration's {@link WaitSource}s is ready. For an
 * engine that must know: the kernel module can hold such a thread, as the system looks at the
 * sources again within its sleep.
 */
public interface SleepWatch extends AutoCloseable {
  /** For sources that hold nobody. */
  SleepWatch NONE =
      new SleepWatch() {
        @Override
        public void begins(long nanos) {}

        @Override
        public void ends() {}

        @Override
        public void close() {}
      };

  /** This thread is about to sleep, for at most so long if it is not held. */
  void begins(long nanos);

  /** It is awake. */
  void ends();

  /** Nobody will sleep any more. */
  @Override
  void close();
}
