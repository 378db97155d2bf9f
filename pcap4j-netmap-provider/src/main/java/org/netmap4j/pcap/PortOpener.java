package org.netmap4j.pcap;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.PortMode;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.PortKind;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.host.NetInterfaces;

/** Opens the port of a capture's name, and says what that does to the host. */
final class PortOpener {
  private static final System.Logger LOG = System.getLogger(PortOpener.class.getName());

  /** The engine that takes NICs from their host. */
  private static final String KERNEL = "kernel";

  /** NICs whose taking was told. */
  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  private PortOpener() {}

  static NetmapPort open(CaptureName name, Engine engine) throws NetmapException {
    try {
      return name.inline() ? wide(name, engine) : asNamed(name, engine);
    } catch (NetmapException e) {
      throw e.error() instanceof NetmapError.CannotOpen cannot
              && NetInterfaces.exists(name.spec().name())
          ? new NetmapException(
              new NetmapError.CannotOpen(cannot.name(), cannot.cause(), remedy(name, cannot)), e)
          : e;
    }
  }

  /** What a capture can do that a port in general cannot. */
  private static String remedy(CaptureName name, NetmapError.CannotOpen cannot) {
    String device = name.spec().name();
    return "%s; netmap:%s/rt watches a NIC that another port has open, and inline:%s one that nobody has"
        .formatted(cannot.remedy(), device, device);
  }

  /**
   * Where a port takes nothing from its host, an interface's name means what it means to pcap: what
   * arrives, and what the host sends.
   */
  private static NetmapPort asNamed(CaptureName name, Engine engine) throws NetmapException {
    NetmapPort port = Netmap.port(name.port()).engine(engine).open();
    boolean wider;
    try {
      wider =
          port.kind() == PortKind.NIC
              && port.taps()
              && name.spec().mode() == PortMode.ALL_NIC
              && !port.rxRings().isEmpty();
    } catch (NetmapException e) {
      port.close();
      throw e;
    }
    if (!wider) {
      return port;
    }
    port.close();
    return wide(name, engine);
  }

  private static NetmapPort wide(CaptureName name, Engine engine) throws NetmapException {
    return Netmap.port(name.port()).engine(engine).mode(PortMode.NIC_SW).open();
  }

  /** Says once for each NIC that its host is cut off. */
  static void warn(CaptureName name, Engine engine, NetmapPort port) {
    String device = name.spec().name();
    boolean taken =
        engine.name().equals(KERNEL)
            && port.kind() == PortKind.NIC
            && !name.inline()
            && name.spec().mode() != PortMode.SW
            && name.spec().mode() != PortMode.ONE_SW;
    if (taken && TOLD.add(device)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} takes {1} from this host: what arrives there reaches its stack no more, until the "
              + "capture is closed. To leave the host its traffic: inline:{1}; netmap:{1}/rt where "
              + "another port has it open; or the embedded engine",
          name.name(),
          device);
    }
  }
}
