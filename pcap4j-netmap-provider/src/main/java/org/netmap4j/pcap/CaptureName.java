package org.netmap4j.pcap;

import org.netmap4j.PortSpec;
import org.netmap4j.error.NetmapException;

/**
 * What a capture's name stands for.
 *
 * @param name the name as it was given
 * @param port the port's name
 * @param spec the same, parsed
 */
record CaptureName(String name, String port, PortSpec spec) {
  static CaptureName resolve(String name) throws NetmapException {
    return new CaptureName(name, name, PortSpec.resolve(name));
  }
}
