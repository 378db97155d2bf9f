package org.netmap4j.ffi;

/** Numbers and layouts of the Linux interfaces that the engines stand on, apart from netmap's. */
public final class LinuxAbi {
  private LinuxAbi() {}

  // errno.h
  /** Operation not permitted. */
  public static final int EPERM = 1;

  /** No such file or directory. */
  public static final int ENOENT = 2;

  /** Interrupted by a signal. */
  public static final int EINTR = 4;

  /** Input/output error. */
  public static final int EIO = 5;

  /** No such device or address. */
  public static final int ENXIO = 6;

  /** Try again. */
  public static final int EAGAIN = 11;

  /** Out of memory. */
  public static final int ENOMEM = 12;

  /** Permission denied. */
  public static final int EACCES = 13;

  /** Bad address. */
  public static final int EFAULT = 14;

  /** Device or resource busy. */
  public static final int EBUSY = 16;

  /** File exists. */
  public static final int EEXIST = 17;

  /** No such device. */
  public static final int ENODEV = 19;

  /** Invalid argument. */
  public static final int EINVAL = 22;

  /** No space left. */
  public static final int ENOSPC = 28;

  /** Message too long. */
  public static final int EMSGSIZE = 90;

  /** Operation not supported. */
  public static final int EOPNOTSUPP = 95;

  /** Network is down. */
  public static final int ENETDOWN = 100;

  /** No buffer space available. */
  public static final int ENOBUFS = 105;

  // fcntl.h, sys/mman.h, linux/memfd.h, linux/falloc.h
  /** O_RDWR. */
  public static final int O_RDWR = 2;

  /** Answers EAGAIN instead of waiting. */
  public static final int O_NONBLOCK = 0x800;

  /** O_RDONLY. */
  public static final int O_RDONLY = 0;

  /** Names a file without opening it. */
  public static final int O_PATH = 0x200000;

  /** O_CLOEXEC. */
  public static final int O_CLOEXEC = 0x80000;

  /** PROT_READ. */
  public static final int PROT_READ = 1;

  /** PROT_READ | PROT_WRITE. */
  public static final int PROT_RW = 3;

  /** MAP_SHARED. */
  public static final int MAP_SHARED = 1;

  /** MFD_CLOEXEC. */
  public static final int MFD_CLOEXEC = 1;

  /** MFD_ALLOW_SEALING. */
  public static final int MFD_ALLOW_SEALING = 2;

  /** F_ADD_SEALS. */
  public static final int F_ADD_SEALS = 1033;

  /** F_GET_SEALS. */
  public static final int F_GET_SEALS = 1034;

  /** F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW. */
  public static final int SEALS_SIZE = 7;

  /** FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE. */
  public static final int FALLOC_PUNCH = 3;

  // sys/epoll.h, sys/eventfd.h
  /** EPOLL_CTL_ADD. */
  public static final int EPOLL_CTL_ADD = 1;

  /** EPOLL_CTL_DEL. */
  public static final int EPOLL_CTL_DEL = 2;

  /** EPOLL_CTL_MOD. */
  public static final int EPOLL_CTL_MOD = 3;

  /** EPOLLIN. */
  public static final int EPOLLIN = 1;

  /** EPOLLOUT. */
  public static final int EPOLLOUT = 4;

  /** EPOLLERR. */
  public static final int EPOLLERR = 8;

  /** EPOLLET. */
  public static final int EPOLLET = 1 << 31;

  /** EPOLL_CLOEXEC, also EFD_CLOEXEC. */
  public static final int EPOLL_CLOEXEC = 0x80000;

  /** EFD_NONBLOCK. */
  public static final int EFD_NONBLOCK = 0x800;

  // sys/socket.h
  /** AF_INET. */
  public static final int AF_INET = 2;

  /** AF_PACKET. */
  public static final int AF_PACKET = 17;

  /** SOCK_DGRAM. */
  public static final int SOCK_DGRAM = 2;

  /** SOCK_RAW. */
  public static final int SOCK_RAW = 3;

  /** SOCK_CLOEXEC. */
  public static final int SOCK_CLOEXEC = 0x80000;

  /** SOL_SOCKET. */
  public static final int SOL_SOCKET = 1;

