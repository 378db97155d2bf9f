package org.netmap4j.engine.embedded;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.netmap4j.engine.DropCause;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;
import org.netmap4j.ffi.SharedMemory;

/**
 * A TPACKET_V2 receive ring: the kernel puts each frame into the next free place and wakes the
 * reader at once (V3 packs more tightly, but wakes with its block's time-out).
 *
 * <p>Longer frames than a place holds (the stack's, before segmentation) wait whole in the socket's
 * own queue, in the same order; the place then says so.
 */
final class PacketRing implements AutoCloseable {
  /**
   * Bytes of a place: a netmap buffer, behind the header and the address (66 bytes). Not a power of
   * two, so that the headers of all places do not fall into the same few sets of the cache.
   */
  private static final int PLACE = 2176;

  private static final int BLOCK = 1 << 17;
  private static final int PER_BLOCK = BLOCK / PLACE;
  private static final int LONGEST = 1 << 19;

  private final PacketSocket socket;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;
  private final int places;
  private int place;
  private long at;
  private boolean losing;
  private MemorySegment longFrame = MemorySegment.NULL;

  PacketRing(PacketSocket socket, String name, int frames) throws NetmapException {
    this.socket = socket;
    int blocks = (frames + PER_BLOCK - 1) / PER_BLOCK;
    places = blocks * PER_BLOCK;
    try {
      // struct tpacket_req: block size, blocks, frame size, frames
      MemorySegment request = arena.allocate(16, 4);
      request.setAtIndex(JAVA_INT, 0, BLOCK);
      request.setAtIndex(JAVA_INT, 1, blocks);
      request.setAtIndex(JAVA_INT, 2, PLACE);
      request.setAtIndex(JAVA_INT, 3, places);
      Systems.check(
          "packet ring of " + places + " frames on " + name,
          Libc.setsockopt(socket.fd(), LinuxAbi.SOL_PACKET, LinuxAbi.PACKET_RX_RING, request));
      long bytes = (long) BLOCK * blocks;
      long address =
          Systems.check(
              "map the packet ring of " + name, Libc.mmap(socket.fd(), bytes, LinuxAbi.PROT_RW));
      memory = Libc.mapped(address, bytes, arena);
    } catch (NetmapException e) {
      arena.close();
      throw e;
    }
  }

  /** Moves what has arrived into the netmap ring, while there is room. */
  void drain(RxKring ring) {
    int status = SharedMemory.getAcquire(memory, at + LinuxAbi.TP2_STATUS);
    while ((status & LinuxAbi.TP_STATUS_USER) != 0) {
      losing |= (status & LinuxAbi.TP_STATUS_LOSING) != 0;
      if (!move(ring, status)) {
        return;
      }
      SharedMemory.setRelease(memory, at + LinuxAbi.TP2_STATUS, LinuxAbi.TP_STATUS_KERNEL);
      advance();
      status = SharedMemory.getAcquire(memory, at + LinuxAbi.TP2_STATUS);
    }
  }

  /** Whether a frame has said since the last call that others were lost before it. */
  boolean takeLosing() {
    boolean was = losing;
    losing = false;
    return was;
  }

  private void advance() {
    place++;
    if (place == places) {
      place = 0;
      at = 0;
    } else if (place % PER_BLOCK == 0) {
      at = (long) (place / PER_BLOCK) * BLOCK;
    } else {
      at += PLACE;
    }
  }

  private boolean move(RxKring ring, int status) {
    int length = memory.get(JAVA_INT, at + LinuxAbi.TP2_LEN);
    int captured = memory.get(JAVA_INT, at + LinuxAbi.TP2_SNAPLEN);
    ring.arrived(
        Integer.toUnsignedLong(memory.get(JAVA_INT, at + LinuxAbi.TP2_SEC)) * 1_000_000_000
            + Integer.toUnsignedLong(memory.get(JAVA_INT, at + LinuxAbi.TP2_NSEC)));
    MemorySegment from = memory;
    long offset = at + (memory.get(JAVA_SHORT, at + LinuxAbi.TP2_MAC) & 0xffff);
    if (captured < length) {
      int tag = (status & LinuxAbi.TP_STATUS_VLAN_VALID) != 0 ? LinuxAbi.VLAN_HLEN : 0;
      if (!ring.accepts(length + tag)) {
        return false;
      }
      if ((status & LinuxAbi.TP_STATUS_COPY) == 0 || receiveLong() != length) {
        ring.stats.dropped(DropCause.TRUNCATED, 1);
        return true;
      }
      from = longFrame;
      offset = 0;
    }
    if ((status & LinuxAbi.TP_STATUS_VLAN_VALID) == 0) {
      return ring.put(from, offset, length);
    }
    int type =
        (status & LinuxAbi.TP_STATUS_VLAN_TPID_VALID) != 0
            ? memory.get(JAVA_SHORT, at + LinuxAbi.TP2_VLAN_TPID)
            : LinuxAbi.ETH_P_8021Q;
    int tag = memory.get(JAVA_SHORT, at + LinuxAbi.TP2_VLAN_TCI);
    return ring.putTagged(from, offset, length, type, tag);
  }

  /** Takes the next long frame out of the socket's queue; its length, or {@code -errno}. */
  private long receiveLong() {
    if (longFrame.byteSize() == 0) {
      longFrame = arena.allocate(LONGEST, 64);
    }
    return Libc.recv(socket.fd(), longFrame, LinuxAbi.MSG_DONTWAIT);
  }

  @Override
  public void close() {
    arena.close();
  }
}
