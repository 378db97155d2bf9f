package org.netmap4j.top.packet;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * Who a packet is from and to. One object reads packet after packet and is copied to be kept, so
 * that a packet of a known flow allocates nothing.
 */
final class FlowKey {
  /** Whoever sends packets must not know which of them fall together. */
  private static final long SEED = new SecureRandom().nextLong();

  private static final int ETHERNET = 14;
  private static final int TAG = 4;
  private static final int MOST_TAGS = 4;
  private static final int MOST_EXTENSIONS = 8;
  private static final int IP4 = 20;
  private static final int IP6 = 40;

  /** What the addresses are of. */
  private static final int MAC = 0;

  private static final int V4 = 4;
  private static final int V6 = 6;

  private long srcHigh;
  private long srcLow;
  private long dstHigh;
  private long dstLow;
  private int family;
  private int protocol;

  /** The source's in the high half; 0 where there are none. */
  private int ports;

  private byte[] bytes = {};
  private int end;

  private FlowKey() {}

  /** One that reads packets. */
  static FlowKey reader() {
    return new FlowKey();
  }

  /** The same, to be kept. */
  FlowKey copy() {
    FlowKey copy = new FlowKey();
    copy.srcHigh = srcHigh;
    copy.srcLow = srcLow;
    copy.dstHigh = dstHigh;
    copy.dstLow = dstLow;
    copy.family = family;
    copy.protocol = protocol;
    copy.ports = ports;
    return copy;
  }

  /** The host at one end of {@code flow}, of any protocol. */
  void host(FlowKey flow, boolean source) {
    srcHigh = source ? flow.srcHigh : flow.dstHigh;
    srcLow = source ? flow.srcLow : flow.dstLow;
    dstHigh = 0;
    dstLow = 0;
    family = flow.family;
    protocol = 0;
    ports = 0;
  }

  /** Reads a packet's headers, as far as they are there. */
  void read(byte[] packet, int captured) {
    bytes = packet;
    end = captured;
    srcHigh = 0;
    dstHigh = 0;
    ports = 0;
    family = MAC;
    dstLow = captured < ETHERNET ? 0 : (long) u16(0) << 32 | u32(2);
    srcLow = captured < ETHERNET ? 0 : (long) u16(6) << 32 | u32(8);
    protocol = captured < ETHERNET ? 0 : u16(12);
    int at = ETHERNET;
    for (int i = 0; i < MOST_TAGS && isTag(protocol) && at + TAG <= end; i++) {
      protocol = u16(at + 2);
      at += TAG;
    }
    if (protocol == 0x0800 && at + IP4 <= end && u8(at) >>> 4 == V4) {
      ip4(at);
    } else if (protocol == 0x86dd && at + IP6 <= end && u8(at) >>> 4 == V6) {
      ip6(at);
    }
  }

  private static boolean isTag(int type) {
    return type == 0x8100 || type == 0x88a8 || type == 0x9100;
  }

  private void ip4(int at) {
    family = V4;
    srcLow = u32(at + 12);
    dstLow = u32(at + 16);
    protocol = u8(at + 9);
    boolean first = (u16(at + 6) & 0x1fff) == 0;
    if (first) {
      ports(at + 4 * Math.max(5, u8(at) & 0xf));
    }
  }

  private void ip6(int at) {
    family = V6;
    srcHigh = u32(at + 8) << 32 | u32(at + 12);
    srcLow = u32(at + 16) << 32 | u32(at + 20);
    dstHigh = u32(at + 24) << 32 | u32(at + 28);
    dstLow = u32(at + 32) << 32 | u32(at + 36);
    protocol = u8(at + 6);
    int next = at + IP6;
    boolean first = true;
    for (int i = 0; i < MOST_EXTENSIONS && first && next + 8 <= end && isExtension(); i++) {
      boolean fragment = protocol == 44;
      first = !fragment || (u16(next + 2) & 0xfff8) == 0;
      protocol = u8(next);
      next += fragment ? 8 : 8 * (1 + u8(next + 1));
    }
    if (first) {
      ports(next);
    }
  }

  /** Hop-by-hop options, routing, fragment, destination options. */
  private boolean isExtension() {
    return protocol == 0 || protocol == 43 || protocol == 44 || protocol == 60;
  }

  private void ports(int at) {
    boolean has = protocol == 6 || protocol == 17 || protocol == 132;
    ports = has && at + 4 <= end ? (int) u32(at) : 0;
  }

  private int u8(int at) {
    return bytes[at] & 0xff;
  }

  private int u16(int at) {
    return u8(at) << 8 | u8(at + 1);
  }

  private long u32(int at) {
    return (long) u16(at) << 16 | u16(at + 2);
  }

  String source() {
    return address(srcHigh, srcLow) + (ports == 0 ? "" : "." + (ports >>> 16));
  }

  String destination() {
    return address(dstHigh, dstLow) + (ports == 0 ? "" : "." + (ports & 0xffff));
  }

  private String address(long high, long low) {
    return switch (family) {
      case V4 -> Names.ip4(low);
      case V6 -> Names.ip6(high, low);
      default -> Names.mac(low);
    };
  }

  String protocol() {
    return family == MAC ? Names.ethertype(protocol) : Names.protocol(protocol);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FlowKey that
        && srcHigh == that.srcHigh
        && srcLow == that.srcLow
        && dstHigh == that.dstHigh
        && dstLow == that.dstLow
        && family == that.family
        && protocol == that.protocol
        && ports == that.ports;
  }

  @Override
  public int hashCode() {
    long hash = mixed(SEED ^ srcLow);
    hash = mixed(hash ^ dstLow);
    hash = mixed(hash ^ ((long) family << 48 | (long) protocol << 32 | (ports & 0xffff_ffffL)));
    if (family == V6) {
      hash = mixed(mixed(hash ^ srcHigh) ^ dstHigh);
    }
    return (int) (hash ^ hash >>> 32);
  }

  /** The finalizer of splitmix64. */
  private static long mixed(long value) {
    long once = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
    long twice = (once ^ once >>> 27) * 0x94d049bb133111ebL;
    return twice ^ twice >>> 31;
  }
}
