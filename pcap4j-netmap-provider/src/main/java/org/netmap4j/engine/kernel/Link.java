package org.netmap4j.engine.kernel;

import java.util.Optional;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.host.LinkState;

/**
 * The interface whose state decides over a port's calls. Only NIC and host ports have one: calls on
 * pipes, VALE ports and monitors come back whatever becomes of an interface, and the interface that
 * netmap makes for a pipe of its own is never up.
 */
final class Link implements AutoCloseable {
  private final String name;
  private final Optional<LinkState> state;

  private Link(String name, Optional<LinkState> state) {
    this.name = name;
    this.state = state;
  }

  /** The link of a NIC or host port: the interface of that name. */
  static Link of(String device) {
    return new Link(device, LinkState.of(device));
  }

  /** For a port whose calls come back whatever becomes of an interface. */
  static Link none(String port) {
    return new Link(port, Optional.empty());
  }

  String name() {
    return name;
  }

  /** Whether the port has one at all. */
  boolean exists() {
    return state.isPresent();
  }

  Optional<NetmapError> trouble() {
    if (state.isEmpty()) {
      return Optional.empty();
    }
    Optional<Boolean> up = state.get().up();
    return up.orElse(false)
        ? Optional.empty()
        : Optional.of(new NetmapError.InterfaceDown(name, up.isEmpty()));
  }

  /** Throws if the interface is down, or if a thread is held because it was. */
  void ensureUp(boolean threadHeld) throws NetmapException {
    Optional<NetmapError> trouble = trouble();
    if (trouble.isPresent()) {
      throw new NetmapException(trouble.get());
    }
    if (threadHeld) {
      throw new NetmapException(new NetmapError.InterfaceDown(name, false));
    }
  }

  @Override
  public void close() {
    state.ifPresent(LinkState::close);
  }
}
