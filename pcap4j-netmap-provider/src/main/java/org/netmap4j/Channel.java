package org.netmap4j;

import java.util.concurrent.atomic.AtomicInteger;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.Engines;
import org.netmap4j.error.NetmapException;

/**
 * Two ports that are connected with each other, in this process alone: what is sent at one arrives
 * at the other, in order and without loss, and not a byte is copied on the way. It needs no device,
 * no name and no privilege, so it can stand in for a NIC in tests, or where there is none.
 *
 * <p>It is a pipe of the embedded engine: a full one has the sender wait, and an end that is closed
 * leaves the other one open, with nobody there.
 *
 * @param left one end
 * @param right the other end
 */
public record Channel(NetmapPort left, NetmapPort right) implements AutoCloseable {
  private static final int SLOTS = 1024;
  private static final AtomicInteger COUNT = new AtomicInteger();

  /** A channel of 1,024 slots each way. */
  public static Channel open() throws NetmapException {
    return open(SLOTS);
  }

  /**
   * A channel.
   *
   * @param slots how long its rings are, each way; they hold one packet fewer
   * @throws IllegalArgumentException fewer than 2 slots, or more than a ring can have
   */
  public static Channel open(int slots) throws NetmapException {
    if (slots < 2) {
      throw new IllegalArgumentException("slots: expected 2 or more, found " + slots);
    }
    Engine engine = Engines.choose("embedded");
    String name = "channel" + COUNT.getAndIncrement();
    NetmapPort left = Netmap.port(name + "{1").engine(engine).slots(slots).open();
    try {
      return new Channel(left, Netmap.port(name + "}1").engine(engine).slots(slots).open());
    } catch (NetmapException | RuntimeException e) {
      left.close();
      throw e;
    }
  }

  /** Closes both ends. */
  @Override
  public void close() {
    left.close();
    right.close();
  }
}
