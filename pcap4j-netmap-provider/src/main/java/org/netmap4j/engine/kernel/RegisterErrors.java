package org.netmap4j.engine.kernel;

import java.util.Optional;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.ExternalMemory;
import org.netmap4j.engine.kernel.Errno.Operation;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapError.CannotOpen;
import org.netmap4j.error.NetmapError.Unsupported;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;
import org.netmap4j.ffi.NetmapAbi;

/** Says in words why the module refused a register request, and because of which option. */
final class RegisterErrors {
  private RegisterErrors() {}

  /** The error for {@code -errno}; where an option is the cause, its nro_status is that errno. */
  static NetmapError error(RegisterRequest asked, Request request, int answer) {
    for (Request.Option option : request.options()) {
      if (option.status() == -answer) {
        return option.type() == NetmapAbi.OPT_EXTMEM
            ? externalMemory(asked, -answer)
            : offsets(asked, -answer);
      }
    }
    Optional<ExternalMemory> external = asked.options().externalMemory();
    if (external.isPresent() && -answer == LinuxAbi.ENOMEM) {
      return new CannotOpen(
          asked.name(),
          "its rings and buffers do not fit into external memory " + external.get().file(),
          "ask for more or larger objects there (ring-num, ring-size, buf-num) or for fewer slots; a "
              + "ring of more than 240 slots takes several pages, which lie side by side only in "
              + "huge ones (hugetlbfs)");
    }
    return Errno.error(Operation.REGISTER, asked.name(), answer);
  }

  private static NetmapError externalMemory(RegisterRequest asked, int errno) {
    String file = asked.options().externalMemory().map(ExternalMemory::file).orElse("");
    return switch (errno) {
      case LinuxAbi.EOPNOTSUPP ->
          new Unsupported(
              "open " + asked.name() + ": option @extmem",
              "this netmap module",
              "build the module with --enable-extmem, or leave the option out");
      case LinuxAbi.ENOMEM ->
          new CannotOpen(
              asked.name(),
              "external memory " + file + " is too small for the objects asked for",
              "make the file larger, or ask for fewer or smaller objects");
      default ->
          new CannotOpen(
              asked.name(),
              "external memory " + file + ": " + Libc.strerror(errno),
              "give a file whose pages can be held in memory, as in /dev/shm");
    };
  }

  private static NetmapError offsets(RegisterRequest asked, int errno) {
    return switch (errno) {
      case LinuxAbi.EOPNOTSUPP ->
          new Unsupported(
              "open " + asked.name() + ": option @offset",
              "this port, or this netmap module",
              "leave the option out; pipes, VALE ports and emulated adapters can do it");
      case LinuxAbi.EBUSY ->
          new CannotOpen(
              asked.name(),
              "its rings are in use with other offsets",
              "ask for no more than those, or close the other ports on it");
      default ->
          new CannotOpen(
              asked.name(),
              "an offset that is longer than a buffer, or than its bits",
              "ask for a smaller offset, or for more bits");
    };
  }
}