  /** SO_ERROR. */
  public static final int SO_ERROR = 4;

  /** SO_ATTACH_FILTER. */
  public static final int SO_ATTACH_FILTER = 26;

  /** SO_SNDBUFFORCE. */
  public static final int SO_SNDBUFFORCE = 32;

  /** SO_RCVBUFFORCE. */
  public static final int SO_RCVBUFFORCE = 33;

  /** MSG_DONTWAIT. */
  public static final int MSG_DONTWAIT = 0x40;

  /** sizeof(struct mmsghdr): msg_iov at 16, msg_iovlen at 24, msg_len at 56. */
  public static final int MMSGHDR_SIZE = 64;

  /** struct iovec *msg_iov in struct mmsghdr. */
  public static final int MMSGHDR_IOV = 16;

  /** size_t msg_iovlen in struct mmsghdr. */
  public static final int MMSGHDR_IOVLEN = 24;

  /** sizeof(struct iovec): base at 0, length at 8. */
  public static final int IOVEC_SIZE = 16;

  // linux/if_packet.h
  /** SOL_PACKET. */
  public static final int SOL_PACKET = 263;

  /** PACKET_ADD_MEMBERSHIP. */
  public static final int PACKET_ADD_MEMBERSHIP = 1;

  /** PACKET_RX_RING. */
  public static final int PACKET_RX_RING = 5;

  /** PACKET_STATISTICS: tp_packets at 0, tp_drops at 4; reading them resets them. */
  public static final int PACKET_STATISTICS = 6;

  /** PACKET_COPY_THRESH. */
  public static final int PACKET_COPY_THRESH = 7;

  /** PACKET_VERSION. */
  public static final int PACKET_VERSION = 10;

  /** PACKET_FANOUT. */
  public static final int PACKET_FANOUT = 18;

  /** PACKET_FANOUT_DATA: the program of PACKET_FANOUT_CBPF. */
  public static final int PACKET_FANOUT_DATA = 22;

  /** PACKET_IGNORE_OUTGOING. */
  public static final int PACKET_IGNORE_OUTGOING = 23;

  /** PACKET_MR_PROMISC. */
  public static final int PACKET_MR_PROMISC = 1;

  /** PACKET_FANOUT_CBPF: a classic BPF program chooses the socket. */
  public static final int PACKET_FANOUT_CBPF = 6;

  /** PACKET_FANOUT_FLAG_UNIQUEID: the kernel chooses the group's number. */
  public static final int PACKET_FANOUT_FLAG_UNIQUEID = 0x2000;

  /** PACKET_FANOUT_FLAG_IGNORE_OUTGOING. */
  public static final int PACKET_FANOUT_FLAG_IGNORE_OUTGOING = 0x4000;

  /** PACKET_OUTGOING, a value of skb-&gt;pkt_type. */
  public static final int PACKET_OUTGOING = 4;

  /** TPACKET_V2. */
  public static final int TPACKET_V2 = 1;

  /** uint32_t tp_status of struct tpacket2_hdr. */
  public static final int TP2_STATUS = 0;

  /** uint32_t tp_len, the frame's length on the wire. */
  public static final int TP2_LEN = 4;

  /** uint32_t tp_snaplen, the bytes in the ring. */
  public static final int TP2_SNAPLEN = 8;

  /** uint16_t tp_mac, where the frame begins. */
  public static final int TP2_MAC = 12;

  /** uint32_t tp_sec. */
  public static final int TP2_SEC = 16;

  /** uint32_t tp_nsec. */
  public static final int TP2_NSEC = 20;

  /** uint16_t tp_vlan_tci. */
  public static final int TP2_VLAN_TCI = 24;

  /** uint16_t tp_vlan_tpid. */
  public static final int TP2_VLAN_TPID = 26;

  /** TP_STATUS_KERNEL. */
  public static final int TP_STATUS_KERNEL = 0;

  /** TP_STATUS_USER. */
  public static final int TP_STATUS_USER = 1;

  /** TP_STATUS_COPY: the frame was too long for the ring, and waits whole to be received. */
  public static final int TP_STATUS_COPY = 1 << 1;

  /** TP_STATUS_LOSING: frames were lost since the socket's statistics were last asked for. */
  public static final int TP_STATUS_LOSING = 1 << 2;

