package org.netmap4j.bpf;

/** What packets begin with. */
public enum LinkType {
  /** An Ethernet header: DLT_EN10MB. */
  ETHERNET(1),
  /** An IPv4 or IPv6 header: DLT_RAW. */
  RAW_IP(12);

  private final int dlt;

  LinkType(int dlt) {
    this.dlt = dlt;
  }

  /** The number that libpcap has for it, DLT_*. */
  public int dlt() {
    return dlt;
  }
}
