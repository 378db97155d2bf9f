package org.netmap4j.engine.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/**
 * The parameters of netmap's module, as they are now. Linux only: they are read from {@code
 * /sys/module/netmap/parameters}; elsewhere they are sysctls, {@code dev.netmap.*}.
 *
 * @param adapters which adapters NICs may get ({@code admode})
 * @param generic how emulated adapters work
 * @param forward whether what nobody took is passed on between NIC and host for every port ({@code
 *     fwd})
 * @param interfaces the netmap_if objects ({@code if_*})
 * @param rings the rings ({@code ring_*})
 * @param buffers the buffers ({@code buf_*})
 */
public record ModuleParameters(
    Adapters adapters,
    Generic generic,
    boolean forward,
    Pool interfaces,
    Pool rings,
    Pool buffers) {

  private static final Path FOLDER = Path.of("/sys/module/netmap/parameters");

  /** Which adapters NICs may get. */
  public enum Adapters {
    /** Native where the driver has it, else emulated. */
    ANY,
    /** Native alone. */
    NATIVE,
    /** Emulated alone. */
    EMULATED
  }

  /**
   * How emulated adapters work.
   *
   * @param mitigationNanos how long receive wake-ups are gathered ({@code generic_mit})
   * @param ringSlots slots of a ring whose NIC does not say ({@code generic_ringsize})
   * @param rings rings of a NIC that does not say ({@code generic_rings})
   * @param checksums whether checksums may be left to the NIC ({@code generic_hwcsum})
   * @param qdisc whether a qdisc tells when frames were sent ({@code generic_txqdisc})
   */
  public record Generic(
      int mitigationNanos, int ringSlots, int rings, boolean checksums, boolean qdisc) {}

  /**
   * One kind of objects.
   *
   * @param asked those of region 1, when it is next made
   * @param current those of region 1, all 0 before it is first made
   * @param ofPrivateRegions those of a region that a port gets of its own, at least
   */
  public record Pool(Size asked, Size current, Size ofPrivateRegions) {}

  /**
   * How large a pool is.
   *
   * @param objects how many there are, whether in use or not
   * @param bytes how large each is
   */
  public record Size(int objects, int bytes) {}

  /**
   * Reads the parameters of the module that is loaded.
   *
   * @throws NetmapException there is no module, or a parameter cannot be read or makes no sense
   */
  public static ModuleParameters read() throws NetmapException {
    return read(FOLDER);
  }

  static ModuleParameters read(Path folder) throws NetmapException {
    if (!Files.isDirectory(folder)) {
      throw new NetmapException(
          new NetmapError.Unsupported(
              "netmap's parameters (" + folder + " is not there)",
              "this machine",
              "load the module with: modprobe netmap"));
    }
    return new Reader(folder).all();
  }

  /** Reads from a folder that has a file for each parameter. */
  private record Reader(Path folder) {
    ModuleParameters all() throws NetmapException {
      return new ModuleParameters(
          adapters(),
          new Generic(
              number("generic_mit", Integer.MAX_VALUE),
              number("generic_ringsize", Integer.MAX_VALUE),
              number("generic_rings", Integer.MAX_VALUE),
              flag("generic_hwcsum"),
              flag("generic_txqdisc")),
          flag("fwd"),
          pool("if"),
          pool("ring"),
          pool("buf"));
    }

    private Adapters adapters() throws NetmapException {
      return switch (number("admode", 2)) {
        case 1 -> Adapters.NATIVE;
        case 2 -> Adapters.EMULATED;
        default -> Adapters.ANY;
      };
    }

    private Pool pool(String name) throws NetmapException {
      return new Pool(size(name + "_"), size(name + "_curr_"), size("priv_" + name + "_"));
    }

    private Size size(String prefix) throws NetmapException {
      return new Size(
          number(prefix + "num", Integer.MAX_VALUE), number(prefix + "size", Integer.MAX_VALUE));
    }

    private boolean flag(String name) throws NetmapException {
      return number(name, Integer.MAX_VALUE) != 0;
    }

    private int number(String name, int most) throws NetmapException {
      Path file = folder.resolve(name);
      String text = text(file);
      try {
        int number = Integer.parseInt(text);
        if (number >= 0 && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        // said below, together with numbers out of range
      }
      throw new NetmapException(
          new NetmapError.BadFile(
              file.toString(), 0, "a number from 0 to " + most, "'" + text + "'"));
    }

    private static String text(Path file) throws NetmapException {
      try {
        return Files.readString(file).strip();
      } catch (NoSuchFileException e) {
        throw new NetmapException(
            new NetmapError.Unsupported(
                "netmap's parameter " + file.getFileName(),
                "this netmap module (" + file + " is not there)",
                "take a module of netmap's API 14"),
            e);
      } catch (IOException e) {
        throw new NetmapException(
            new NetmapError.BadFile(
                file.toString(), 0, "a number", "nothing that can be read: " + e.getMessage()),
            e);
      }
    }
  }
}
