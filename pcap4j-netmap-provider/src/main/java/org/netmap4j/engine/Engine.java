package org.netmap4j.engine;

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
}
