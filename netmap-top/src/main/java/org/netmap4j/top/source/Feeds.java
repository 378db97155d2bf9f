package org.netmap4j.top.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.PortBuilder;
import org.netmap4j.PortMode;
import org.netmap4j.RxRing;
import org.netmap4j.engine.EngineProvider;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.engine.embedded.RegionLayout;
import org.netmap4j.engine.embedded.ReplayOptions;
import org.netmap4j.engine.kernel.KernelProvider;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.host.NetInterface;
import org.netmap4j.host.NetInterfaces;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.SourceRequest;
import org.netmap4j.top.model.TapRequest;
import org.netmap4j.top.source.Feed.Lane;

/**
 * Finds a way to the packets of a port that takes none of them from anybody.
 *
 * @param shown what the tool shows
 */
record Feeds(SourceRequest shown) {
  private static final EngineProvider KERNEL = new KernelProvider();

  /** Opens the way. */
  Feed open(TapRequest request) throws NetmapException {
    if (shown.replay() != null) {
      return replayed(shown.replay(), request);
    }
    if (shown.demo()) {
      return demo(request);
    }
    Target target = Target.of(request);
    Optional<Feed> monitors =
        shown.engine().equals("embedded") || KERNEL.unavailability().isPresent()
            ? Optional.empty()
            : Monitors.open(KERNEL.engine(), target);
    if (monitors.isPresent()) {
      return monitors.get();
    }
    Optional<NetInterface> device = NetInterfaces.find(target.spec().name());
    if (device.isPresent() && shown.engine().equals("kernel")) {
      throw new NetmapException(
          KERNEL
              .unavailability()
              .orElseGet(() ->
                  new NetmapError.CannotOpen(
                      request.port(),
                      "nobody has it in netmap mode, and it is not put there to be looked at",
                      "leave --engine kernel out: the host's interfaces are read by packet sockets")));
    }
    if (device.isPresent()) {
      return Sockets.open(target, device.get(), shown.promiscuous());
    }
    throw new NetmapException(unreachable(request, target));
  }

  private static NetmapError unreachable(TapRequest request, Target target) {
    if (request.owner().isEmpty() && !target.spec().isVale() && target.spec().pipe().isEmpty()) {
      return new NetmapError.NoSuchPort(request.port(), NetInterfaces.names());
    }
    return new NetmapError.CannotOpen(
        request.port(),
        "its packets cannot be had: no interface of this network namespace, and no port that "
            + "somebody has open in the kernel module",
        request.owner().isEmpty()
            ? "open the port first, or check its name"
            : "record in its process, " + request.owner());
  }

  private Feed replayed(Path file, TapRequest request) throws NetmapException {
    String name = String.valueOf(file.getFileName());
    if (!request.port().equals(name)) {
      throw new NetmapException(new NetmapError.NoSuchPort(request.port(), List.of(name)));
    }
    EmbeddedEngine engine = new EmbeddedEngine(RegionLayout.SHARED);
    engine.addReplay("replay", ReplayOptions.of(file, shown.replaySpeed()));
    PortBuilder port = Netmap.port("netmap:replay").engine(engine).receiveOnly();
    return of("savefile, from its beginning", port, request);
  }

  private static Feed demo(TapRequest request) throws NetmapException {
    if (!Demo.names().contains(request.port())) {
      throw new NetmapException(new NetmapError.NoSuchPort(request.port(), Demo.names()));
    }
    EmbeddedEngine engine = new EmbeddedEngine(RegionLayout.SHARED);
    return of("generator of its own", Demo.port(engine, request.port()), request);
  }

  /** Those rings of a port of our own that are asked for. */
  private static Feed of(String means, PortBuilder builder, TapRequest request)
      throws NetmapException {
    if (!request.wants(Direction.RX)) {
      throw new NetmapException(
          new NetmapError.NoSuchRing(request.port(), "a ring other than rx", "rx rings only"));
    }
    if (request.ring().isPresent()) {
      builder.mode(PortMode.ONE_NIC, request.ring().getAsInt());
    }
    NetmapPort port = builder.open();
    List<Lane> lanes = new ArrayList<>();
    for (RxRing ring : port.rxRings()) {
      lanes.add(new Lane(port, ring, Direction.RX));
    }
    return new Feed(means, lanes, false);
  }
}
