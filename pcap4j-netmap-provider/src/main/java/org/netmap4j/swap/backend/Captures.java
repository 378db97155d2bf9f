package org.netmap4j.swap.backend;

import org.jspecify.annotations.Nullable;
import org.netmap4j.error.NetmapException;

/** Makes handles and dump files. */
public final class Captures {
  private Captures() {}

  /** What could not be made, for pcap4j's exception. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * A handle to be set up and activated.
   *
   * @param libpcap whether the machine has libpcap
   * @return null if the name is for libpcap to open
   * @throws Refused the aliases cannot be read: why
   */
  public static @Nullable Capture create(String device, boolean libpcap) throws Refused {
    if (DeviceName.isOurs(device)) {
      return new LiveCapture(device, device, false);
    }
    return libpcap ? null : new LiveCapture(device, DeviceName.bothWays(device), true);
  }

  /** What this is, for the version that a program shows. */
  public static String version() {
    String version = Captures.class.getPackage().getImplementationVersion();
    return version == null ? "netmap4j" : "netmap4j " + version;
  }

  /**
   * Opens a savefile.
   *
   * @param nanos whether its timestamps are wanted in nanoseconds
   * @throws Refused it is none: why
   */
  public static Capture openOffline(String name, boolean nanos) throws Refused {
    try {
      return FileCapture.open(name, nanos);
    } catch (NetmapException e) {
      throw new Refused(String.valueOf(e.getMessage()), e);
    }
  }

  /** A handle without packets. */
  public static Capture openDead(int datalink, int snapshot, boolean nanos) {
    return new DeadCapture(datalink, snapshot, nanos);
  }

  /** Opens a dump file; null if that cannot be, which the handle's error tells. */
  public static @Nullable DumpFile dumpOpen(Capture handle, String name) {
    try {
      return DumpFile.open(handle, name);
    } catch (NetmapException | IllegalArgumentException e) {
      handle.fail(Capture.ERROR, String.valueOf(e.getMessage()));
      return null;
    }
  }
}
