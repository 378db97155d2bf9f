package org.netmap4j.host;

/**
 * One network interface as it was when it was asked.
 *
 * @param name its name
 * @param index its index
 * @param up whether it is administratively up (IFF_UP)
 * @param loopback whether it is a loopback interface
 * @param mtu its MTU in bytes
 * @param rxQueues its receive queues in use, at least 1
 * @param txQueues its transmit queues in use, at least 1
 * @param driver the driver's name, empty when it does not say
 * @param mergesReceived whether GRO or LRO may merge frames before anyone sees them
 * @param splitsSent whether TSO or GSO may split what the stack sends after it was seen
 */
public record NetInterface(
    String name,
    int index,
    boolean up,
    boolean loopback,
    int mtu,
    int rxQueues,
    int txQueues,
    String driver,
    boolean mergesReceived,
    boolean splitsSent) {

  /** Whether another namespace or the same host is at the other end: its counters count frames. */
  public boolean virtual() {
    return loopback || driver.equals("veth");
  }
}
