package org.netmap4j.savefile;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a pcapng file says of a packet beside its bytes and its time.
 *
 * @param comments what somebody remarked
 * @param flags epb_flags: direction, kind of reception, errors of the link layer
 * @param dropped packets lost between the one before on this interface and this one: epb_dropcount
 */
public record PacketOptions(List<String> comments, OptionalInt flags, OptionalLong dropped) {
  /** None. */
  public static final PacketOptions NONE =
      new PacketOptions(List.of(), OptionalInt.empty(), OptionalLong.empty());

  /** Copies the comments. */
  public PacketOptions {
    comments = List.copyOf(comments);
  }
}
