package org.netmap4j.error;

import java.util.List;
import java.util.stream.Collectors;

/** Why a netmap operation failed: one record per kind of cause. */
public sealed interface NetmapError {

  /** The operation, the subject, the value and the remedy, in one line. */
  String message();

  /**
   * A name that is not a portspec.
   *
   * @param name the whole name as given
   * @param at the index of the first character that does not fit, {@code name.length()} for the end
   * @param expected what the grammar allows there
   * @param found what stands there, in words
   */
  record BadName(String name, int at, String expected, String found) implements NetmapError {
    @Override
    public String message() {
      return "port name '%s', at character %d: expected %s, found %s"
          .formatted(Printable.text(name), at + 1, expected, Printable.text(found));
    }
  }

  /**
   * Aliases that cannot be read.
   *
   * @param source where they are written
   * @param line the line there, from 1; 0 where there are no lines
   * @param at the index of the first character that does not fit
   * @param expected what should stand there
   * @param found what stands there, in words
   */
  record BadAlias(String source, int line, int at, String expected, String found)
      implements NetmapError {
    @Override
    public String message() {
      return "aliases of %s%s, at character %d: expected %s, found %s"
          .formatted(
              Printable.text(source),
              line == 0 ? "" : ", line " + line,
              at + 1,
              expected,
              Printable.text(found));
    }
  }

  /**
   * A name that names nothing here.
   *
   * @param name the port or interface asked for
   * @param have the interfaces that exist
   */
  record NoSuchPort(String name, List<String> have) implements NetmapError {
    /** Copies the list. */
    public NoSuchPort {
      have = List.copyOf(have);
    }

    @Override
    public String message() {
      return "open %s: no such interface (have: %s)"
          .formatted(name, have.isEmpty() ? "none" : String.join(", ", have));
    }
  }

  /**
   * A port that exists, or may be made, but could not be opened.
   *
   * @param name the port
   * @param cause what stood in the way
   * @param remedy what to do about it
   */
  record CannotOpen(String name, String cause, String remedy) implements NetmapError {
    @Override
    public String message() {
      return "open %s: %s; %s".formatted(name, cause, remedy);
    }
  }

  /**
   * A ring that the port does not have or that this handle did not bind.
   *
   * @param port the port
   * @param ring the ring asked for, in words
   * @param have the rings there are, in words
   */
  record NoSuchRing(String port, String ring, String have) implements NetmapError {
    @Override
    public String message() {
      return "%s: no such ring: %s (have: %s)".formatted(port, ring, have);
    }
  }

  /**
   * A core that this process may not run threads on.
   *
   * @param core the core asked for, by its number
   * @param have the cores that it may use
   */
  record NoSuchCore(int core, List<Integer> have) implements NetmapError {
    /** Copies the list. */
    public NoSuchCore {
      have = List.copyOf(have);
    }

    @Override
    public String message() {
      return "pin a thread to core %d: this process may not use it (may use: %s)"
          .formatted(core, have.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }
  }

  /**
   * A packet that can never be sent through this port.
   *
   * @param port the port
   * @param length the packet's length in bytes
   * @param limit the greatest length in bytes that can be sent
   * @param why what sets the limit
   * @param queued how many packets before it, given in the same call, were queued: they are sent
   */
  record PacketTooLarge(String port, long length, long limit, String why, int queued)
      implements NetmapError {
    @Override
    public String message() {
      String said =
          "send on %s: packet of %d bytes, at most %d (%s)".formatted(port, length, limit, why);
      return queued == 0 ? said : said + "; the " + queued + " before it are queued";
    }
  }

  /**
   * An operation that ran out of time while it waited for room or for packets.
   *
   * @param port the port
   * @param operation what was tried
   * @param waitedMillis for how long
   */
  record WouldBlock(String port, String operation, long waitedMillis) implements NetmapError {
    @Override
    public String message() {
      return "%s on %s: not possible within %d ms".formatted(operation, port, waitedMillis);
    }
  }

  /**
   * Memory, rings or buffers are used up.
   *
   * @param subject what ran out, and where
   * @param asked how much was asked for
   * @param left how much there is
   * @param remedy what to do about it
   */
  record NoSpace(String subject, long asked, long left, String remedy) implements NetmapError {
    @Override
    public String message() {
      return "%s: %d asked for, %d left; %s".formatted(subject, asked, left, remedy);
    }
  }

  /**
   * Something that this engine or platform cannot do.
   *
   * @param what the feature, and on which port
   * @param by the engine or platform
   * @param remedy what can be done instead
   */
  record Unsupported(String what, String by, String remedy) implements NetmapError {
    @Override
    public String message() {
      return "%s: not supported by %s; %s".formatted(what, by, remedy);
    }
  }

  /**
   * The caller may not do this.
   *
   * @param operation what was tried
   * @param needs the right that is missing
   * @param remedy how to get it
   */
  record NoPermission(String operation, String needs, String remedy) implements NetmapError {
    @Override
    public String message() {
      return "%s: permission denied, needs %s; %s".formatted(operation, needs, remedy);
    }
  }

  /**
   * The interface behind the port is down or gone.
   *
   * @param name the interface
   * @param gone whether it no longer exists
   */
  record InterfaceDown(String name, boolean gone) implements NetmapError {
    @Override
    public String message() {
      return gone
          ? "%s: interface is gone; close the port".formatted(name)
          : "%s: interface is down; bring it up with: ip link set %s up".formatted(name, name);
    }
  }

  /**
   * A ring's indices stand where they cannot: what was sent or read since the last sync is in
   * doubt.
   *
   * @param port the port
   * @param slots the ring's size
   * @param head the user's first slot
   * @param cur the user's wake-up point
   * @param tail the other side's first slot
   */
  record BadIndices(String port, int slots, int head, int cur, int tail) implements NetmapError {
    @Override
    public String message() {
      return "sync %s: impossible ring indices head %d, cur %d, tail %d of %d slots; close the port and "
              .formatted(port, head, cur, tail, slots)
          + "open it again, and let nobody else write to its rings";
    }
  }

  /**
   * The port was closed, by this thread or another.
   *
   * @param port the port
   */
  record Closed(String port) implements NetmapError {
    @Override
    public String message() {
      return "%s: port is closed; open it again".formatted(port);
    }
  }

  /**
   * A system call failed in a way that has no kind of its own.
   *
   * @param operation the call and its subject
   * @param errno the number that it left
   * @param text the system's words for it
   */
  record SystemCall(String operation, int errno, String text) implements NetmapError {
    @Override
    public String message() {
      return "%s: %s (errno %d)".formatted(operation, text, errno);
    }
  }

  /**
   * A file that is not what it should be.
   *
   * @param file the file
   * @param offset the byte at which it stops making sense
   * @param expected what should stand there
   * @param found what stands there, in words
   */
  record BadFile(String file, long offset, String expected, String found) implements NetmapError {
    @Override
    public String message() {
      return "file %s, at byte %d: expected %s, found %s"
          .formatted(Printable.text(file), offset, expected, Printable.text(found));
    }
  }
}
