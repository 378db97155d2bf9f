package org.netmap4j.pcap;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.PortBuilder;
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

  /** libpcap packs short packets about as tightly into its buffer. */
  private static final int BYTES_OF_A_SLOT = 512;

  private static final int LEAST_SLOTS = 1024;
  private static final int MOST_SLOTS = 4096;

  /** NICs whose taking was told. */
  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  private PortOpener() {}

  static NetmapPort open(CaptureName name, Engine engine, int bufferSize) throws NetmapException {
    try {
      return name.inline() ? wide(name, engine, bufferSize) : asNamed(name, engine, bufferSize);
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
  private static NetmapPort asNamed(CaptureName name, Engine engine, int bufferSize)
      throws NetmapException {
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
    return wide(name, engine, bufferSize);
  }

  /** With rings that hold what comes while the reader is away; fewer slots if there is no room. */
  private static NetmapPort wide(CaptureName name, Engine engine, int bufferSize)
      throws NetmapException {
    if (engine.name().equals(KERNEL)) {
      return builder(name, engine).open();
    }
    int slots = Math.clamp(bufferSize / BYTES_OF_A_SLOT, LEAST_SLOTS, MOST_SLOTS);
    try {
      return builder(name, engine).rxSlots(slots).open();
    } catch (NetmapException e) {
      if (e.error() instanceof NetmapError.NoSpace) {
        return builder(name, engine).open();
      }
      throw e;
    }
  }

  private static PortBuilder builder(CaptureName name, Engine engine) {
    return Netmap.port(name.port()).engine(engine).mode(PortMode.NIC_SW);
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
