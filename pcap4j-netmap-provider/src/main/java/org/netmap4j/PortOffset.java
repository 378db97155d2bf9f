package org.netmap4j;

import org.netmap4j.engine.RegisterRequest.Offsets;

/**
 * Where packets are to begin inside their buffers ({@code @offset:…}).
 *
 * <p>A VALE switch drops what does not fit behind the receiver's offset, and keeps the remainder of
 * the sender's offset by 64: a receiver without offsets understands multiples of 64 alone.
 *
 * @param initial bytes left free before each packet, and the most that may be
 * @param bits how many bits of a slot hold the offset, at most 64; 0 for the kernel's choice
 */
public record PortOffset(int initial, int bits) {

  /** As engines take it; no slot may have a larger offset than the initial one. */
  Offsets request() {
    return new Offsets(initial, initial, bits);
  }

  /** The option as it is written in a port name. */
  String format() {
    return bits == 0 ? "@offset=" + initial : "@offset:initial=" + initial + ",bits=" + bits;
  }
}
