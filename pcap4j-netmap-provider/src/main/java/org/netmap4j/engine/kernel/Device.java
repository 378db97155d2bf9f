package org.netmap4j.engine.kernel;

import java.util.Optional;
import org.netmap4j.engine.kernel.Errno.Operation;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;
import org.netmap4j.ffi.NetmapAbi;

/** A descriptor of /dev/netmap. */
final class Device implements AutoCloseable {
  static final String PATH = "/dev/netmap";

  private final int fd;

  private Device(int fd) {
    this.fd = fd;
  }

  /** Opens the device. */
  static Device open() throws NetmapException {
    int fd = Libc.open(PATH, LinuxAbi.O_RDWR | LinuxAbi.O_CLOEXEC);
    Optional<NetmapError> trouble = trouble(fd);
    if (trouble.isPresent()) {
      throw new NetmapException(trouble.get());
    }
    return new Device(fd);
  }

  /** Why the device cannot be opened; empty when it can. */
  static Optional<NetmapError> unavailability() {
    int fd = Libc.open(PATH, LinuxAbi.O_RDWR | LinuxAbi.O_CLOEXEC);
    Optional<NetmapError> trouble = trouble(fd);
    if (trouble.isEmpty()) {
      Libc.close(fd);
    }
    return trouble;
  }

  private static Optional<NetmapError> trouble(int fd) {
    if (fd >= 0) {
      return Optional.empty();
    }
    return Optional.of(
        switch (-fd) {
          case LinuxAbi.ENOENT, LinuxAbi.ENXIO, LinuxAbi.ENODEV ->
              new NetmapError.Unsupported(
                  "the kernel engine (" + PATH + " is not there)",
                  "this machine",
                  "load the module with: modprobe netmap; or use the embedded engine");
          case LinuxAbi.EACCES, LinuxAbi.EPERM ->
              new NetmapError.NoPermission(
                  "open " + PATH,
                  "read and write access to it",
                  "run as root, or: sudo chown $(id -un) " + PATH);
          default -> new NetmapError.SystemCall("open " + PATH, -fd, Libc.strerror(-fd));
        });
  }

  int fd() {
    return fd;
  }

  /** NIOCCTRL; answers zero or more, or {@code -errno}. */
  int control(Request request) {
    return Libc.ioctl(fd, NetmapAbi.NIOCCTRL, request.header());
  }

  /** NIOCCTRL, with the error in words. */
  void control(Operation operation, String name, Request request) throws NetmapException {
    int answer = control(request);
    if (answer < 0) {
      throw new NetmapException(Errno.error(operation, name, answer));
    }
  }

  @Override
  public void close() {
    Libc.close(fd);
  }
}
