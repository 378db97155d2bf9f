package org.netmap4j.ffi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every number of the Linux interfaces that is used, against the system's headers. */
class LinuxAbiTest {
  private static final List<String> INCLUDES =
      List.of(
          "errno.h",
          "fcntl.h",
          "sys/mman.h",
          "sys/epoll.h",
          "sys/eventfd.h",
          "sys/socket.h",
          "sys/ioctl.h",
          "net/if.h",
          "linux/falloc.h",
          "linux/memfd.h",
          "linux/if_packet.h",
          "linux/if_ether.h",
          "linux/filter.h",
          "linux/if_tun.h",
          "linux/sockios.h",
          "linux/netlink.h",
          "linux/rtnetlink.h",
          "linux/if_link.h",
          "linux/ethtool.h");

  /** What is not called in C what it is called here. */
  private static final Map<String, String> OTHER_NAMES =
      Map.ofEntries(
          Map.entry("PROT_RW", "PROT_READ|PROT_WRITE"),
          Map.entry("SEALS_SIZE", "F_SEAL_SEAL|F_SEAL_SHRINK|F_SEAL_GROW"),
          Map.entry("FALLOC_PUNCH", "FALLOC_FL_KEEP_SIZE|FALLOC_FL_PUNCH_HOLE"),
          Map.entry("EPOLLET", "(int)EPOLLET"),
          Map.entry("MMSGHDR_SIZE", "sizeof(struct mmsghdr)"),
          Map.entry("MMSGHDR_IOV", "offsetof(struct mmsghdr,msg_hdr.msg_iov)"),
          Map.entry("MMSGHDR_IOVLEN", "offsetof(struct mmsghdr,msg_hdr.msg_iovlen)"),
          Map.entry("IOVEC_SIZE", "sizeof(struct iovec)"),
          Map.entry("TP2_STATUS", "offsetof(struct tpacket2_hdr,tp_status)"),
          Map.entry("TP2_LEN", "offsetof(struct tpacket2_hdr,tp_len)"),
          Map.entry("TP2_SNAPLEN", "offsetof(struct tpacket2_hdr,tp_snaplen)"),
          Map.entry("TP2_MAC", "offsetof(struct tpacket2_hdr,tp_mac)"),
          Map.entry("TP2_SEC", "offsetof(struct tpacket2_hdr,tp_sec)"),
          Map.entry("TP2_NSEC", "offsetof(struct tpacket2_hdr,tp_nsec)"),
          Map.entry("TP2_VLAN_TCI", "offsetof(struct tpacket2_hdr,tp_vlan_tci)"),
          Map.entry("TP2_VLAN_TPID", "offsetof(struct tpacket2_hdr,tp_vlan_tpid)"),
          Map.entry("VLAN_HLEN", "4"),
          Map.entry("SKF_PKTTYPE", "SKF_AD_OFF+SKF_AD_PKTTYPE"),
          Map.entry("SKF_QUEUE", "SKF_AD_OFF+SKF_AD_QUEUE"),
          Map.entry("BPF_LD_W_ABS", "BPF_LD|BPF_W|BPF_ABS"),
          Map.entry("BPF_JEQ_K", "BPF_JMP|BPF_JEQ|BPF_K"),
          Map.entry("BPF_SUB_K", "BPF_ALU|BPF_SUB|BPF_K"),
          Map.entry("BPF_MOD_K", "BPF_ALU|BPF_MOD|BPF_K"),
          Map.entry("BPF_RET_K", "BPF_RET|BPF_K"),
          Map.entry("BPF_RET_A", "BPF_RET|BPF_A"),
          Map.entry("IFREQ_SIZE", "sizeof(struct ifreq)"),
          Map.entry("IFREQ_DATA", "offsetof(struct ifreq,ifr_ifru)"),
          Map.entry("ETHTOOL_DRVINFO_SIZE", "sizeof(struct ethtool_drvinfo)"),
          Map.entry("ETHTOOL_CHANNELS_SIZE", "sizeof(struct ethtool_channels)"),
          Map.entry("ETHTOOL_RINGPARAM_SIZE", "sizeof(struct ethtool_ringparam)"),
          Map.entry("ETHTOOL_PAUSEPARAM_SIZE", "sizeof(struct ethtool_pauseparam)"),
          Map.entry("ETHTOOL_FEATURES_BLOCK_SIZE", "sizeof(struct ethtool_get_features_block)"),
          Map.entry("ETHTOOL_LINK_SETTINGS_SIZE", "sizeof(struct ethtool_link_settings)"),
          Map.entry("NLMSGHDR_SIZE", "sizeof(struct nlmsghdr)"),
          Map.entry("IFINFOMSG_SIZE", "sizeof(struct ifinfomsg)"),
          Map.entry("RTATTR_SIZE", "sizeof(struct rtattr)"));

