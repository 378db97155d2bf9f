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

  // requests on /dev/netmap; unsigned: as an int, NIOCCTRL would be extended by its sign
  /** NIOCTXSYNC, _IO('i', 148). */
  public static final long NIOCTXSYNC = 0x6994L;

  /** NIOCRXSYNC, _IO('i', 149). */
  public static final long NIOCRXSYNC = 0x6995L;

  /** NIOCCTRL, _IOWR('i', 151, struct nmreq_header). */
  public static final long NIOCCTRL = 0xC058_6997L;

  // struct nmreq_header
  /** sizeof(struct nmreq_header). */
  public static final int HEADER_SIZE = 88;

  /** uint16_t nr_version. */
  public static final int HEADER_VERSION = 0;

  /** uint16_t nr_reqtype. */
  public static final int HEADER_REQTYPE = 2;

  /** char nr_name[64]. */
  public static final int HEADER_NAME = 8;

  /** uint64_t nr_options, a pointer to the first option. */
  public static final int HEADER_OPTIONS = 72;

  /** uint64_t nr_body, a pointer. */
  public static final int HEADER_BODY = 80;

  // nr_reqtype, NETMAP_REQ_*
  /** REGISTER. */
  public static final int REQ_REGISTER = 1;

  /** PORT_INFO_GET. */
  public static final int REQ_PORT_INFO_GET = 2;

  /** VALE_ATTACH. */
  public static final int REQ_VALE_ATTACH = 3;

  /** VALE_DETACH. */
  public static final int REQ_VALE_DETACH = 4;

  /** VALE_LIST. */
  public static final int REQ_VALE_LIST = 5;

  /** PORT_HDR_SET. */
  public static final int REQ_PORT_HDR_SET = 6;

  /** PORT_HDR_GET. */
  public static final int REQ_PORT_HDR_GET = 7;

  /** VALE_NEWIF. */
  public static final int REQ_VALE_NEWIF = 8;

  /** VALE_DELIF. */
  public static final int REQ_VALE_DELIF = 9;

  /** VALE_POLLING_ENABLE. */
  public static final int REQ_VALE_POLLING_ENABLE = 10;

  /** VALE_POLLING_DISABLE. */
  public static final int REQ_VALE_POLLING_DISABLE = 11;

  /** POOLS_INFO_GET. */
  public static final int REQ_POOLS_INFO_GET = 12;

  // struct nmreq_register
  /** sizeof(struct nmreq_register). */
  public static final int REGISTER_SIZE = 56;

  /** uint64_t nr_offset, of the netmap_if. (out) */
  public static final int REGISTER_OFFSET = 0;

  /** uint64_t nr_memsize. (out) */
  public static final int REGISTER_MEMSIZE = 8;

  /** uint32_t nr_tx_slots. */
  public static final int REGISTER_TX_SLOTS = 16;

  /** uint32_t nr_rx_slots. */
  public static final int REGISTER_RX_SLOTS = 20;

  /** uint16_t nr_tx_rings. */
  public static final int REGISTER_TX_RINGS = 24;

  /** uint16_t nr_rx_rings. */
  public static final int REGISTER_RX_RINGS = 26;

  /** uint16_t nr_host_tx_rings. */
  public static final int REGISTER_HOST_TX_RINGS = 28;

  /** uint16_t nr_host_rx_rings. */
  public static final int REGISTER_HOST_RX_RINGS = 30;

  /** uint16_t nr_mem_id. (in, out) */
  public static final int REGISTER_MEM_ID = 32;

  /** uint16_t nr_ringid. */
  public static final int REGISTER_RINGID = 34;

  /** uint32_t nr_mode. */
  public static final int REGISTER_MODE = 36;

  /** uint32_t nr_extra_bufs. (in, out) */
  public static final int REGISTER_EXTRA_BUFS = 40;

  /** uint64_t nr_flags. */
  public static final int REGISTER_FLAGS = 48;

  // struct nmreq_port_info_get
  /** sizeof(struct nmreq_port_info_get). */
  public static final int PORT_INFO_SIZE = 32;

  /** uint64_t nr_memsize. */
  public static final int PORT_INFO_MEMSIZE = 0;

  /** uint32_t nr_tx_slots. */
  public static final int PORT_INFO_TX_SLOTS = 8;

  /** uint32_t nr_rx_slots. */
  public static final int PORT_INFO_RX_SLOTS = 12;

  /** uint16_t nr_tx_rings. */
  public static final int PORT_INFO_TX_RINGS = 16;

  /** uint16_t nr_rx_rings. */
  public static final int PORT_INFO_RX_RINGS = 18;

  /** uint16_t nr_host_tx_rings. */
  public static final int PORT_INFO_HOST_TX_RINGS = 20;

  /** uint16_t nr_host_rx_rings. */
  public static final int PORT_INFO_HOST_RX_RINGS = 22;

  /** uint16_t nr_mem_id. (in, out) */
  public static final int PORT_INFO_MEM_ID = 24;

  // struct nmreq_pools_info
  /** sizeof(struct nmreq_pools_info). */
  public static final int POOLS_INFO_SIZE = 64;

  /** uint64_t nr_memsize. (out; in for external memory) */
  public static final int POOLS_INFO_MEMSIZE = 0;

  /** uint16_t nr_mem_id. (in, out) */
  public static final int POOLS_INFO_MEM_ID = 8;

  /** Where the fields of the netmap_if pool begin; those of rings and buffers follow. */
  public static final int POOLS_INFO_POOLS = 16;

  /** What one pool takes there. */
  public static final int POOL_SIZE = 16;

  /** uint64_t nr_if_pool_offset, from where the pool's fields begin. */
  public static final int POOL_OFFSET = 0;

  /** uint32_t nr_if_pool_objtotal, likewise. */
  public static final int POOL_OBJECTS = 8;

  /** uint32_t nr_if_pool_objsize, likewise. */
  public static final int POOL_OBJECT_SIZE = 12;

  // the other bodies
  /** sizeof(struct nmreq_vale_attach), which begins with a register body. */
  public static final int VALE_ATTACH_SIZE = 64;

  /** uint32_t port_index in struct nmreq_vale_attach. (out) */
  public static final int VALE_ATTACH_INDEX = 56;

  /** sizeof(struct nmreq_vale_detach). */
  public static final int VALE_DETACH_SIZE = 8;

  /** uint32_t port_index in struct nmreq_vale_detach. (out) */
  public static final int VALE_DETACH_INDEX = 0;

  /** sizeof(struct nmreq_vale_list). */
  public static final int VALE_LIST_SIZE = 8;

  /** uint16_t nr_bridge_idx. (in, out) */
  public static final int VALE_LIST_BRIDGE = 0;

  /** uint32_t nr_port_idx. (in, out) */
  public static final int VALE_LIST_PORT = 4;

  /** sizeof(struct nmreq_port_hdr). */
  public static final int PORT_HDR_SIZE = 8;

  /** uint32_t nr_hdr_len. */
  public static final int PORT_HDR_LENGTH = 0;

  /** sizeof(struct nmreq_vale_newif). */
  public static final int VALE_NEWIF_SIZE = 16;

  /** uint32_t nr_tx_slots of struct nmreq_vale_newif. */
  public static final int VALE_NEWIF_TX_SLOTS = 0;

  /** uint32_t nr_rx_slots of struct nmreq_vale_newif. */
  public static final int VALE_NEWIF_RX_SLOTS = 4;

  /** uint16_t nr_tx_rings of struct nmreq_vale_newif. */
  public static final int VALE_NEWIF_TX_RINGS = 8;

  /** uint16_t nr_rx_rings of struct nmreq_vale_newif. */
  public static final int VALE_NEWIF_RX_RINGS = 10;

  /** uint16_t nr_mem_id of struct nmreq_vale_newif. */
  public static final int VALE_NEWIF_MEM_ID = 12;

  /** sizeof(struct nmreq_vale_polling). */
  public static final int VALE_POLLING_SIZE = 16;

  /** uint32_t nr_mode of struct nmreq_vale_polling. */
  public static final int VALE_POLLING_MODE = 0;

  /** uint32_t nr_first_cpu_id. */
  public static final int VALE_POLLING_FIRST_CPU = 4;

  /** uint32_t nr_num_polling_cpus. */
  public static final int VALE_POLLING_CPUS = 8;

  // struct nmreq_option, with which every option begins
  /** uint64_t nro_next, a pointer. */
  public static final int OPT_NEXT = 0;

  /** uint32_t nro_reqtype. */
  public static final int OPT_REQTYPE = 8;

  /** uint32_t nro_status, an errno. (out) */
  public static final int OPT_STATUS = 12;

  /** NETMAP_REQ_OPT_EXTMEM. */
  public static final int OPT_EXTMEM = 1;

  /** sizeof(struct nmreq_opt_extmem). */
  public static final int OPT_EXTMEM_SIZE = 96;

  /** uint64_t nro_usrptr, a pointer. */
  public static final int OPT_EXTMEM_USRPTR = 24;

  /** struct nmreq_pools_info nro_info. */
  public static final int OPT_EXTMEM_INFO = 32;

  /** NETMAP_REQ_OPT_OFFSETS. */
  public static final int OPT_OFFSETS = 5;

  /** sizeof(struct nmreq_opt_offsets). */
  public static final int OPT_OFFSETS_SIZE = 56;

  /** uint64_t nro_max_offset. (in, out) */
  public static final int OPT_OFFSETS_MAX = 24;

  /** uint64_t nro_initial_offset. */
  public static final int OPT_OFFSETS_INITIAL = 32;

  /** uint32_t nro_offset_bits. */
  public static final int OPT_OFFSETS_BITS = 40;

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

  /** Where the fields of a pool of struct nmreq_pools_info are: 0 netmap_if, 1 rings, 2 buffers. */
  public static long pool(int number) {
    return POOLS_INFO_POOLS + (long) POOL_SIZE * number;
  }

  /** The bytes that a ring of {@code slots} slots takes. */
  public static long ringBytes(int slots) {
    return RING_SLOTS + (long) SLOT_SIZE * slots;
  }

  /** The bytes that a netmap_if with {@code rings} ring offsets takes. */
  public static long ifBytes(int rings) {
    return IF_RING_OFS + 8L * rings;
  }
}
