package org.netmap4j.ffi;

/**
 * net/netmap.h, API 14: layouts and numbers, the same on every 64-bit little-endian system.
 *
 * <p>(u) is written by the user, (k) by the kernel side, (k1) by the kernel side once, at
 * registration.
 *
 * <pre>
 *  region:  | netmap_if ... | netmap_ring ... | buffers, 2048 bytes each ... |
 *             ring_ofs[] ----^  buf_ofs --------^
 *             (from netmap_if)  (from netmap_ring); buffer i at buf_ofs + i * nr_buf_size
 * </pre>
 */
public final class NetmapAbi {
  private NetmapAbi() {}

  /** NETMAP_API. */
  public static final int API = 14;

  // struct netmap_slot
  /** sizeof(struct netmap_slot). */
  public static final int SLOT_SIZE = 16;

  /** uint32_t buf_idx. (u) on slots the user owns, (k) on the others. */
  public static final int SLOT_BUF_IDX = 0;

  /** uint16_t len. (u) on transmit, (k) on receive. */
  public static final int SLOT_LEN = 4;

  /** uint16_t flags, NS_*. */
  public static final int SLOT_FLAGS = 6;

  /** uint64_t ptr, for NS_INDIRECT and slot offsets. */
  public static final int SLOT_PTR = 8;

  // struct netmap_ring
  /** int64_t buf_ofs, from the ring to buffer 0. (k1) */
  public static final int RING_BUF_OFS = 0;

  /** uint32_t num_slots. (k1) */
  public static final int RING_NUM_SLOTS = 8;

  /** uint32_t nr_buf_size. (k1) */
  public static final int RING_BUF_SIZE = 12;

  /** uint16_t ringid. (k1) */
  public static final int RING_RINGID = 16;

  /**
   * uint16_t dir: {@link #DIR_RX} or {@link #DIR_TX}; the header's comment has them reversed. (k1)
   */
  public static final int RING_DIR = 18;

  /** uint32_t head. (u) */
  public static final int RING_HEAD = 20;

  /** uint32_t cur. (u) */
  public static final int RING_CUR = 24;

  /** uint32_t tail. (k) */
  public static final int RING_TAIL = 28;

  /** uint32_t flags, NR_TIMESTAMP and NR_FORWARD. (u) */
  public static final int RING_FLAGS = 32;

  /** struct timeval ts: tv_sec, then tv_usec at +8; on receive syncs only. (k) */
  public static final int RING_TS = 40;

  /** uint64_t offset_mask. (k1) */
  public static final int RING_OFFSET_MASK = 56;

  /** uint64_t buf_align. (k1) */
  public static final int RING_BUF_ALIGN = 64;

  /** 128 bytes that are the user's own. (u) */
  public static final int RING_SEM = 128;

  /** struct netmap_slot slot[]. */
  public static final int RING_SLOTS = 256;

  /** The value of dir in a receive ring. */
  public static final int DIR_RX = 0;

  /** The value of dir in a transmit ring. */
  public static final int DIR_TX = 1;

  // struct netmap_if
  /** char ni_name[16]. (k1) */
  public static final int IF_NAME = 0;

  /** sizeof(ni_name), its NUL included. */
  public static final int IF_NAME_SIZE = 16;

  /** uint32_t ni_version. (k1) */
  public static final int IF_VERSION = 16;

  /** uint32_t ni_flags, NI_PRIV_MEM. (k1) */
  public static final int IF_FLAGS = 20;

  /** uint32_t ni_tx_rings, of the NIC. (k1) */
  public static final int IF_TX_RINGS = 24;

  /** uint32_t ni_rx_rings, of the NIC. (k1) */
  public static final int IF_RX_RINGS = 28;

  /** uint32_t ni_bufs_head, the first extra buffer. (u) */
  public static final int IF_BUFS_HEAD = 32;

  /** uint32_t ni_host_tx_rings, at least 1. (k1) */
  public static final int IF_HOST_TX_RINGS = 36;

  /** uint32_t ni_host_rx_rings, at least 1. (k1) */
  public static final int IF_HOST_RX_RINGS = 40;

  /**
   * int64_t ring_ofs[]: NIC transmit, host transmit, NIC receive, host receive; each from the
   * netmap_if, 0 for a ring that this registration did not bind. (k1)
   */
  public static final int IF_RING_OFS = 56;

  // nr_mode of struct nmreq_register
  /** NR_REG_ALL_NIC. */
  public static final int REG_ALL_NIC = 1;

  /** NR_REG_SW. */
  public static final int REG_SW = 2;

  /** NR_REG_NIC_SW. */
  public static final int REG_NIC_SW = 3;

  /** NR_REG_ONE_NIC. */
  public static final int REG_ONE_NIC = 4;

  /** NR_REG_NULL. */
  public static final int REG_NULL = 7;

  /** NR_REG_ONE_SW. */
  public static final int REG_ONE_SW = 8;

  // nr_flags of struct nmreq_register
  /** NR_MONITOR_TX. */
  public static final long NR_MONITOR_TX = 0x100;

  /** NR_MONITOR_RX. */
  public static final long NR_MONITOR_RX = 0x200;

  /** NR_ZCOPY_MON. */
  public static final long NR_ZCOPY_MON = 0x400;

  /** NR_EXCLUSIVE. */
  public static final long NR_EXCLUSIVE = 0x800;

  /** NR_RX_RINGS_ONLY. */
  public static final long NR_RX_RINGS_ONLY = 0x2000;

  /** NR_TX_RINGS_ONLY. */
  public static final long NR_TX_RINGS_ONLY = 0x4000;

  /** NR_ACCEPT_VNET_HDR. */
  public static final long NR_ACCEPT_VNET_HDR = 0x8000;

  /** NR_NO_TX_POLL. */
  public static final long NR_NO_TX_POLL = 0x20000;

  // flags of a slot
  /** NS_BUF_CHANGED. */
  public static final int NS_BUF_CHANGED = 0x1;

  /** NS_REPORT. */
  public static final int NS_REPORT = 0x2;

  /** NS_FORWARD. */
  public static final int NS_FORWARD = 0x4;

  /** NS_NO_LEARN. */
  public static final int NS_NO_LEARN = 0x8;

  /** NS_INDIRECT. */
  public static final int NS_INDIRECT = 0x10;

  /** NS_MOREFRAG: the packet goes on in the next slot. */
  public static final int NS_MOREFRAG = 0x20;

  /** NS_TXMON. */
  public static final int NS_TXMON = 0x40;

  /** NETMAP_MAX_FRAGS: slots one packet may take. */
  public static final int MAX_FRAGS = 64;

  // flags of a ring and of a netmap_if
  /** NR_TIMESTAMP. */
  public static final int NR_TIMESTAMP = 0x2;

  /** NR_FORWARD. */
  public static final int NR_FORWARD = 0x4;

  /** NI_PRIV_MEM. */
  public static final int NI_PRIV_MEM = 0x1;

  /** The first buffer that may be in a slot: 0 and 1 are the kernel's own. */
  public static final int FIRST_BUFFER = 2;

  /** NETMAP_REQ_IFNAMSIZ, the NUL included. */
  public static final int REQ_NAME_SIZE = 64;

  /** The bytes that a ring of {@code slots} slots takes. */
  public static long ringBytes(int slots) {
    return RING_SLOTS + (long) SLOT_SIZE * slots;
  }

  /** The bytes that a netmap_if with {@code rings} ring offsets takes. */
  public static long ifBytes(int rings) {
    return IF_RING_OFS + 8L * rings;
  }
}