  /** Macros that the headers of older systems lack, though the kernel may know them. */
  private static final Set<String> NEWER = Set.of("PACKET_FANOUT_FLAG_IGNORE_OUTGOING");

  /** Offsets that stand in the code as numbers, because each is used once. */
  private static final Map<String, Long> LAYOUTS =
      Map.ofEntries(
          Map.entry("sizeof(struct tpacket_req)", 16L),
          Map.entry("offsetof(struct tpacket_req,tp_block_nr)", 4L),
          Map.entry("offsetof(struct tpacket_req,tp_frame_size)", 8L),
          Map.entry("offsetof(struct tpacket_req,tp_frame_nr)", 12L),
          Map.entry("sizeof(struct packet_mreq)", 16L),
          Map.entry("offsetof(struct packet_mreq,mr_type)", 4L),
          Map.entry("sizeof(struct sockaddr_ll)", 20L),
          Map.entry("offsetof(struct sockaddr_ll,sll_protocol)", 2L),
          Map.entry("offsetof(struct sockaddr_ll,sll_ifindex)", 4L),
          Map.entry("sizeof(struct tpacket_stats)", 8L),
          Map.entry("offsetof(struct tpacket_stats,tp_drops)", 4L),
          Map.entry("sizeof(struct sock_filter)", 8L),
          Map.entry("offsetof(struct sock_filter,jt)", 2L),
          Map.entry("offsetof(struct sock_filter,jf)", 3L),
          Map.entry("offsetof(struct sock_filter,k)", 4L),
          Map.entry("sizeof(struct sock_fprog)", 16L),
          Map.entry("offsetof(struct sock_fprog,filter)", 8L),
          Map.entry("offsetof(struct iovec,iov_len)", 8L),
          Map.entry("offsetof(struct ethtool_drvinfo,driver)", 4L),
          Map.entry("sizeof(((struct ethtool_drvinfo*)0)->driver)", 32L),
          Map.entry("offsetof(struct ethtool_value,data)", 4L),
          Map.entry("offsetof(struct ethtool_channels,rx_count)", 20L),
          Map.entry("offsetof(struct ethtool_channels,tx_count)", 24L),
          Map.entry("offsetof(struct ethtool_channels,combined_count)", 32L),
          Map.entry("offsetof(struct ethtool_ringparam,rx_max_pending)", 4L),
          Map.entry("offsetof(struct ethtool_ringparam,tx_max_pending)", 16L),
          Map.entry("offsetof(struct ethtool_ringparam,rx_pending)", 20L),
          Map.entry("offsetof(struct ethtool_ringparam,tx_pending)", 32L),
          Map.entry("offsetof(struct ethtool_pauseparam,autoneg)", 4L),
          Map.entry("offsetof(struct ethtool_pauseparam,rx_pause)", 8L),
          Map.entry("offsetof(struct ethtool_pauseparam,tx_pause)", 12L),
          Map.entry("offsetof(struct ethtool_gstrings,string_set)", 4L),
          Map.entry("offsetof(struct ethtool_gstrings,len)", 8L),
          Map.entry("offsetof(struct ethtool_gstrings,data)", 12L),
          Map.entry("offsetof(struct ethtool_stats,n_stats)", 4L),
          Map.entry("offsetof(struct ethtool_stats,data)", 8L),
          Map.entry("offsetof(struct ethtool_sset_info,sset_mask)", 8L),
          Map.entry("offsetof(struct ethtool_sset_info,data)", 16L),
          Map.entry("offsetof(struct ethtool_gfeatures,size)", 4L),
          Map.entry("offsetof(struct ethtool_gfeatures,features)", 8L),
          Map.entry("offsetof(struct ethtool_get_features_block,available)", 0L),
          Map.entry("offsetof(struct ethtool_get_features_block,active)", 8L),
          Map.entry("offsetof(struct ethtool_get_features_block,never_changed)", 12L),
          Map.entry("offsetof(struct ethtool_link_settings,speed)", 4L),
          Map.entry("offsetof(struct ethtool_link_settings,link_mode_masks_nwords)", 15L),
          Map.entry("offsetof(struct nlmsghdr,nlmsg_type)", 4L),
          Map.entry("offsetof(struct nlmsghdr,nlmsg_flags)", 6L),
          Map.entry("offsetof(struct ifinfomsg,ifi_index)", 4L),
          Map.entry("offsetof(struct ifinfomsg,ifi_flags)", 8L),
          Map.entry("offsetof(struct rtattr,rta_type)", 2L),
          Map.entry("sizeof(struct if_nameindex)", 16L),
          Map.entry("offsetof(struct if_nameindex,if_name)", 8L),
          Map.entry("TPACKET2_HDRLEN+16<128", 1L));

