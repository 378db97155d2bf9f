package org.netmap4j.engine.embedded;

import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RingKind;

/**
 * What a NIC port looks like.
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
record NicShape(
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
}
