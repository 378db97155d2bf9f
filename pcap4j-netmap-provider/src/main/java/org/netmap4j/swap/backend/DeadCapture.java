package org.netmap4j.swap.backend;

import org.netmap4j.bpf.BpfFilter;
import org.netmap4j.pcap.CapturedHandler;

/** What pcap_open_dead gives: a link type and a snapshot length, to compile and to dump with. */
final class DeadCapture extends Capture {
  private static final String OF = " a pcap_open_dead pcap_t";

  private final int datalink;
  private final int snapshot;
  private final boolean nanos;

  DeadCapture(int datalink, int snapshot, boolean nanos) {
    this.datalink = datalink;
    this.snapshot = snapshot;
    this.nanos = nanos;
  }

  @Override
  public boolean nanos() {
    return nanos;
  }

  @Override
  public int datalink() {
    return datalink;
  }

  @Override
  public int snapshot() {
    return snapshot;
  }

  @Override
  public int loop(int count, CapturedHandler handler) {
    return noPackets();
  }

  @Override
  public int dispatch(int count, CapturedHandler handler) {
    return noPackets();
  }

  @Override
  public int next(NextPacket packet) {
    return noPackets();
  }

  private int noPackets() {
    return fail(ERROR, "Packets aren't available from" + OF);
  }

  @Override
  public void breakLoop() {
    // nothing waits
  }

  @Override
  public void close() {
    // nothing to give back
  }

  @Override
  public int setFilter(BpfFilter filter) {
    return fail(ERROR, "A filter cannot be set on" + OF);
  }

  @Override
  public int send(byte[] bytes, int length) {
    return fail(ERROR, "Packets can't be sent on" + OF);
  }

  @Override
  public int statistics(long[] counters) {
    return fail(ERROR, "Statistics aren't available from" + OF);
  }

  @Override
  public int nonBlocking() {
    return fail(ERROR, "A" + OF.substring(2) + " does not have a non-blocking mode setting");
  }

  @Override
  public int nonBlocking(boolean wanted) {
    return nonBlocking();
  }

  @Override
  public int setDirection(int direction) {
    return fail(ERROR, "The packet direction cannot be set on" + OF);
  }
}
