package org.netmap4j;

import java.lang.foreign.MemorySegment;
import org.netmap4j.error.NetmapException;

/**
 * A packet that was taken out of its ring, and stays as it is until it is sent or released: its
 * buffers are extra ones, exchanged for those of the ring's slots. See {@link ExtraBuffers}.
 */
public final class HeldPacket {
  private final ExtraBuffers pool;

  /** As in a slot: the buffer, from bit 32 its length, from bit 48 whether the packet goes on. */
  private final long[] slots;

  private final int length;
  private boolean done;

  HeldPacket(ExtraBuffers pool, long[] slots) {
    this.pool = pool;
    this.slots = slots;
    int sum = 0;
    for (long slot : slots) {
      sum += (int) (slot >>> 32) & 0xffff;
    }
    length = sum;
  }

  /** Its length in bytes. */
  public int length() {
    return length;
  }

  /** How many buffers it lies in. */
  public int fragments() {
    return slots.length;
  }

  /**
   * What lies in buffer {@code fragment}, without a copy; not to be used once the packet was sent
   * or released.
   *
   * @throws IllegalStateException it was sent or released
   * @throws NetmapException the port is closed
   */
  public MemorySegment fragment(int fragment) throws NetmapException {
    ensureHeld();
    return pool.memory(slots[fragment]);
  }

  /**
   * The packet as an array of its own.
   *
   * @throws IllegalStateException it was sent or released
   * @throws NetmapException the port is closed
   */
  public byte[] bytes() throws NetmapException {
    byte[] copy = new byte[length];
    int done = 0;
    for (int i = 0; i < slots.length; i++) {
      MemorySegment part = fragment(i);
      MemorySegment.copy(part, 0, MemorySegment.ofArray(copy), done, part.byteSize());
      done += (int) part.byteSize();
    }
    return copy;
  }

  /**
   * Queues the packet in a transmit ring of the same region without a copy: the buffers change
   * places again, and the packet is held no more.
   *
   * @return whether there was room; if not, it is still held
   * @throws IllegalArgumentException the ring is of another region: inject a copy there
   * @throws IllegalStateException it was sent or released
   * @throws NetmapException a port is closed
   */
  public boolean send(TxRing ring) throws NetmapException {
    ensureHeld();
    done = pool.send(this, slots, ring);
    return done;
  }

  /** Gives its buffers back to the pool; a second call does nothing. */
  public void release() {
    if (!done) {
      done = true;
      pool.release(this, slots);
    }
  }

  long[] slots() {
    return slots;
  }

  private void ensureHeld() {
    if (done) {
      throw new IllegalStateException("the packet was sent or released");
    }
  }
}
