package org.netmap4j.observe;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import org.netmap4j.error.Printable;
import org.netmap4j.ffi.DirectoryAbi;
import org.netmap4j.ffi.Libc;

/**
 * Which processes hold regions of embedded engines, or /dev/netmap: by the links in /proc/PID/fd.
 * Processes and descriptors come and go meanwhile; what is gone is passed over.
 *
 * @param found descriptors of regions
 * @param deviceHolders who has /dev/netmap open
 * @param closed processes whose descriptors cannot be listed
 */
record ProcessScan(List<Held> found, List<Owner> deviceHolders, int closed) {
  private static final Path PROC = Path.of("/proc");
  private static final String MEMFD = "/memfd:" + DirectoryAbi.NAME;
  static final String DEVICE = "/dev/netmap";

  /** sys/stat.h. */
  private static final int S_IFMT = 0xf000;

  private static final int S_IFCHR = 0x2000;

  /** A descriptor, writable, of what has the name of a region. */
  record Held(Owner owner, Path descriptor) {}

  /** Looks at all processes. */
  static ProcessScan now() {
    List<Held> found = new ArrayList<>();
    List<Owner> holders = new ArrayList<>();
    int closed = 0;
    long self = Libc.getpid();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        try {
          look(process, self, found, holders);
        } catch (AccessDeniedException e) {
          closed += isProgram(process) ? 1 : 0;
        } catch (IOException e) {
          // it has ended
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // no /proc, or no longer: there is nothing to be seen
    }
    return new ProcessScan(found, holders, closed);
  }

  private static void look(Path process, long self, List<Held> found, List<Owner> holders)
      throws IOException {
    boolean holds = false;
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        String target = target(descriptor);
        holds |= target.endsWith(DEVICE) && isDevice(descriptor);
        if (isRegion(target) && isWritable(descriptor)) {
          found.add(new Held(owner(process, self), descriptor));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    if (holds) {
      holders.add(owner(process, self));
    }
  }

  /** In another mount namespace the path may begin otherwise, and a file may have any name. */
  private static boolean isDevice(Path descriptor) {
    try {
      return Files.getAttribute(descriptor, "unix:mode") instanceof Integer mode
          && (mode & S_IFMT) == S_IFCHR;
    } catch (IOException e) {
      return false;
    }
  }

  /** What a descriptor is of; empty when it is gone. */
  static String target(Path descriptor) throws AccessDeniedException {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (AccessDeniedException e) {
      throw e;
    } catch (IOException e) {
      return "";
    }
  }

  /** Whether a link's target has the name of a region. */
  static boolean isRegion(String target) {
    return target.startsWith(MEMFD);
  }

  /** The owner's descriptor is; that of who reads, as this process does, is not. */
  private static boolean isWritable(Path descriptor) throws AccessDeniedException {
    try {
      return Files.getPosixFilePermissions(descriptor, LinkOption.NOFOLLOW_LINKS)
          .contains(PosixFilePermission.OWNER_WRITE);
    } catch (AccessDeniedException e) {
      throw e;
    } catch (IOException e) {
      return false;
    }
  }

  private static Owner owner(Path process, long self) throws IOException {
    long pid = Long.parseLong(process.getFileName().toString());
    String command =
        new String(
            Files.readAllBytes(process.resolve("comm")), java.nio.charset.StandardCharsets.UTF_8);
    return new Owner(pid, Printable.text(command.strip()), pid == self);
  }

  /** The kernel's own threads, and what has ended, have no command line and no regions. */
  private static boolean isProgram(Path process) {
    try {
      return Files.readAllBytes(process.resolve("cmdline")).length > 0;
    } catch (IOException e) {
      return false;
    }
  }
}
