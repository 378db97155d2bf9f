package org.netmap4j.top.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.Poller;
import org.netmap4j.PortMode;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.engine.embedded.RegionLayout;
import org.netmap4j.engine.embedded.ReplayOptions;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.host.NetInterface;
import org.netmap4j.host.NetInterfaces;
import org.netmap4j.top.model.RingSource;
import org.netmap4j.top.model.SourceRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens what the user asked for, on an embedded engine of the tool's own. */
public final class EmbeddedSources {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedSources.class);

  private final EmbeddedEngine engine = new EmbeddedEngine(RegionLayout.SHARED);
  private final Poller poller;
  private final boolean promiscuous;

  private EmbeddedSources(boolean promiscuous) throws NetmapException {
    this.promiscuous = promiscuous;
    poller = new Poller();
  }

  /**
   * Opens the ports of {@code request}.
   *
   * @throws NetmapException one of them cannot be opened; then none is
   */
  public static RingSource open(SourceRequest request) throws NetmapException {
    if (request.engine().equals("kernel")) {
      throw new NetmapException(
          new NetmapError.Unsupported(
              "--engine kernel",
              "netmap-top, which would take the NICs away from the host",
              "leave it out: interfaces are watched by packet sockets"));
    }
    EmbeddedSources sources = new EmbeddedSources(request.promiscuous());
    boolean all = request.ports().isEmpty() && request.replay() == null && !request.demo();
    Others others = all ? Others.all() : Others.none();
    try {
      PortsSource.Ports ports = sources.ports(request);
      return new PortsSource(
          EmbeddedEngine.NAME, sources.poller, ports, others, machine(request, all));
    } catch (NetmapException e) {
      others.close();
      sources.poller.close();
      throw e;
    }
  }

  /** Files and generators say all of themselves. */
  private static MachineWatch machine(SourceRequest request, boolean all) {
    if (request.replay() != null || request.demo()) {
      return MachineWatch.none();
    }
    List<String> devices = request.ports().stream().filter(NetInterfaces::exists).toList();
    return new MachineWatch(devices, !all).start();
  }

  private PortsSource.Ports ports(SourceRequest request) throws NetmapException {
    if (request.replay() != null) {
      engine.addReplay("replay", ReplayOptions.of(request.replay(), request.replaySpeed()));
      String file = String.valueOf(request.replay().getFileName());
      return new Fixed(List.of(watch(file, Netmap.port("netmap:replay").engine(engine).open())));
    }
    if (request.demo()) {
      return new Generators();
    }
    return request.ports().isEmpty() ? new AllUp() : fixed(request.ports());
  }

  /** Opened when first asked for, so that nothing is lost before somebody looks. */
  private final class Generators implements PortsSource.Ports {
    private volatile List<WatchedPort> open = List.of();

    @Override
    public List<WatchedPort> now() throws NetmapException {
      if (open.isEmpty()) {
        open = generators();
      }
      return open;
    }

    @Override
    public void close() {
      open.forEach(WatchedPort::close);
    }
  }

  private List<WatchedPort> generators() throws NetmapException {
    List<WatchedPort> all = new ArrayList<>();
    for (String name : Demo.names()) {
      all.add(watch(name, Demo.open(engine, name)));
    }
    return all;
  }

  private Fixed fixed(List<String> names) throws NetmapException {
    List<WatchedPort> open = new ArrayList<>();
    try {
      for (String name : names) {
        open.add(watch(name));
      }
      return new Fixed(open);
    } catch (NetmapException e) {
      open.forEach(WatchedPort::close);
      throw e;
    }
  }

  /**
   * An interface by its bare name: all its rings and what the host sends, by transmit queue. A
   * portspec is opened as it says.
   */
  private WatchedPort watch(String name) throws NetmapException {
    Optional<NetInterface> device = NetInterfaces.find(name);
    if (device.isEmpty()) {
      return watch(name, Netmap.port(name).engine(engine).promiscuous(promiscuous).open());
    }
    return watch(
        name,
        Netmap.port(name)
            .engine(engine)
            .mode(PortMode.NIC_SW)
            .receiveOnly()
            .hostRings(device.get().txQueues())
            .promiscuous(promiscuous)
            .open());
  }

  private WatchedPort watch(String shown, NetmapPort port) throws NetmapException {
    try {
      return new WatchedPort(shown, port, poller);
    } catch (NetmapException e) {
      port.close();
      throw e;
    }
  }

  /** The ports that the user named, whatever becomes of them. */
  private record Fixed(List<WatchedPort> now) implements PortsSource.Ports {
    @Override
    public void close() {
      now.forEach(WatchedPort::close);
    }
  }

  /** Every interface that is up, also one that comes later. */
  private final class AllUp implements PortsSource.Ports {
    private final List<WatchedPort> open = new CopyOnWriteArrayList<>();

    AllUp() throws NetmapException {
      try {
        for (NetInterface device : NetInterfaces.list()) {
          if (device.up()) {
            open.add(watch(device.name()));
          }
        }
      } catch (NetmapException e) {
        close();
        throw e;
      }
    }

    @Override
    public List<WatchedPort> now() {
      open.removeIf(AllUp::gone);
      Set<String> known = open.stream().map(WatchedPort::name).collect(Collectors.toSet());
      for (String name : NetInterfaces.names()) {
        if (!known.contains(name) && NetInterfaces.find(name).map(NetInterface::up).orElse(false)) {
          try {
            open.add(watch(name));
          } catch (NetmapException e) {
            LOG.warn("a new interface cannot be watched", e);
          }
        }
      }
      return List.copyOf(open);
    }

    private static boolean gone(WatchedPort port) {
      boolean gone = port.trouble() instanceof NetmapError.InterfaceDown down && down.gone();
      if (gone) {
        port.close();
      }
      return gone;
    }

    @Override
    public void close() {
      open.forEach(WatchedPort::close);
    }
  }
}
