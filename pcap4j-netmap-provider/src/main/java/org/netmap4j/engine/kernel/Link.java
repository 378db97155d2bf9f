package org.netmap4j.engine.kernel;

import java.util.Optional;
import org.netmap4j.engine.kernel.Watchdog.Watch;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.host.LinkState;

/**
 * The interface whose state decides over a port's syncs. Only NIC and host ports have one: calls on
 * pipes, VALE ports and monitors come back whatever becomes of an interface, and the interface that
 * netmap makes for a pipe of its own is never up.
 */
final class Link implements AutoCloseable {
  private final String name;
  private final Optional<Guard> guard;

  /** What is looked at before a sync, and who looks after it while it runs. */
  private record Guard(LinkState state, Watch watch) {}

  private Link(String name, Optional<Guard> guard) {
    this.name = name;
    this.guard = guard;
  }

  /** The link of a NIC or host port: the interface of that name. */
  static Link of(String device) {
    return new Link(
        device, LinkState.of(device).map(state -> new Guard(state, Watchdog.watch(device))));
  }

  /** For a port whose calls come back whatever becomes of an interface. */
  static Link none(String port) {
    return new Link(port, Optional.empty());
  }

  String name() {
    return name;
  }

  Optional<NetmapError> trouble() {
    if (guard.isEmpty()) {
      return Optional.empty();
    }
    Optional<Boolean> up = guard.get().state().up();
    return up.orElse(false)
        ? Optional.empty()
        : Optional.of(new NetmapError.InterfaceDown(name, up.isEmpty()));
  }

  /** Throws if a call on a port of the interface would not come back. */
  void ensureUp() throws NetmapException {
    Optional<NetmapError> trouble = trouble();
    if (trouble.isPresent()) {
      throw new NetmapException(trouble.get());
    }
    if (guard.isPresent() && guard.get().watch().held()) {
      throw new NetmapException(new NetmapError.InterfaceDown(name, false));
    }
  }

  /** A sync begins; {@link #ensureUp} just said that it may. */
  void enter() {
    guard.ifPresent(guard -> guard.watch().enter());
  }

  /** It came back. */
  void leave() {
    guard.ifPresent(guard -> guard.watch().leave());
  }

  @Override
  public void close() {
    guard.ifPresent(guard -> {
      Watchdog.forget(guard.watch());
      guard.state().close();
    });
  }
}
