package org.netmap4j.ffi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every number of net/netmap.h that is used: against a second list, and against the header. */
class NetmapAbiTest {
  /** Name here, number, expression in C. */
  private static final String NUMBERS =
      """
      API                 14       NETMAP_API
      SLOT_SIZE           16       sizeof(struct netmap_slot)
      SLOT_BUF_IDX        0        offsetof(struct netmap_slot,buf_idx)
      SLOT_LEN            4        offsetof(struct netmap_slot,len)
      SLOT_FLAGS          6        offsetof(struct netmap_slot,flags)
      SLOT_PTR            8        offsetof(struct netmap_slot,ptr)
      RING_BUF_OFS        0        offsetof(struct netmap_ring,buf_ofs)
      RING_NUM_SLOTS      8        offsetof(struct netmap_ring,num_slots)
      RING_BUF_SIZE       12       offsetof(struct netmap_ring,nr_buf_size)
      RING_RINGID         16       offsetof(struct netmap_ring,ringid)
      RING_DIR            18       offsetof(struct netmap_ring,dir)
      RING_HEAD           20       offsetof(struct netmap_ring,head)
      RING_CUR            24       offsetof(struct netmap_ring,cur)
      RING_TAIL           28       offsetof(struct netmap_ring,tail)
      RING_FLAGS          32       offsetof(struct netmap_ring,flags)
      RING_TS             40       offsetof(struct netmap_ring,ts)
      RING_OFFSET_MASK    56       offsetof(struct netmap_ring,offset_mask)
      RING_BUF_ALIGN      64       offsetof(struct netmap_ring,buf_align)
      RING_SEM            128      offsetof(struct netmap_ring,sem)
      RING_SLOTS          256      offsetof(struct netmap_ring,slot)
      DIR_RX              0        0
      DIR_TX              1        1
      IF_NAME             0        offsetof(struct netmap_if,ni_name)
      IF_NAME_SIZE        16       sizeof(((struct netmap_if*)0)->ni_name)
      IF_VERSION          16       offsetof(struct netmap_if,ni_version)
      IF_FLAGS            20       offsetof(struct netmap_if,ni_flags)
      IF_TX_RINGS         24       offsetof(struct netmap_if,ni_tx_rings)
      IF_RX_RINGS         28       offsetof(struct netmap_if,ni_rx_rings)
      IF_BUFS_HEAD        32       offsetof(struct netmap_if,ni_bufs_head)
      IF_HOST_TX_RINGS    36       offsetof(struct netmap_if,ni_host_tx_rings)
      IF_HOST_RX_RINGS    40       offsetof(struct netmap_if,ni_host_rx_rings)
      IF_RING_OFS         56       offsetof(struct netmap_if,ring_ofs)
      REG_ALL_NIC         1        NR_REG_ALL_NIC
      REG_SW              2        NR_REG_SW
      REG_NIC_SW          3        NR_REG_NIC_SW
      REG_ONE_NIC         4        NR_REG_ONE_NIC
      REG_NULL            7        NR_REG_NULL
      REG_ONE_SW          8        NR_REG_ONE_SW
      NR_MONITOR_TX       256      NR_MONITOR_TX
      NR_MONITOR_RX       512      NR_MONITOR_RX
      NR_ZCOPY_MON        1024     NR_ZCOPY_MON
      NR_EXCLUSIVE        2048     NR_EXCLUSIVE
      NR_RX_RINGS_ONLY    8192     NR_RX_RINGS_ONLY
      NR_TX_RINGS_ONLY    16384    NR_TX_RINGS_ONLY
      NR_ACCEPT_VNET_HDR  32768    NR_ACCEPT_VNET_HDR
      NR_NO_TX_POLL       131072   NR_NO_TX_POLL
      NS_BUF_CHANGED      1        NS_BUF_CHANGED
      NS_REPORT           2        NS_REPORT
      NS_FORWARD          4        NS_FORWARD
      NS_NO_LEARN         8        NS_NO_LEARN
      NS_INDIRECT         16       NS_INDIRECT
      NS_MOREFRAG         32       NS_MOREFRAG
      NS_TXMON            64       NS_TXMON
      MAX_FRAGS           64       NETMAP_MAX_FRAGS
      NR_TIMESTAMP        2        NR_TIMESTAMP
      NR_FORWARD          4        NR_FORWARD
      NI_PRIV_MEM         1        NI_PRIV_MEM
      FIRST_BUFFER        2        2
      REQ_NAME_SIZE       64       NETMAP_REQ_IFNAMSIZ
      NIOCTXSYNC                 27028       NIOCTXSYNC
      NIOCRXSYNC                 27029       NIOCRXSYNC
      NIOCCTRL                   3227019671  NIOCCTRL
      HEADER_SIZE                88          sizeof(struct nmreq_header)
      HEADER_VERSION             0           offsetof(struct nmreq_header,nr_version)
      HEADER_REQTYPE             2           offsetof(struct nmreq_header,nr_reqtype)
      HEADER_NAME                8           offsetof(struct nmreq_header,nr_name)
      HEADER_OPTIONS             72          offsetof(struct nmreq_header,nr_options)
      HEADER_BODY                80          offsetof(struct nmreq_header,nr_body)
      REQ_REGISTER               1           NETMAP_REQ_REGISTER
      REQ_PORT_INFO_GET          2           NETMAP_REQ_PORT_INFO_GET
      REQ_VALE_ATTACH            3           NETMAP_REQ_VALE_ATTACH
      REQ_VALE_DETACH            4           NETMAP_REQ_VALE_DETACH
      REQ_VALE_LIST              5           NETMAP_REQ_VALE_LIST
      REQ_PORT_HDR_SET           6           NETMAP_REQ_PORT_HDR_SET
      REQ_PORT_HDR_GET           7           NETMAP_REQ_PORT_HDR_GET
      REQ_VALE_NEWIF             8           NETMAP_REQ_VALE_NEWIF
      REQ_VALE_DELIF             9           NETMAP_REQ_VALE_DELIF
      REQ_VALE_POLLING_ENABLE    10          NETMAP_REQ_VALE_POLLING_ENABLE
      REQ_VALE_POLLING_DISABLE   11          NETMAP_REQ_VALE_POLLING_DISABLE
      REQ_POOLS_INFO_GET         12          NETMAP_REQ_POOLS_INFO_GET
      REGISTER_SIZE              56          sizeof(struct nmreq_register)
      REGISTER_OFFSET            0           offsetof(struct nmreq_register,nr_offset)
      REGISTER_MEMSIZE           8           offsetof(struct nmreq_register,nr_memsize)
      REGISTER_TX_SLOTS          16          offsetof(struct nmreq_register,nr_tx_slots)
      REGISTER_RX_SLOTS          20          offsetof(struct nmreq_register,nr_rx_slots)
      REGISTER_TX_RINGS          24          offsetof(struct nmreq_register,nr_tx_rings)
      REGISTER_RX_RINGS          26          offsetof(struct nmreq_register,nr_rx_rings)
      REGISTER_HOST_TX_RINGS     28          offsetof(struct nmreq_register,nr_host_tx_rings)
      REGISTER_HOST_RX_RINGS     30          offsetof(struct nmreq_register,nr_host_rx_rings)
      REGISTER_MEM_ID            32          offsetof(struct nmreq_register,nr_mem_id)
      REGISTER_RINGID            34          offsetof(struct nmreq_register,nr_ringid)
      REGISTER_MODE              36          offsetof(struct nmreq_register,nr_mode)
      REGISTER_EXTRA_BUFS        40          offsetof(struct nmreq_register,nr_extra_bufs)
      REGISTER_FLAGS             48          offsetof(struct nmreq_register,nr_flags)
      PORT_INFO_SIZE             32          sizeof(struct nmreq_port_info_get)
      PORT_INFO_MEMSIZE          0           offsetof(struct nmreq_port_info_get,nr_memsize)
      PORT_INFO_TX_SLOTS         8           offsetof(struct nmreq_port_info_get,nr_tx_slots)
      PORT_INFO_RX_SLOTS         12          offsetof(struct nmreq_port_info_get,nr_rx_slots)
      PORT_INFO_TX_RINGS         16          offsetof(struct nmreq_port_info_get,nr_tx_rings)
      PORT_INFO_RX_RINGS         18          offsetof(struct nmreq_port_info_get,nr_rx_rings)
      PORT_INFO_HOST_TX_RINGS    20          offsetof(struct nmreq_port_info_get,nr_host_tx_rings)
      PORT_INFO_HOST_RX_RINGS    22          offsetof(struct nmreq_port_info_get,nr_host_rx_rings)
      PORT_INFO_MEM_ID           24          offsetof(struct nmreq_port_info_get,nr_mem_id)
      POOLS_INFO_SIZE            64          sizeof(struct nmreq_pools_info)
      POOLS_INFO_MEMSIZE         0           offsetof(struct nmreq_pools_info,nr_memsize)
      POOLS_INFO_MEM_ID          8           offsetof(struct nmreq_pools_info,nr_mem_id)
      POOLS_INFO_POOLS           16          offsetof(struct nmreq_pools_info,nr_if_pool_offset)
      POOL_SIZE                  16          offsetof(struct nmreq_pools_info,nr_ring_pool_offset)-16
      POOL_OFFSET                0           offsetof(struct nmreq_pools_info,nr_buf_pool_offset)-48
      POOL_OBJECTS               8           offsetof(struct nmreq_pools_info,nr_buf_pool_objtotal)-48
      POOL_OBJECT_SIZE           12          offsetof(struct nmreq_pools_info,nr_buf_pool_objsize)-48
      VALE_ATTACH_SIZE           64          sizeof(struct nmreq_vale_attach)
      VALE_ATTACH_INDEX          56          offsetof(struct nmreq_vale_attach,port_index)
      VALE_DETACH_SIZE           8           sizeof(struct nmreq_vale_detach)
      VALE_DETACH_INDEX          0           offsetof(struct nmreq_vale_detach,port_index)
      VALE_LIST_SIZE             8           sizeof(struct nmreq_vale_list)
      VALE_LIST_BRIDGE           0           offsetof(struct nmreq_vale_list,nr_bridge_idx)
      VALE_LIST_PORT             4           offsetof(struct nmreq_vale_list,nr_port_idx)
      PORT_HDR_SIZE              8           sizeof(struct nmreq_port_hdr)
      PORT_HDR_LENGTH            0           offsetof(struct nmreq_port_hdr,nr_hdr_len)
      VALE_NEWIF_SIZE            16          sizeof(struct nmreq_vale_newif)
      VALE_NEWIF_TX_SLOTS        0           offsetof(struct nmreq_vale_newif,nr_tx_slots)
      VALE_NEWIF_RX_SLOTS        4           offsetof(struct nmreq_vale_newif,nr_rx_slots)
      VALE_NEWIF_TX_RINGS        8           offsetof(struct nmreq_vale_newif,nr_tx_rings)
      VALE_NEWIF_RX_RINGS        10          offsetof(struct nmreq_vale_newif,nr_rx_rings)
      VALE_NEWIF_MEM_ID          12          offsetof(struct nmreq_vale_newif,nr_mem_id)
      VALE_POLLING_SIZE          16          sizeof(struct nmreq_vale_polling)
      VALE_POLLING_MODE          0           offsetof(struct nmreq_vale_polling,nr_mode)
      VALE_POLLING_FIRST_CPU     4           offsetof(struct nmreq_vale_polling,nr_first_cpu_id)
      VALE_POLLING_CPUS          8           offsetof(struct nmreq_vale_polling,nr_num_polling_cpus)
      OPT_NEXT                   0           offsetof(struct nmreq_option,nro_next)
      OPT_REQTYPE                8           offsetof(struct nmreq_option,nro_reqtype)
      OPT_STATUS                 12          offsetof(struct nmreq_option,nro_status)
      OPT_EXTMEM                 1           NETMAP_REQ_OPT_EXTMEM
      OPT_EXTMEM_SIZE            96          sizeof(struct nmreq_opt_extmem)
      OPT_EXTMEM_USRPTR          24          offsetof(struct nmreq_opt_extmem,nro_usrptr)
      OPT_EXTMEM_INFO            32          offsetof(struct nmreq_opt_extmem,nro_info)
      OPT_OFFSETS                5           NETMAP_REQ_OPT_OFFSETS
      OPT_OFFSETS_SIZE           56          sizeof(struct nmreq_opt_offsets)
      OPT_OFFSETS_MAX            24          offsetof(struct nmreq_opt_offsets,nro_max_offset)
      OPT_OFFSETS_INITIAL        32          offsetof(struct nmreq_opt_offsets,nro_initial_offset)
      OPT_OFFSETS_BITS           40          offsetof(struct nmreq_opt_offsets,nro_offset_bits)
      """;

