package org.netmap4j.scripted;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/** A ring as any process sees it that maps the region: by offsets of its own, and unchecked. */
public final class RawRing {
  private final MemorySegment region;
  private final long base;

  /** The ring at an offset of a region. */
  public RawRing(MemorySegment region, long base) {
    this.region = region;
    this.base = base;
  }

  public long base() {
    return base;
  }

  public long bufOfs() {
    return region.get(JAVA_LONG, base);
  }

  public int slots() {
    return region.get(JAVA_INT, base + 8);
  }

  public int bufferSize() {
    return region.get(JAVA_INT, base + 12);
  }

  public int ringId() {
    return region.get(JAVA_SHORT, base + 16);
  }

  public int dir() {
    return region.get(JAVA_SHORT, base + 18);
  }

  public int head() {
    return region.get(JAVA_INT, base + 20);
  }

  public int cur() {
    return region.get(JAVA_INT, base + 24);
  }

  public int tail() {
    return region.get(JAVA_INT, base + 28);
  }

  public RawRing head(int value) {
    region.set(JAVA_INT, base + 20, value);
    return this;
  }

  public RawRing cur(int value) {
    region.set(JAVA_INT, base + 24, value);
    return this;
  }

  public RawRing tail(int value) {
    region.set(JAVA_INT, base + 28, value);
    return this;
  }

  public int ringFlags() {
    return region.get(JAVA_INT, base + 32);
  }

  /** Sets head and cur. */
  public RawRing advance(int to) {
    return cur(to).head(to);
  }

  /** ts in microseconds. */
  public long ts() {
    return region.get(JAVA_LONG, base + 40) * 1_000_000 + region.get(JAVA_LONG, base + 48);
  }

  public void ts(long seconds, long micros) {
    region.set(JAVA_LONG, base + 40, seconds);
    region.set(JAVA_LONG, base + 48, micros);
  }

  private long slot(int i) {
    return base + 256 + 16L * i;
  }

  public int buf(int i) {
    return region.get(JAVA_INT, slot(i));
  }

  public int len(int i) {
    return region.get(JAVA_SHORT, slot(i) + 4) & 0xffff;
  }

  public int flags(int i) {
    return region.get(JAVA_SHORT, slot(i) + 6) & 0xffff;
  }

  public void buf(int i, int index) {
    region.set(JAVA_INT, slot(i), index);
  }

  public void len(int i, int length) {
    region.set(JAVA_SHORT, slot(i) + 4, (short) length);
  }

  public void flags(int i, int flags) {
    region.set(JAVA_SHORT, slot(i) + 6, (short) flags);
  }

  public long ptr(int i) {
    return region.get(JAVA_LONG, slot(i) + 8);
  }

  public void ptr(int i, long value) {
    region.set(JAVA_LONG, slot(i) + 8, value);
  }

  public long offsetMask() {
    return region.get(JAVA_LONG, base + 56);
  }

  /** Turns offsets on, and puts {@code initial} into each slot. */
  public RawRing offsets(long mask, long initial) {
    region.set(JAVA_LONG, base + 56, mask);
    for (int i = 0; i < slots(); i++) {
      ptr(i, initial);
    }
    return this;
  }

  /** Writes a packet, or a part of one, into the buffer that slot {@code i} names. */
  public void put(int i, byte[] data, int flags) {
    MemorySegment.copy(data, 0, region, JAVA_BYTE, buffer(i), data.length);
    len(i, data.length);
    flags(i, flags);
  }

  /** What is in the buffer that slot {@code i} names. */
  public byte[] get(int i) {
    byte[] data = new byte[len(i)];
    MemorySegment.copy(region, JAVA_BYTE, buffer(i), data, 0, data.length);
    return data;
  }

  private long buffer(int i) {
    long offset = ptr(i) & offsetMask();
    return base + bufOfs() + (long) buf(i) * bufferSize() + offset;
  }

  public String indices() {
    return head() + "," + cur() + "," + tail();
  }
}
