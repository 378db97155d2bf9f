package org.netmap4j.engine;

import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/** Holds ports, rings and buffers: the kernel module, or its userspace counterpart. */
public interface Engine {
  /** Its name, as in {@code --engine}. */
  String name();

  /**
   * NETMAP_REQ_REGISTER.
   *
   * @throws NetmapException the port cannot be had; nothing is left behind
   */
  Registration register(RegisterRequest request) throws NetmapException;

  /**
   * The requests that need no registration.
   *
   * @throws NetmapException this engine has none
   */
  default Control control() throws NetmapException {
    throw new NetmapException(
        new NetmapError.Unsupported(
            "control requests", "the " + name() + " engine", "use the kernel engine for them"));
  }
}
