package org.netmap4j.engine.embedded;

import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingKind;

/**
 * What a port looks like.
 *
 * @param kind what stands behind it
 * @param txRings NIC transmit rings
 * @param rxRings NIC receive rings
 * @param hostTxRings host transmit rings, 0 where frames cannot be given to the host's stack
 * @param hostRxRings host receive rings, 0 where the stack's frames cannot be had
 * @param txSlots slots of each transmit ring
 * @param rxSlots slots of each receive ring
 * @param maxTransmit the longest frame that it sends, in bytes
 */
record PortShape(
    PortKind kind,
    int txRings,
    int rxRings,
    int hostTxRings,
    int hostRxRings,
    int txSlots,
    int rxSlots,
    int maxTransmit) {

  int rings(RingKind ring) {
    return switch (ring) {
      case TX -> txRings;
      case HOST_TX -> hostTxRings;
      case RX -> rxRings;
      case HOST_RX -> hostRxRings;
    };
  }

  /** The slots of each ring of a kind. */
  int slots(RingKind ring) {
    return ring.receives() ? rxSlots : txSlots;
  }

  /** The number in the ring's own header: host rings come after the NIC's, as in the module. */
  int ringId(RingId ring) {
    int first = ring.kind() == RingKind.HOST_TX ? txRings : rxRings;
    return ring.kind().host() ? first + ring.index() : ring.index();
  }

  /** The entries of a netmap_if: also without host rings there is one of each direction. */
  int ringOffsets() {
    return txRings + hostEntries(hostTxRings) + rxRings + hostEntries(hostRxRings);
  }

  /** What a netmap_if says for a number of host rings. */
  static int hostEntries(int rings) {
    return Math.max(1, rings);
  }

  /** Which of the netmap_if's entries is the ring's. */
  int ringOffset(RingId ring) {
    int transmit = txRings + hostEntries(hostTxRings);
    return ring.index()
        + switch (ring.kind()) {
          case TX -> 0;
          case HOST_TX -> txRings;
          case RX -> transmit;
          case HOST_RX -> transmit + rxRings;
        };
  }
}