  @Test
  void allNumbersAreTheHeaders(@TempDir Path directory) throws Exception {
    Map<String, Long> ours = Constants.of(LinuxAbi.class);
    Map<String, String> expressions = new HashMap<>();
    ours.keySet().forEach(name -> expressions.put(name, OTHER_NAMES.getOrDefault(name, name)));
    Map<String, Long> theirs = new TreeMap<>();
    Set<String> known = CProgram.defined(directory, INCLUDES, NEWER);
    for (String name : NEWER) {
      if (!known.contains(name)) {
        System.out.println("not compared with C headers: " + name + " is not in them");
        expressions.remove(name);
        theirs.put(name, ours.getOrDefault(name, 0L));
      }
    }
    theirs.putAll(CProgram.values(directory, INCLUDES, expressions));
    assertEquals(ours, theirs);
    assertEquals(
        new TreeSet<>(OTHER_NAMES.keySet()),
        new TreeSet<>(OTHER_NAMES.keySet().stream().filter(ours::containsKey).toList()),
        "names that are no longer there");
  }

  @Test
  void layoutsInTheCodeAreTheHeaders(@TempDir Path directory) throws Exception {
    Map<String, String> expressions = new HashMap<>();
    Map<String, Long> expected = new TreeMap<>();
    LAYOUTS.forEach((expression, value) -> {
      String name = "n" + expressions.size();
      expressions.put(name, expression);
      expected.put(name, value);
    });
    assertEquals(
        expected,
        new TreeMap<>(CProgram.values(directory, INCLUDES, expressions)),
        expressions::toString);
  }

  @Test
  void epollEventsAreLaidOutAsTheHeaders(@TempDir Path directory) throws Exception {
    Map<String, Long> c =
        CProgram.values(
            directory,
            INCLUDES,
            Map.of(
                "size", "sizeof(struct epoll_event)", "data", "offsetof(struct epoll_event,data)"));
    long size = c.getOrDefault("size", 0L);
    long data = c.getOrDefault("data", 0L);
    try (Arena arena = Arena.ofConfined()) {
      EpollEvents events = new EpollEvents(3, arena);
      MemorySegment memory = events.memory();
      assertEquals(3 * size, memory.byteSize());
      events.set(0x11223344, 0x5566778899aabbccL);
      assertEquals(0x11223344, memory.get(ValueLayout.JAVA_INT_UNALIGNED, 0));
      assertEquals(0x5566778899aabbccL, memory.get(ValueLayout.JAVA_LONG_UNALIGNED, data));
      for (int i = 0; i < 3; i++) {
        memory.set(ValueLayout.JAVA_INT_UNALIGNED, i * size, 100 + i);
        memory.set(ValueLayout.JAVA_LONG_UNALIGNED, i * size + data, -7L - i);
        assertEquals(100 + i, events.events(i));
        assertEquals(-7L - i, events.data(i));
      }
    }
  }
}
