package org.netmap4j.bpf;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What names in filters stand for. */
public interface Names {
  /** The addresses of a host; none when it is not known. */
  List<InetAddress> host(String name);

  /** The address of a network, its bytes from the left; empty when it is not known. */
  OptionalInt network(String name);

  /** The number of a protocol inside IP; empty when it is not known. */
  OptionalInt protocol(String name);

  /** The port of a service; empty when it is not known. */
  Optional<Service> service(String name);

  /** The Ethernet address of a host, six bytes; empty when it is not known. */
  Optional<byte[]> ethernet(String name);

  /** Those of the system: its resolver, and /etc/networks, protocols, services and ethers. */
  static Names system() {
    return SystemNames.INSTANCE;
  }

  /**
   * A service's port.
   *
   * @param port 0 to 65535
   * @param protocol the protocol that it is of, as {@link #protocol} numbers it; empty when it is
   *     of several, or not known
   */
  record Service(int port, OptionalInt protocol) {
    /** Checks the port. */
    public Service {
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException("port=" + port + ", expected 0 to 65535");
      }
    }
  }
}
