package org.netmap4j.scripted;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import org.netmap4j.engine.Registration;

/** A netmap_if as any process sees it that maps the region. */
public final class RawPort {
  private final MemorySegment region;
  private final long nifp;

  /** The netmap_if at an offset of a region. */
  public RawPort(MemorySegment region, long nifp) {
    this.region = region;
    this.nifp = nifp;
  }

  /** The netmap_if of a registration. */
  public static RawPort of(Registration registration) {
    return new RawPort(registration.region(), registration.reply().nifpOffset());
  }

  public String name() {
    return region.asSlice(nifp, 16).getString(0);
  }

  public int version() {
    return region.get(JAVA_INT, nifp + 16);
  }

  public int flags() {
    return region.get(JAVA_INT, nifp + 20);
  }

  public int txRings() {
    return region.get(JAVA_INT, nifp + 24);
  }

  public int rxRings() {
    return region.get(JAVA_INT, nifp + 28);
  }

  public int bufsHead() {
    return region.get(JAVA_INT, nifp + 32);
  }

  public void bufsHead(int index) {
    region.set(JAVA_INT, nifp + 32, index);
  }

  public int hostTxRings() {
    return region.get(JAVA_INT, nifp + 36);
  }

  public int hostRxRings() {
    return region.get(JAVA_INT, nifp + 40);
  }

  /** Entry {@code i} of ring_ofs. */
  public long ofs(int i) {
    return region.get(JAVA_LONG, nifp + 56 + 8L * i);
  }

  public void ofs(int i, long value) {
    region.set(JAVA_LONG, nifp + 56 + 8L * i, value);
  }

  public void counts(int tx, int rx, int hostTx, int hostRx) {
    region.set(JAVA_INT, nifp + 24, tx);
    region.set(JAVA_INT, nifp + 28, rx);
    region.set(JAVA_INT, nifp + 36, hostTx);
    region.set(JAVA_INT, nifp + 40, hostRx);
  }

  private RawRing ring(int i) {
    return new RawRing(region, nifp + ofs(i));
  }

  /** NETMAP_TXRING; behind the NIC's come the host's. */
  public RawRing tx(int i) {
    return ring(i);
  }

  /** NETMAP_RXRING; behind the NIC's come the host's. */
  public RawRing rx(int i) {
    return ring(txRings() + hostTxRings() + i);
  }
}
