package org.netmap4j.swap.backend;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.netmap4j.bpf.BpfFilter;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.pcap.CapturedHandler;
import org.netmap4j.pcap.Direction;
import org.netmap4j.pcap.HandleBuilder;
import org.netmap4j.pcap.NetmapHandle;
import org.netmap4j.pcap.Statistics;
import org.netmap4j.pcap.TimestampPrecision;

/**
 * A netmap port, or an interface on the embedded engine.
 *
 * <p>pcap4j forgets a handle that it could not open, without closing it: so nothing is held before
 * {@link #activate} has succeeded, and what is forgotten after that is closed when it is collected.
 */
final class LiveCapture extends Capture {
  private static final Cleaner FORGOTTEN = Cleaner.create();
  private static final int ETHERNET = 1;

  private final String name;
  private final HandleBuilder builder;
  private int snaplen = HandleBuilder.SNAPLEN;
  private boolean nanos;
  private boolean rfmon;
  private volatile @Nullable NetmapHandle opened;

  /**
   * A handle to be set up and activated.
   *
   * @param name what it was asked for by
   * @param port the port that it is opened on
   * @param embedded whether it must not be opened through the kernel engine
   */
  LiveCapture(String name, String port, boolean embedded) {
    this.name = name;
    builder = NetmapHandle.builder(port);
    if (embedded) {
      builder.engine("embedded");
    }
  }

  @Override
  public int activate() {
    if (opened != null) {
      return active("that it is active");
    }
    if (rfmon) {
      return fail(NO_RFMON, name + ": monitor mode is not supported on netmap ports");
    }
    try {
      NetmapHandle handle = builder.open();
      FORGOTTEN.register(this, handle::close);
      opened = handle;
      return 0;
    } catch (NetmapException e) {
      int code =
          switch (e.error()) {
            case NetmapError.NoSuchPort _, NetmapError.BadName _ -> NO_SUCH_DEVICE;
            case NetmapError.NoPermission _ -> NO_PERMISSION;
            case NetmapError.InterfaceDown _ -> NOT_UP;
            default -> ERROR;
          };
      return fail(code, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return fail(ERROR, "open " + name + ": " + e);
    }
  }

  /** What is done with a port that is open. */
  @FunctionalInterface
  private interface Use {
    int with(NetmapHandle handle) throws NetmapException;
  }

  private int use(Use use) {
    NetmapHandle handle = opened;
    if (handle == null) {
      return fail(-3, name + ": the handle has not been activated");
    }
    try {
      return use.with(handle);
    } catch (NetmapException e) {
      // A read that finds the handle closed was to end.
      return stopped() && e.error() instanceof NetmapError.Closed
          ? fail(BREAK, String.valueOf(e.getMessage()))
          : fail(ERROR, String.valueOf(e.getMessage()));
    } catch (IllegalStateException | IllegalArgumentException e) {
      return fail(ERROR, String.valueOf(e.getMessage()));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public int loop(int count, CapturedHandler handler) {
    return use(it -> stopped() ? BREAK : Math.min(0, it.loop(count, handler)));
  }

  @Override
  public int dispatch(int count, CapturedHandler handler) {
    return use(it -> stopped() ? BREAK : it.dispatch(count, handler));
  }

  @Override
  public int next(NextPacket packet) {
    return use(it ->
        stopped()
            ? BREAK
            : switch (it.next(packet)) {
              case PACKET -> 1;
              case TIMEOUT -> 0;
              case BREAK, END -> BREAK;
            });
  }

  @Override
  public void breakLoop() {
    NetmapHandle handle = opened;
    if (handle != null) {
      handle.breakLoop();
    }
  }

  @Override
  public void close() {
    stop();
    NetmapHandle handle = opened;
    if (handle != null) {
      handle.close();
    }
  }

  @Override
  public int setFilter(BpfFilter wanted) {
    return use(it -> {
      it.filter(wanted);
      return 0;
    });
  }

  @Override
  public int send(byte[] bytes, int length) {
    if (length <= 0 || length > bytes.length) {
      return fail(
          ERROR,
          "send on %s: expected a length of 1 to %d bytes, found %d"
              .formatted(name, bytes.length, length));
    }
    return use(it -> {
      it.inject(bytes, 0, length);
      return length;
    });
  }

  @Override
  public int statistics(long[] counters) {
    return use(it -> {
      Statistics now = it.statistics();
      counters[0] = now.received();
      counters[1] = now.dropped().orElse(now.lostCopies());
      counters[2] = now.interfaceDrops().orElse(0);
      return 0;
    });
  }

  @Override
  public int nonBlocking() {
    return use(it -> it.nonBlocking() ? 1 : 0);
  }

  @Override
  public int nonBlocking(boolean wanted) {
    return use(it -> {
      it.nonBlocking(wanted);
      return 0;
    });
  }

  @Override
  public int setDirection(int direction) {
    return use(it -> {
      it.direction(
          switch (direction) {
            case 0 -> Direction.BOTH;
            case 1 -> Direction.IN;
            case 2 -> Direction.OUT;
            default ->
                throw new IllegalArgumentException(
                    "direction: expected 0 (both), 1 (in) or 2 (out), found " + direction);
          });
      return 0;
    });
  }

  @Override
  public boolean nanos() {
    return nanos;
  }

  @Override
  public int datalink() {
    return ETHERNET;
  }

  @Override
  public int snapshot() {
    return snaplen;
  }

  /** Sets something up, unless it is too late. */
  private int set(String what, Runnable change) {
    if (opened != null) {
      return active(what);
    }
    change.run();
    return 0;
  }

  @Override
  public int setSnaplen(int wanted) {
    return set(
        "the snapshot length",
        () -> {
          snaplen = wanted <= 0 || wanted > HandleBuilder.SNAPLEN ? HandleBuilder.SNAPLEN : wanted;
          builder.snaplen(snaplen);
        });
  }

  @Override
  public int setPromiscuous(boolean wanted) {
    return set("promiscuous mode", () -> builder.promiscuous(wanted));
  }

  @Override
  public int setRfmon(boolean wanted) {
    return set("monitor mode", () -> rfmon = wanted);
  }

  @Override
  public int setTimeout(int millis) {
    return set("the time-out", () -> builder.timeout(Duration.ofMillis(Math.max(0, millis))));
  }

  @Override
  public int setBufferSize(int bytes) {
    // As libpcap: what is no size is passed over.
    return set("the buffer size", () -> builder.bufferSize(Math.max(0, bytes)));
  }

  @Override
  public int setNanos(boolean wanted) {
    return set(
        "the timestamp precision",
        () -> {
          nanos = wanted;
          builder.precision(wanted ? TimestampPrecision.NANO : TimestampPrecision.MICRO);
        });
  }

  @Override
  public int setImmediate(boolean wanted) {
    return set("immediate mode", () -> builder.immediate(wanted));
  }
}
