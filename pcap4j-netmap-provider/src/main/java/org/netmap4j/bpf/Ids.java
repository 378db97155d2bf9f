package org.netmap4j.bpf;

import static org.netmap4j.bpf.Condition.and;
import static org.netmap4j.bpf.Condition.equal;
import static org.netmap4j.bpf.Condition.or;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.netmap4j.bpf.Expression.Subject;
import org.netmap4j.bpf.Qualifier.Direction;

/** What names, numbers and addresses ask of a packet. */
final class Ids {
  private static final byte[] ALL_ONES = ones();
  private static final Map<String, Integer> LINK_PROTOCOLS =
      Map.ofEntries(
          Map.entry("aarp", Layers.AARP),
          Map.entry("arp", Layers.ARP),
          Map.entry("atalk", Layers.ATALK),
          Map.entry("decnet", Layers.DECNET),
          Map.entry("ip", Layers.IP),
          Map.entry("ip6", Layers.IP6),
          Map.entry("lat", 0x6004),
          Map.entry("loopback", 0x9000),
          Map.entry("mopdl", 0x6001),
          Map.entry("moprc", 0x6002),
          Map.entry("rarp", Layers.RARP),
          Map.entry("sca", 0x6007),
          Map.entry("iso", Layers.LLC_OSI),
          Map.entry("stp", Layers.LLC_STP),
          Map.entry("ipx", Layers.LLC_IPX),
          Map.entry("netbeui", Layers.LLC_NETBEUI));
  private static final Map<String, Integer> OSI_PROTOCOLS =
      Map.of("clnp", 0x81, "esis", 0x82, "isis", 0x83);

  private final Layers layers;
  private final Protocols protocols;
  private final Ports ports;
  private final Names names;

  Ids(Layers layers, Protocols protocols, Names names) {
    this.layers = layers;
    this.protocols = protocols;
    this.names = names;
    ports = new Ports(layers, protocols, names);
  }

  private static byte[] ones() {
    byte[] ones = new byte[16];
    Arrays.fill(ones, (byte) -1);
    return ones;
  }

  private static IllegalArgumentException wrong(String problem) {
    return new IllegalArgumentException(problem);
  }

  Condition of(Qualifier qualifier, Subject id) {
    if (qualifier.type() == Qualifier.Type.UNDEFINED) {
      throw wrong("expected a word that says what this is, as host or port");
    }
    return switch (id) {
      case Subject.Name(String name) -> name(qualifier, name);
      case Subject.Numeric(int number) -> number(qualifier, number);
      case Subject.Dotted(String text) -> dotted(qualifier, text);
      case Subject.Prefix(String text, int bits) -> {
        if (Integer.compareUnsigned(bits, 32) > 0) {
          throw wrong("expected a mask of at most 32 bits");
        }
        yield network(qualifier, address(text), Dotted.prefix(bits), text + "/" + bits);
      }
      case Subject.Masked(String text, String mask) ->
          network(qualifier, address(text), address(mask), text + " mask " + mask);
      case Subject.Dotted6(String text) -> six(qualifier, text, 128);
      case Subject.Prefix6(String text, int bits) -> six(qualifier, text, bits);
      case Subject.Mac(String text) -> {
        boolean host =
            qualifier.type() == Qualifier.Type.HOST || qualifier.type() == Qualifier.Type.ANY;
        if (!host || qualifier.proto() != Proto.LINK) {
          throw wrong("an Ethernet address goes with ether host");
        }
        yield mac(qualifier.direction(), Mac.parse(text));
      }
    };
  }

  private static int address(String text) {
    return Dotted.parse(text)
        .orElseThrow(() -> wrong("expected an IPv4 address, its parts up to 255"));
  }

  private Condition network(Qualifier qualifier, int address, int mask, String text) {
    if ((address & ~mask) != 0) {
      throw wrong("\"%s\" has bits set behind its mask".formatted(text));
    }
    if (qualifier.type() != Qualifier.Type.NET) {
      throw wrong("a mask goes with net");
    }
    return host(qualifier, address, mask);
  }

  private Condition name(Qualifier qualifier, String name) {
    return switch (qualifier.type()) {
      case ANY, HOST -> hostName(qualifier, name);
      case NET -> {
        int address =
            names.network(name).orElseThrow(() -> wrong("unknown network \"%s\"".formatted(name)));
        yield shortNetwork(qualifier, address);
      }
      case PORT -> ports.named(qualifier, name);
      case PORTRANGE -> ports.namedRange(qualifier, name);
      case PROTO -> protocols.inside(qualifier.proto(), protocol(qualifier.proto(), name));
      case PROTOCHAIN -> throw noChain();
      case GATEWAY, UNDEFINED -> throw wrong("gateway is not supported");
    };
  }

  private static IllegalArgumentException noChain() {
    return wrong("protochain is not supported: it needs a program with loops");
  }

