package org.netmap4j.swap.backend;

import org.jspecify.annotations.Nullable;
import org.netmap4j.bpf.BpfFilter;
import org.netmap4j.pcap.CapturedHandler;

/** A pcap_t. Any thread may call any method; packets go to one thread at a time. */
public abstract sealed class Capture permits LiveCapture, FileCapture, DeadCapture {
  /** PCAP_ERROR. */
  public static final int ERROR = -1;

  /** PCAP_ERROR_BREAK; also the end of a savefile, for {@link #next}. */
  public static final int BREAK = -2;

  /** PCAP_ERROR_NO_SUCH_DEVICE. */
  static final int NO_SUCH_DEVICE = -5;

  /** PCAP_ERROR_RFMON_NOTSUP. */
  static final int NO_RFMON = -6;

  /** PCAP_ERROR_PERM_DENIED. */
  static final int NO_PERMISSION = -8;

  /** PCAP_ERROR_IFACE_NOT_UP. */
  static final int NOT_UP = -9;

  private volatile boolean stopped;
  private volatile String error = "";

  Capture() {}

  /** What went wrong last. */
  public final String error() {
    return error;
  }

  /** Answers {@link #ERROR}, with a text that says why. */
  public final int refuse(@Nullable String why) {
    return fail(ERROR, String.valueOf(why));
  }

  final int fail(int code, String text) {
    error = text;
    return code;
  }

  /** Whether timestamps are of nanoseconds, else of microseconds. */
  public abstract boolean nanos();

  /** The link type, DLT_*. */
  public abstract int datalink();

  /** The snapshot length in bytes. */
  public abstract int snapshot();

  /** Whether a savefile's numbers are of the other byte order. */
  public boolean swapped() {
    return false;
  }

  /** The version of a savefile's format. */
  public int majorVersion() {
    return 0;
  }

  /** What comes after it. */
  public int minorVersion() {
    return 0;
  }

  /**
   * Delivers up to {@code count} packets, or all until the end where that is not positive.
   *
   * @return 0, {@link #ERROR}, or {@link #BREAK}
   */
  public abstract int loop(int count, CapturedHandler handler);

  /**
   * Delivers what is there, waiting for the first as the handle says: at most {@code count}, where
   * that is positive.
   *
   * @return how many packets, {@link #ERROR}, or {@link #BREAK}
   */
  public abstract int dispatch(int count, CapturedHandler handler);

  /**
   * Fetches one packet.
   *
   * @return 1 with a packet, 0 when time ran out, {@link #ERROR}, or {@link #BREAK}
   */
  public abstract int next(NextPacket packet);

  /** Ends a loop, or whatever waits for a packet; if there is none, the next one. */
  public abstract void breakLoop();

  /** Has everything that waits for packets end, now and from here on. */
  public final void stop() {
    stopped = true;
    breakLoop();
  }

  final boolean stopped() {
    return stopped;
  }

  /**
   * Ends everything and gives back what this handle has, when the last call that is under way
   * returns; again does nothing.
   */
  public abstract void close();

  /** Sets the filter; answers 0 or {@link #ERROR}. */
  public abstract int setFilter(BpfFilter filter);

  /** Sends the first {@code length} bytes; answers how many, or {@link #ERROR}. */
  public abstract int send(byte[] bytes, int length);

  /**
   * Tells the counters: received, dropped, dropped by the interface.
   *
   * @param counters gets the three
   * @return 0 or {@link #ERROR}
   */
  public abstract int statistics(long[] counters);

  /** 1 if packets are not waited for, 0 if they are, or {@link #ERROR}. */
  public abstract int nonBlocking();

  /** Says whether packets are waited for; answers 0 or {@link #ERROR}. */
  public abstract int nonBlocking(boolean wanted);

  /** 0 for both directions, 1 for received packets alone, 2 for sent ones. */
  public abstract int setDirection(int direction);

  /** Takes the link type that it has already, and no other. */
  public int setDatalink(int dlt) {
    return dlt == datalink()
        ? 0
        : fail(
            ERROR,
            "link type %s is not one of this handle's (have: %s)"
                .formatted(DataLinks.text(dlt), DataLinks.text(datalink())));
  }

  /** {@code pcap_set_snaplen} and its like: refused on what is open already. */
  public int setSnaplen(int snaplen) {
    return active("the snapshot length");
  }

  /** Whether frames for others are wanted. */
  public int setPromiscuous(boolean wanted) {
    return active("promiscuous mode");
  }

  /** Whether a wireless interface is to be monitored. */
  public int setRfmon(boolean wanted) {
    return active("monitor mode");
  }

  /** How long to wait for packets. */
  public int setTimeout(int millis) {
    return active("the time-out");
  }

  /** How much room there is for packets. */
  public int setBufferSize(int bytes) {
    return active("the buffer size");
  }

  /** Whether timestamps are of nanoseconds. */
  public int setNanos(boolean wanted) {
    return active("the timestamp precision");
  }

  /** Whether packets are delivered as they come. */
  public int setImmediate(boolean wanted) {
    return active("immediate mode");
  }

  /** Opens what was created. */
  public int activate() {
    return active("that it is active");
  }

  /** PCAP_ERROR_ACTIVATED. */
  final int active(String what) {
    return fail(-4, "can't set " + what + ": the handle is active");
  }
}
