package org.netmap4j.top.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a tap has seen up to a moment. Immutable.
 *
 * @param state how far it is
 * @param means how the packets are had, such as {@code packet socket}; empty until it is known
 * @param label {@link Label#EXACT} while every packet came by, {@link Label#INFERRED} once the tap
 *     itself lost some, {@link Label#SAMPLED} where it only sees some of them
 * @param seen packets that came by
 * @param matched those that the filter took
 * @param lost packets that the tap itself lost: monitor loss, never the port's
 * @param packets the latest that matched, oldest first; {@link #PACKETS} at most
 * @param talkers who sends what to whom, of those that matched
 * @param trouble what is wrong, in one line; null when nothing is
 */
public record TapView(
    State state,
    String means,
    Label label,
    long seen,
    long matched,
    long lost,
    List<TappedPacket> packets,
    Talkers talkers,
    @Nullable String trouble) {
  /** How many packets are kept. */
  public static final int PACKETS = 200;

  /** Before anything is known. */
  public static final TapView OPENING =
      new TapView(State.OPENING, "", Label.EXACT, 0, 0, 0, List.of(), Talkers.NONE, null);

  /** It could not even begin. */
  public static TapView refused(String trouble) {
    return new TapView(State.ENDED, "", Label.INFERRED, 0, 0, 0, List.of(), Talkers.NONE, trouble);
  }

  /** Copies the list. */
  public TapView {
    packets = List.copyOf(packets);
  }

  /** How far a tap is. */
  public enum State {
    /** The port is being opened. */
    OPENING,
    /** Packets are looked at as they come. */
    OPEN,
    /** None will come any more: it was closed, its packets are over, or it failed. */
    ENDED
  }
}