  private Condition number(Qualifier qualifier, int number) {
    return switch (qualifier.type()) {
      case ANY, HOST -> {
        noLink(qualifier);
        yield host(qualifier, number, -1);
      }
      case NET -> {
        noLink(qualifier);
        yield shortNetwork(qualifier, number);
      }
      case PORT, PORTRANGE -> ports.numbered(qualifier, number);
      case PROTO -> {
        noDirection(qualifier);
        yield protocols.inside(qualifier.proto(), number);
      }
      case PROTOCHAIN -> throw noChain();
      case GATEWAY, UNDEFINED -> throw wrong("gateway is not supported");
    };
  }

  private static void noDirection(Qualifier qualifier) {
    if (qualifier.direction() != Direction.EITHER) {
      throw wrong("a protocol has no direction");
    }
  }

  private static void noLink(Qualifier qualifier) {
    if (qualifier.proto() == Proto.LINK) {
      throw wrong("expected an Ethernet address, as 02:00:00:00:00:01");
    }
  }

  /** A network's number of one to four bytes; those that are missing are at the right. */
  private Condition shortNetwork(Qualifier qualifier, int number) {
    int address = number;
    int mask = -1;
    while (address != 0 && (address & 0xff000000) == 0) {
      address <<= 8;
      mask <<= 8;
    }
    return host(qualifier, address, mask);
  }

  private Condition dotted(Qualifier qualifier, String text) {
    return switch (qualifier.type()) {
      case ANY, HOST, NET -> {
        if (qualifier.proto() == Proto.DECNET) {
          yield decnet(qualifier.direction(), decnetAddress(text));
        }
        noLink(qualifier);
        yield host(qualifier, address(text), Dotted.mask(text));
      }
      default -> throw wrong("%s does not go with an IPv4 address".formatted(type(qualifier)));
    };
  }

  private static String type(Qualifier qualifier) {
    return qualifier.type().name().toLowerCase(java.util.Locale.ROOT);
  }

  private Condition hostName(Qualifier qualifier, String name) {
    if (qualifier.proto() == Proto.LINK) {
      byte[] address =
          names
              .ethernet(name)
              .orElseThrow(() -> wrong("unknown Ethernet host \"%s\"".formatted(name)));
      return mac(qualifier.direction(), address);
    }
    if (qualifier.proto() == Proto.DECNET) {
      throw wrong("names of DECnet hosts are not supported: expected area.node");
    }
    boolean any = qualifier.proto() == Proto.ANY;
    Optional<Condition> one =
        names.host(name).stream()
            .filter(it -> qualifier.proto() != (it.getAddress().length == 4 ? Proto.IP6 : Proto.IP))
            .map(it -> hostAddress(qualifier, it))
            .reduce(Condition::or);
    return one.orElseThrow(() ->
        wrong("unknown host \"%s\"%s".formatted(name, any ? "" : " for that family of addresses")));
  }

