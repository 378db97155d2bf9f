package org.netmap4j.engine;

import java.util.List;
import java.util.Optional;

/**
 * The numbers by which an embedded region tells other processes of kinds, causes and accuracies:
 * each is the place in its list. New ones come last; any other change is another version.
 */
public final class DirectoryNumbers {
  /** Of kinds of ports. */
  public static final List<PortKind> PORT_KINDS =
      List.of(
          PortKind.NIC,
          PortKind.VALE,
          PortKind.PIPE,
          PortKind.MONITOR,
          PortKind.NULL,
          PortKind.REPLAY,
          PortKind.GENERATOR);

  /** Of kinds of rings. */
  public static final List<RingKind> RING_KINDS =
      List.of(RingKind.TX, RingKind.HOST_TX, RingKind.RX, RingKind.HOST_RX);

  /** Of accuracies. */
  public static final List<Accuracy> ACCURACIES =
      List.of(Accuracy.EXACT, Accuracy.INFERRED, Accuracy.SAMPLED, Accuracy.DRIVER);

  /** Of causes of drops. */
  public static final List<DropCause> DROP_CAUSES =
      List.of(
          DropCause.QUEUE_FULL,
          DropCause.TRUNCATED,
          DropCause.TOO_LONG,
          DropCause.TOO_SHORT,
          DropCause.BAD_SLOT,
          DropCause.LINK);

  private DirectoryNumbers() {}

  /** What a number from outside stands for. */
  public static <T> Optional<T> at(List<T> list, int number) {
    return number >= 0 && number < list.size() ? Optional.of(list.get(number)) : Optional.empty();
  }
}