  private static Map<String, String> column(int index) {
    return NUMBERS
        .lines()
        .map(line -> line.split(" +", 3))
        .collect(Collectors.toMap(f -> f[0], f -> f[index], (a, b) -> a, TreeMap::new));
  }

  @Test
  void allNumbersAreThoseWrittenDown() throws IllegalAccessException {
    Map<String, Long> expected = new TreeMap<>();
    column(1).forEach((name, number) -> expected.put(name, Long.valueOf(number)));
    assertEquals(expected, Constants.of(NetmapAbi.class));
  }

  @Test
  void sizesGrowWithTheirArrays() {
    assertEquals(256 + 16 * 1024, NetmapAbi.ringBytes(1024));
    assertEquals(36_864, NetmapAbi.ringBytes(2288), "the module's default ring object");
    assertEquals(256 + 16L * Integer.MAX_VALUE, NetmapAbi.ringBytes(Integer.MAX_VALUE));
    assertEquals(56 + 8 * 4, NetmapAbi.ifBytes(4));
  }

  /** {@code -DNETMAP_HEADER=dir} or the variable of that name, with net/netmap.h below. */
  @Test
  void allNumbersAreTheHeaders(@TempDir Path directory) throws Exception {
    String include =
        System.getProperty("NETMAP_HEADER", System.getenv().getOrDefault("NETMAP_HEADER", ""));
    if (include.isEmpty() || !Files.exists(Path.of(include, "net", "netmap.h"))) {
      CProgram.skip("no netmap header: NETMAP_HEADER='" + include + "'");
    }
    compare(directory, include);
  }

  private static void compare(Path directory, String include)
      throws IOException, InterruptedException, IllegalAccessException {
    List<String> includes =
        Arrays.asList(
            "stdint.h", "sys/types.h", "sys/time.h", "sys/ioctl.h", "net/if.h", "net/netmap.h");
    assertEquals(
        Constants.of(NetmapAbi.class),
        new TreeMap<>(CProgram.values(directory, includes, column(2), "-I", include)));
  }
}