  /** TP_STATUS_VLAN_VALID. */
  public static final int TP_STATUS_VLAN_VALID = 1 << 4;

  /** TP_STATUS_VLAN_TPID_VALID. */
  public static final int TP_STATUS_VLAN_TPID_VALID = 1 << 6;

  // linux/if_ether.h
  /** ETH_P_ALL. */
  public static final int ETH_P_ALL = 3;

  /** ETH_P_8021Q. */
  public static final int ETH_P_8021Q = 0x8100;

  /** The bytes of an Ethernet header. */
  public static final int ETH_HLEN = 14;

  /** The bytes of a VLAN tag. */
  public static final int VLAN_HLEN = 4;

  // linux/filter.h
  /** SKF_AD_OFF + SKF_AD_PKTTYPE. */
  public static final int SKF_PKTTYPE = -0x1000 + 4;

  /** SKF_AD_OFF + SKF_AD_QUEUE. */
  public static final int SKF_QUEUE = -0x1000 + 24;

  /** BPF_LD | BPF_W | BPF_ABS. */
  public static final int BPF_LD_W_ABS = 0x20;

  /** BPF_JMP | BPF_JEQ | BPF_K. */
  public static final int BPF_JEQ_K = 0x15;

  /** BPF_ALU | BPF_SUB | BPF_K. */
  public static final int BPF_SUB_K = 0x14;

  /** BPF_ALU | BPF_MOD | BPF_K. */
  public static final int BPF_MOD_K = 0x94;

  /** BPF_RET | BPF_K. */
  public static final int BPF_RET_K = 0x06;

  /** BPF_RET | BPF_A. */
  public static final int BPF_RET_A = 0x16;

  // linux/if_tun.h
  /** TUNSETIFF: the flags are in the union. */
  public static final int TUNSETIFF = 0x400454ca;

  /** IFF_TAP. */
  public static final int IFF_TAP = 0x2;

  /** IFF_NO_PI: nothing stands before the frames. */
  public static final int IFF_NO_PI = 0x1000;

  /** IFF_MULTI_QUEUE. */
  public static final int IFF_MULTI_QUEUE = 0x100;

  // linux/sockios.h, net/if.h, linux/ethtool.h
  /** SIOCGIFNAME: the name of the interface whose index is in the union. */
  public static final int SIOCGIFNAME = 0x8910;

  /** SIOCGIFFLAGS. */
  public static final int SIOCGIFFLAGS = 0x8913;

  /** SIOCGIFMTU. */
  public static final int SIOCGIFMTU = 0x8921;

  /** SIOCGIFHWADDR. */
  public static final int SIOCGIFHWADDR = 0x8927;

  /** SIOCETHTOOL. */
  public static final int SIOCETHTOOL = 0x8946;

  /** sizeof(struct ifreq): name at 0, the union at 16. */
  public static final int IFREQ_SIZE = 40;

  /** The union in struct ifreq. */
  public static final int IFREQ_DATA = 16;

  /** IFNAMSIZ, the NUL included. */
  public static final int IFNAMSIZ = 16;

  /** IFF_UP. */
  public static final int IFF_UP = 0x1;

  /** IFF_LOOPBACK. */
  public static final int IFF_LOOPBACK = 0x8;

  /** IFF_RUNNING. */
  public static final int IFF_RUNNING = 0x40;

  /** ETHTOOL_GDRVINFO: driver's name at 4, 32 bytes. */
  public static final int ETHTOOL_GDRVINFO = 0x3;

  /** sizeof(struct ethtool_drvinfo). */
  public static final int ETHTOOL_DRVINFO_SIZE = 196;

  /** ETHTOOL_GTSO. */
  public static final int ETHTOOL_GTSO = 0x1e;

  /** ETHTOOL_GGSO. */
  public static final int ETHTOOL_GGSO = 0x23;

  /** ETHTOOL_GFLAGS: LRO among them. */
  public static final int ETHTOOL_GFLAGS = 0x25;

  /** ETHTOOL_GGRO. */
  public static final int ETHTOOL_GGRO = 0x2b;

  /** ETH_FLAG_LRO. */
  public static final int ETH_FLAG_LRO = 1 << 15;

