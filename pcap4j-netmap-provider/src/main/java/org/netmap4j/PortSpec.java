package org.netmap4j;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.netmap4j.error.NetmapException;
import org.netmap4j.host.NetInterfaces;

/**
 * A port's name, parsed: which port, which of its rings, which memory, which options.
 *
 * <p>The grammar is that of libnetmap ({@code nmport_open}, see {@code libnetmap.h}):
 *
 * <pre>{@code
 * portspec  = subsystem ":" vpname [ mode ] { option }
 * subsystem = "netmap" | "vale" ident             ident: letters, digits, "_"; may be empty
 * vpname    = base [ ("{" | "}") ident ]          base: anything but - * ^ / @ { }
 * mode      = [ "^" [ N ] | "*" | "-" N ] { memid | flags }      N: 0 to 4094
 * flags     = "/" { "x" | "z" | "t" | "r" | "R" | "T" }          not the last character
 * memid     = "@" number                          at least 1; its low 16 bits count
 * option    = "@" name ( "=" value | ":" [ key "=" [ value ] { "," key "=" [ value ] } ] )
 * }</pre>
 *
 * <p>Options are {@code conf}, {@code share}, {@code extmem} and {@code offset}. Where libnetmap
 * goes on with half a value ({@code slots=64/x} read as 64, {@code slots=0x10} as 0) this parser
 * refuses and says what it expected. Nothing is looked up: the port, the share target and the
 * external memory are resolved when the port is opened.
 *
 * <p>Immutable. Two are equal if they ask for the same, however it was written.
 */
public final class PortSpec {

  /** Options of the grammar that are off unless the caller turns them on. */
  public enum Feature {
    /** The option {@code offset}; every reader of the port's slots must then honour offsets. */
    OFFSET
  }

  /** Which rings are bound, and the ring's number where the mode names one. */
  record Rings(PortMode mode, int id) {}

  private static final Pattern SUBSYSTEM = Pattern.compile("(netmap|vale[A-Za-z0-9_]*):");

  private final String name;
  private final Rings rings;
  private final int memId;
  private final Set<PortFlag> flags;
  private final PortOptions options;
  private final String text;

  PortSpec(String name, Rings rings, int memId, Set<PortFlag> flags, PortOptions options) {
    this.name = name;
    this.rings = rings;
    this.memId = memId;
    this.flags = Collections.unmodifiableSet(flags.isEmpty() ? none() : EnumSet.copyOf(flags));
    this.options = options;
    this.text = write();
  }

  /**
   * Reads a port's name; the features that are off by default stay off.
   *
   * @throws NetmapException with {@link org.netmap4j.error.NetmapError.BadName} if it is none
   */
  public static PortSpec parse(String portspec) throws NetmapException {
    return parse(portspec, Set.of());
  }

  /**
   * Reads a port's name.
   *
   * @param enabled the options to accept besides those always accepted
   * @throws NetmapException with {@link org.netmap4j.error.NetmapError.BadName} if it is none
   */
  public static PortSpec parse(String portspec, Set<Feature> enabled) throws NetmapException {
    return new PortSpecParser(portspec, enabled).parse();
  }

  /**
   * Reads what a user typed: a portspec; or exactly the name of an interface of this machine, also
   * one that the grammar cannot hold ({@code br-lan}); or a portspec without {@code netmap:} before
   * it ({@code eth0^}, {@code eth0-3}). All features are enabled: the rings of this library honour
   * them.
   *
   * @throws NetmapException with {@link org.netmap4j.error.NetmapError.BadName} if it is none
   */
  public static PortSpec resolve(String typed) throws NetmapException {
    if (SUBSYSTEM.matcher(typed).lookingAt()) {
      return parse(typed, EnumSet.allOf(Feature.class));
    }
    if (NetInterfaces.exists(typed)) {
      return new PortSpec(typed, new Rings(PortMode.ALL_NIC, 0), 0, Set.of(), PortOptions.NONE);
    }
    return parse("netmap:" + typed, EnumSet.allOf(Feature.class));
  }

  /**
   * The port's name as netmap takes it in {@code nr_name}: the text after {@code netmap:}, or the
   * whole {@code valeX:port}; a pipe's sign and id included. At most 63 bytes of UTF-8.
   */
  public String name() {
    return name;
  }

  /**
   * Whether the port is one of a VALE switch, also when written {@code netmap:valeX:port}. The
   * kernel is laxer and takes every name that begins with {@code val} for one.
   */
  public boolean isVale() {
    return PortName.isVale(name);
  }

  /** The pipe's end, if this is one. */
  public Optional<PortPipe> pipe() {
    return PortName.pipe(name);
  }

  /** Which rings are asked for. */
  public PortMode mode() {
    return rings.mode();
  }

  /** The number of the ring, from 0; 0 for the modes that bind all. */
  public int ringId() {
    return rings.id();
  }

  /** The memory region asked for, 1 to 65535, or 0 if none is. */
  public int memId() {
    return memId;
  }

  /** The flags given; unmodifiable. */
  public Set<PortFlag> flags() {
    return flags;
  }

  /** The value of {@code nr_flags}. */
  public long registerFlags() {
    long bits = 0;
    for (PortFlag flag : flags) {
      bits |= flag.bit();
    }
    return bits;
  }

  /** The rings and slots asked for. */
  public PortConf conf() {
    return options.conf();
  }

  /**
   * The portspec of the port whose memory region is to be shared, without rings, flags or options.
   * If a {@link #memId()} is given too, it has to be that region's.
   */
  public Optional<String> share() {
    return options.share();
  }

  /** The external memory asked for. */
  public Optional<PortExtmem> extmem() {
    return options.extmem();
  }

  /** The packet offset asked for; only with {@link Feature#OFFSET}. */
  public Optional<PortOffset> offset() {
    return options.offset();
  }

  /** The canonical text; parsed with the same features it gives an equal value. */
  public String format() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PortSpec that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(text);
  }

  private String write() {
    StringBuilder out = new StringBuilder(PortName.portspec(name));
    switch (rings.mode()) {
      case SW -> out.append('^');
      case NIC_SW -> out.append('*');
      case ONE_NIC -> out.append('-').append(rings.id());
      case ONE_SW -> out.append('^').append(rings.id());
      case ALL_NIC -> {}
      case NULL -> throw new IllegalArgumentException("no port name asks for mode NULL");
    }
    if (!flags.isEmpty()) {
      out.append('/');
      flags.forEach(flag -> out.append(flag.letter()));
    }
    if (memId != 0) {
      out.append('@').append(memId);
    }
    return out.append(options.format()).toString();
  }

  private static EnumSet<PortFlag> none() {
    return EnumSet.noneOf(PortFlag.class);
  }
}