  private Condition hostAddress(Qualifier qualifier, InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      boolean ip = qualifier.proto() == Proto.ANY && layers.typeless();
      Qualifier family =
          ip ? new Qualifier(Proto.IP, qualifier.direction(), qualifier.type()) : qualifier;
      return host(family, ByteBuffer.wrap(bytes).getInt(), -1);
    }
    return host6(qualifier, bytes, ALL_ONES);
  }

  private int protocol(Proto proto, String name) {
    OptionalInt number =
        switch (proto) {
          case ANY, IP, IP6 -> names.protocol(name);
          case LINK -> optional(LINK_PROTOCOLS.get(name));
          case ISO -> optional(OSI_PROTOCOLS.get(name));
          default -> OptionalInt.empty();
        };
    return number.orElseThrow(() -> wrong("unknown protocol \"%s\"".formatted(name)));
  }

  private static OptionalInt optional(@Nullable Integer number) {
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** One or two places, as the direction has it. */
  static Condition directed(
      Direction direction, int source, int target, IntFunction<Condition> at) {
    return switch (direction) {
      case SRC -> at.apply(source);
      case DST -> at.apply(target);
      case BOTH -> and(at.apply(source), at.apply(target));
      case EITHER -> or(at.apply(source), at.apply(target));
    };
  }

  private Condition host(Qualifier qualifier, int address, int mask) {
    Direction direction = qualifier.direction();
    return switch (qualifier.proto()) {
      case ANY -> {
        Condition ip = host(Layers.IP, direction, 12, 16, address, mask);
        yield layers.insideMpls()
            ? ip
            : or(
                or(ip, host(Layers.ARP, direction, 14, 24, address, mask)),
                host(Layers.RARP, direction, 14, 24, address, mask));
      }
      case IP -> host(Layers.IP, direction, 12, 16, address, mask);
      case ARP -> host(Layers.ARP, direction, 14, 24, address, mask);
      case RARP -> host(Layers.RARP, direction, 14, 24, address, mask);
      case DECNET -> decnet(direction, address);
      default ->
          throw wrong("%s does not go with an IPv4 address".formatted(qualifier.proto().word()));
    };
  }

  private Condition host(
      int type, Direction direction, int source, int target, int address, int mask) {
    return directed(
        direction,
        source,
        target,
        at ->
            and(layers.isType(type), equal(Layers.masked(layers.ofNetwork(4, at), mask), address)));
  }

  private Condition six(Qualifier qualifier, String text, int bits) {
    byte[] address = Ip6Text.bytes(text);
    if (address == null) {
      throw wrong("expected an IPv6 address, its parts with dots up to 255");
    }
    if (Integer.compareUnsigned(bits, 128) > 0) {
      throw wrong("expected a mask of at most 128 bits");
    }
    byte[] mask = new byte[16];
    for (int i = 0; i < bits; i++) {
      mask[i / 8] |= (byte) (0x80 >> i % 8);
    }
    for (int i = 0; i < mask.length; i++) {
      if ((address[i] & ~mask[i]) != 0) {
        throw wrong("\"%s/%d\" has bits set behind its mask".formatted(text, bits));
      }
    }
    return switch (qualifier.type()) {
      case NET -> host6(qualifier, address, mask);
      case ANY, HOST -> {
        if (bits != 128) {
          throw wrong("a mask goes with net");
        }
        yield host6(qualifier, address, mask);
      }
      default -> throw wrong("%s does not go with an IPv6 address".formatted(type(qualifier)));
    };
  }

  private Condition host6(Qualifier qualifier, byte[] address, byte[] mask) {
    if (qualifier.proto() != Proto.ANY && qualifier.proto() != Proto.IP6) {
      throw wrong("%s does not go with an IPv6 address".formatted(qualifier.proto().word()));
    }
    return directed(
        qualifier.direction(),
        8,
        24,
        at ->
            and(
                layers.isType(Layers.IP6),
                words(at, ByteBuffer.wrap(address), ByteBuffer.wrap(mask))));
  }

  private Condition words(int at, ByteBuffer address, ByteBuffer mask) {
    Condition all = Condition.TRUE;
    for (int i = 0; i < 16; i += 4) {
      Value word = Layers.masked(layers.ofNetwork(4, at + i), mask.getInt(i));
      all = and(all, equal(word, address.getInt(i)));
    }
    return all;
  }

  private Condition mac(Direction direction, byte[] address) {
    if (!layers.ethernet()) {
      throw wrong("%s has no Ethernet addresses".formatted(layers.name()));
    }
    return directed(direction, 6, 0, at -> mac(address, at));
  }

  /** Whether an Ethernet address is at that place of the link's header. */
  Condition mac(byte[] address, int at) {
    ByteBuffer bytes = ByteBuffer.wrap(address);
    return and(
        equal(layers.ofLink(4, at + 2), bytes.getInt(2)),
        equal(layers.ofLink(2, at), bytes.getShort(0) & 0xffff));
  }

  private static int decnetAddress(String text) {
    String[] parts = text.split("\\.", -1);
    if (!parts[0].matches("\\d{1,2}") || !parts[1].matches("\\d{1,4}")) {
      throw wrong("expected a DECnet address as area.node");
    }
    int area = Integer.parseInt(parts[0]) << 10;
    return (area & 0xfc00) | (Integer.parseInt(parts[1]) & 0x03ff);
  }

  /** The address is in a short or a long header, each with or without a byte before it. */
  private Condition decnet(Direction direction, int address) {
    int swapped = Short.toUnsignedInt(Short.reverseBytes((short) address));
    Condition anywhere =
        directed(
            direction,
            1,
            0,
            source -> {
              int inLong = source == 1 ? 15 : 7;
              int inShort = source == 1 ? 3 : 1;
              Value first = layers.ofNetwork(2, 2);
              Value flags = layers.ofNetwork(1, 2);
              Condition padded =
                  and(
                      equal(Layers.masked(first, 0xff07), 0x8106),
                      equal(layers.ofNetwork(2, 3 + inLong), swapped));
              Condition plain =
                  and(
                      equal(Layers.masked(flags, 0x07), 0x06),
                      equal(layers.ofNetwork(2, 2 + inLong), swapped));
              Condition shortPadded =
                  and(
                      equal(Layers.masked(first, 0xff07), 0x8102),
                      equal(layers.ofNetwork(2, 3 + inShort), swapped));
              Condition shortPlain =
                  and(
                      equal(Layers.masked(flags, 0x07), 0x02),
                      equal(layers.ofNetwork(2, 2 + inShort), swapped));
              return and(
                  layers.isType(Layers.DECNET), or(shortPlain, or(shortPadded, or(plain, padded))));
            });
    return anywhere;
  }
}
