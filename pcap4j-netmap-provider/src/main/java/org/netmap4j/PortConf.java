package org.netmap4j;

/**
 * The rings and slots a port is asked to have ({@code @conf:…}); 0 means not asked for.
 *
 * <p>A wish, not an order: the first opener of a port is heard, later ones get what is there.
 *
 * @param txRings transmit rings, at most 65535
 * @param rxRings receive rings, at most 65535
 * @param hostTxRings host transmit rings, at most 65535
 * @param hostRxRings host receive rings, at most 65535
 * @param txSlots slots of each transmit ring, at most 65535
 * @param rxSlots slots of each receive ring, at most 65535
 */
public record PortConf(
    int txRings, int rxRings, int hostTxRings, int hostRxRings, int txSlots, int rxSlots) {

  /** Nothing asked for. */
  public static final PortConf NONE = new PortConf(0, 0, 0, 0, 0, 0);

  /** The option as it is written in a port name, empty if nothing is asked for. */
  String format() {
    StringBuilder keys = new StringBuilder();
    append(keys, "rings", "tx-rings", txRings, "rx-rings", rxRings);
    append(keys, "host-rings", "host-tx-rings", hostTxRings, "host-rx-rings", hostRxRings);
    append(keys, "slots", "tx-slots", txSlots, "rx-slots", rxSlots);
    return keys.isEmpty() ? "" : "@conf:" + keys;
  }

  private static void append(
      StringBuilder keys, String both, String txKey, int tx, String rxKey, int rx) {
    if (tx == rx) {
      append(keys, both, tx);
    } else {
      append(keys, txKey, tx);
      append(keys, rxKey, rx);
    }
  }

  private static void append(StringBuilder keys, String key, int value) {
    if (value != 0) {
      keys.append(keys.isEmpty() ? "" : ",").append(key).append('=').append(value);
    }
  }
}
