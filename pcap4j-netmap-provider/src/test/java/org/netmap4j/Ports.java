package org.netmap4j;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.function.Executable;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.scripted.ScriptedEngine;

/** What the tests of the ports have in common. */
final class Ports {
  private Ports() {}

  /** Opens a port of a scripted engine. */
  static NetmapPort open(ScriptedEngine engine) throws NetmapException {
    return Netmap.port("vale0:p").engine(engine).open();
  }

  /** A packet of {@code length} times {@code fill}. */
  static byte[] packet(int fill, int length) {
    byte[] packet = new byte[length];
    Arrays.fill(packet, (byte) fill);
    return packet;
  }

  /** The error that {@code call} ends with. */
  static <E extends NetmapError> E refused(Class<E> type, Executable call) {
    return assertInstanceOf(type, assertThrows(NetmapException.class, call).error());
  }
}
