package org.netmap4j.engine;

import java.util.Optional;

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
 * @param options what goes beyond struct nmreq_register
 */
public record RegisterRequest(
    String name,
    int mode,
    int ringId,
    long flags,
    int memId,
    int extraBuffers,
    Geometry geometry,
    boolean promiscuous,
    Options options) {

  /** Checks that the ring's number fits into the module's 16 bits. */
  public RegisterRequest {
    fits("ring", ringId);
  }

  /** A request without options. */
  public RegisterRequest(
      String name,
      int mode,
      int ringId,
      long flags,
      int memId,
      int extraBuffers,
      Geometry geometry,
      boolean promiscuous) {
    this(name, mode, ringId, flags, memId, extraBuffers, geometry, promiscuous, Options.NONE);
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

  /**
   * The options of a port's name that only some engines can do. An engine does what an option says,
   * or refuses the request.
   *
   * @param share the port whose memory region is to be used, as nr_name has it
   * @param externalMemory memory to be used instead of netmap's own
   * @param offsets where packets begin in their buffers
   * @param readOnly whether the region is mapped for reading only, which a NULL port can have
   */
  public record Options(
      Optional<String> share,
      Optional<ExternalMemory> externalMemory,
      Optional<Offsets> offsets,
      boolean readOnly) {
    /** Options of a port that is read and written. */
    public Options(
        Optional<String> share,
        Optional<ExternalMemory> externalMemory,
        Optional<Offsets> offsets) {
      this(share, externalMemory, offsets, false);
    }

    /** For a NULL port that is to look at a region. */
    public static final Options READ_ONLY =
        new Options(Optional.empty(), Optional.empty(), Optional.empty(), true);

    /** None of them. */
    public static final Options NONE =
        new Options(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * NETMAP_REQ_OPT_EXTMEM: a file that is the port's memory region, from its first byte on.
   *
   * @param file the file, which stays as long as it is
   * @param interfaces the netmap_if objects, their offset left at 0
   * @param rings the rings, likewise
   * @param buffers the buffers, likewise; what is left of the file are more buffers
   */
  public record ExternalMemory(
      String file, PoolsInfo.Pool interfaces, PoolsInfo.Pool rings, PoolsInfo.Pool buffers) {}

  /**
   * NETMAP_REQ_OPT_OFFSETS: a packet begins so many bytes behind its buffer's start.
   *
   * @param max the most that a slot's offset will be
   * @param initial the offset that is put into each slot at first
   * @param bits how many bits of a slot's ptr hold the offset, at most 64; 0 for all
   */
  public record Offsets(long max, long initial, int bits) {}
}