  /** ETHTOOL_GCHANNELS: rx_count at 20, tx_count at 24, combined_count at 32. */
  public static final int ETHTOOL_GCHANNELS = 0x3c;

  /** sizeof(struct ethtool_channels). */
  public static final int ETHTOOL_CHANNELS_SIZE = 36;

  /**
   * ETHTOOL_GRINGPARAM: rx_max_pending at 4, tx_max_pending at 16, rx_pending at 20, tx_pending at
   * 32.
   */
  public static final int ETHTOOL_GRINGPARAM = 0x10;

  /** sizeof(struct ethtool_ringparam). */
  public static final int ETHTOOL_RINGPARAM_SIZE = 36;

  /** ETHTOOL_GPAUSEPARAM: autoneg at 4, rx_pause at 8, tx_pause at 12. */
  public static final int ETHTOOL_GPAUSEPARAM = 0x12;

  /** sizeof(struct ethtool_pauseparam). */
  public static final int ETHTOOL_PAUSEPARAM_SIZE = 16;

  /** ETHTOOL_GSTRINGS: string_set at 4, len at 8, the strings from 12 on. */
  public static final int ETHTOOL_GSTRINGS = 0x1b;

  /** ETHTOOL_GSTATS: n_stats at 4, uint64_t each from 8 on. */
  public static final int ETHTOOL_GSTATS = 0x1d;

  /** ETHTOOL_GSSET_INFO: sset_mask at 8, then the lengths of the sets that are there. */
  public static final int ETHTOOL_GSSET_INFO = 0x37;

  /**
   * ETHTOOL_GFEATURES: size at 4, then blocks of 32 features: available, requested, active, never
   * changed.
   */
  public static final int ETHTOOL_GFEATURES = 0x3a;

  /**
   * sizeof(struct ethtool_get_features_block): available at 0, active at 8, never_changed at 12.
   */
  public static final int ETHTOOL_FEATURES_BLOCK_SIZE = 16;

  /** ETHTOOL_GLINKSETTINGS: speed at 4, link_mode_masks_nwords at 15. */
  public static final int ETHTOOL_GLINKSETTINGS = 0x4c;

  /** sizeof(struct ethtool_link_settings), without the masks. */
  public static final int ETHTOOL_LINK_SETTINGS_SIZE = 48;

  /** ETH_SS_STATS. */
  public static final int ETH_SS_STATS = 1;

  /** ETH_SS_FEATURES. */
  public static final int ETH_SS_FEATURES = 4;

  /** ETH_GSTRING_LEN. */
  public static final int ETH_GSTRING_LEN = 32;

  // linux/netlink.h, linux/rtnetlink.h, linux/if_link.h
  /** AF_NETLINK. */
  public static final int AF_NETLINK = 16;

  /** NETLINK_ROUTE. */
  public static final int NETLINK_ROUTE = 0;

  /** NLM_F_REQUEST. */
  public static final int NLM_F_REQUEST = 1;

  /** sizeof(struct nlmsghdr): length at 0, type at 4, flags at 6. */
  public static final int NLMSGHDR_SIZE = 16;

  /** sizeof(struct ifinfomsg): index at 4, flags at 8. */
  public static final int IFINFOMSG_SIZE = 16;

  /** sizeof(struct rtattr): length at 0, type at 2. */
  public static final int RTATTR_SIZE = 4;

  /** NLA_TYPE_MASK. */
  public static final int NLA_TYPE_MASK = ~0xc000;

  /** RTM_NEWLINK. */
  public static final int RTM_NEWLINK = 16;

  /** RTM_GETLINK. */
  public static final int RTM_GETLINK = 18;

  /** IFLA_MTU. */
  public static final int IFLA_MTU = 4;

  /** IFLA_LINK: the index of the interface below, or of the other end. */
  public static final int IFLA_LINK = 5;

  /** IFLA_QDISC. */
  public static final int IFLA_QDISC = 6;

  /** IFLA_CARRIER. */
  public static final int IFLA_CARRIER = 33;

  /** IFLA_LINK_NETNSID: there where IFLA_LINK is of another namespace. */
  public static final int IFLA_LINK_NETNSID = 37;
}
