package org.netmap4j.top.term;

import com.googlecode.lanterna.TerminalSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A terminal of bytes: remembers each write, and stands still on demand. */
public final class FakeDevice implements TerminalDevice {
  /** The writes, in order; guarded by itself. */
  private final List<String> writes = new ArrayList<>();

  private final LinkedBlockingQueue<byte[]> input = new LinkedBlockingQueue<>();
  private byte @Nullable [] next;
  private final AtomicInteger raws = new AtomicInteger();
  private final AtomicInteger restores = new AtomicInteger();
  private final AtomicInteger stops = new AtomicInteger();
  private volatile TerminalSize size = new TerminalSize(80, 24);
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile CountDownLatch stalled = new CountDownLatch(1);

  @Override
  public TerminalSize size() {
    return size;
  }

  /** Changes the size. */
  public void resize(int columns, int rows) {
    size = new TerminalSize(columns, rows);
  }

  @Override
  public void raw() {
    raws.incrementAndGet();
  }

  @Override
  public void restore() {
    restores.incrementAndGet();
  }

  @Override
  public void write(byte[] bytes, int length) throws IOException {
    synchronized (writes) {
      writes.add(new String(bytes, 0, length, StandardCharsets.UTF_8));
      writes.notifyAll();
    }
    try {
      if (gate.getCount() > 0) {
        stalled.countDown();
      }
      gate.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public boolean awaitInput(int timeoutMillis) throws IOException {
    try {
      if (next == null) {
        next = timeoutMillis < 0 ? input.take() : input.poll(timeoutMillis, TimeUnit.MILLISECONDS);
      }
      return next != null;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public int read(byte[] into) {
    byte[] bytes = next;
    next = null;
    if (bytes == null) {
      return 0;
    }
    System.arraycopy(bytes, 0, into, 0, bytes.length);
    return bytes.length == 0 ? -1 : bytes.length;
  }

  @Override
  public void stop() {
    stops.incrementAndGet();
  }

  /** Bytes as if typed; none for the end of input. */
  public void type(String text) {
    input.add(text.getBytes(StandardCharsets.UTF_8));
  }

  /** From now on a write returns only after {@link #release}. */
  public void stall() {
    stalled = new CountDownLatch(1);
    gate = new CountDownLatch(1);
  }

  /** Waits until a write stands still. */
  public void awaitStalled() throws InterruptedException {
    if (!stalled.await(10, TimeUnit.SECONDS)) {
      throw new AssertionError("nothing was written");
    }
  }

  /** Lets writes go on. */
  public void release() {
    gate.countDown();
  }

  /** All writes so far. */
  public List<String> writes() {
    synchronized (writes) {
      return List.copyOf(writes);
    }
  }

  /** Waits for a write that contains {@code text}, among those from {@code from} on. */
  public int awaitWrite(int from, String text) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    synchronized (writes) {
      while (true) {
        for (int i = from; i < writes.size(); i++) {
          if (writes.get(i).contains(text)) {
            return i;
          }
        }
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("no write with " + text + " in " + writes);
        }
        writes.wait(left);
      }
    }
  }

  /** How often raw mode was set. */
  public int raws() {
    return raws.get();
  }

  /** How often the modes were put back. */
  public int restores() {
    return restores.get();
  }

  /** How often the process was stopped. */
  public int stops() {
    return stops.get();
  }
}
