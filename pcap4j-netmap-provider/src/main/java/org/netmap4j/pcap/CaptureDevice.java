package org.netmap4j.pcap;

import java.net.InterfaceAddress;
import java.util.List;
import org.netmap4j.error.NetmapException;

/**
 * Something that a handle can be opened on.
 *
 * @param name the name to open it by
 * @param description what it is, in words
 * @param addresses the interface's addresses; none for ports that are no interface
 * @param up whether it is administratively up
 * @param running whether it can send and receive just now
 * @param loopback whether it is a loopback interface
 */
public record CaptureDevice(
    String name,
    String description,
    List<InterfaceAddress> addresses,
    boolean up,
    boolean running,
    boolean loopback) {
  /** Copies the list. */
  public CaptureDevice {
    addresses = List.copyOf(addresses);
  }

  /**
   * What there is: the machine's interfaces as netmap ports, then the ports of VALE switches and
   * the pipes that the engines of this process know of, then aliases.
   *
   * @throws NetmapException the aliases cannot be read ({@link Aliases#current})
   */
  public static List<CaptureDevice> list() throws NetmapException {
    return Devices.list();
  }
}
