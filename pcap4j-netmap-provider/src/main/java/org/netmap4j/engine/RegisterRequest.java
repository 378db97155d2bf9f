package org.netmap4j.engine;

/**
 * struct nmreq_register, and what goes with it.
 *
 * @param name nr_name: the port, as netmap has it
 * @param mode nr_mode, NR_REG_*
 * @param ringId nr_ringid, for the modes of one ring
 * @param flags nr_flags
 * @param memId nr_mem_id, 0 for any
 * @param extraBuffers nr_extra_bufs
 * @param geometry rings and slots asked for
 * @param promiscuous whether a NIC shall take frames for others while the port is open
 */
public record RegisterRequest(
    String name,
    int mode,
    int ringId,
    long flags,
    int memId,
    int extraBuffers,
    Geometry geometry,
    boolean promiscuous) {

  /** Checks that the ring's number fits into the module's 16 bits. */
  public RegisterRequest {
    fits("ring", ringId);
  }

  private static void fits(String what, int value) {
    if (value < 0 || value > 0xffff) {
      throw new IllegalArgumentException(what + ": expected 0 to 65535, found " + value);
    }
  }

  /**
   * Rings and slots of a port; 0 leaves a number to the port. The port that exists already wins:
   * the reply says what there is.
   *
   * @param txRings NIC transmit rings
   * @param rxRings NIC receive rings
   * @param hostTxRings host transmit rings
   * @param hostRxRings host receive rings
   * @param txSlots slots of each transmit ring
   * @param rxSlots slots of each receive ring
   */
  public record Geometry(
      int txRings, int rxRings, int hostTxRings, int hostRxRings, int txSlots, int rxSlots) {
    /** Leaves everything to the port. */
    public static final Geometry ANY = new Geometry(0, 0, 0, 0, 0, 0);

    /** Checks that each number fits into the port names' 16 bits. */
    public Geometry {
      fits("transmit rings", txRings);
      fits("receive rings", rxRings);
      fits("host transmit rings", hostTxRings);
      fits("host receive rings", hostRxRings);
      fits("transmit slots", txSlots);
      fits("receive slots", rxSlots);
    }
  }
}
