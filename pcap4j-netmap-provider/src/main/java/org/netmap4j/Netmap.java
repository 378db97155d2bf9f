package org.netmap4j;

import org.netmap4j.engine.Engine;
import org.netmap4j.engine.Engines;
import org.netmap4j.error.NetmapException;

/** Where it begins: opens netmap ports by name. */
public final class Netmap {
  private Netmap() {}

  /**
   * Opens a port with the engine chosen from outside ({@link Engines#choose()}).
   *
   * <p>The name is a portspec ({@link PortSpec}); one without a subsystem that is exactly an
   * interface's name is that interface, {@code br-lan} too; any other gets {@code netmap:} put
   * before it, so {@code eth0^} and {@code eth0-3} work.
   *
   * @throws NetmapException the name does not parse, names nothing, or cannot be opened
   */
  public static NetmapPort open(String name) throws NetmapException {
    return port(name).open();
  }

  /** A port to be opened with more than its name says. */
  public static PortBuilder port(String name) {
    return new PortBuilder(name);
  }

  /** Two ports connected with each other: {@link Channel#open()}. */
  public static Channel channel() throws NetmapException {
    return Channel.open();
  }

  /** The engine of that name, or {@code auto}. */
  public static Engine engine(String name) throws NetmapException {
    return Engines.choose(name);
  }
}
