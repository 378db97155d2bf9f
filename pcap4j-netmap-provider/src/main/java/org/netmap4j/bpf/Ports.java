package org.netmap4j.bpf;

import static org.netmap4j.bpf.Condition.and;
import static org.netmap4j.bpf.Condition.equal;
import static org.netmap4j.bpf.Condition.not;
import static org.netmap4j.bpf.Condition.or;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What ports ask of a packet: of IPv6 first, then of IPv4, where fragments have none. */
final class Ports {
  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,9})-(\\d{1,9})");
  private static final int MOST = 65535;

  private final Layers layers;
  private final Protocols protocols;
  private final Names names;

  Ports(Layers layers, Protocols protocols, Names names) {
    this.layers = layers;
    this.protocols = protocols;
    this.names = names;
  }

  /** The ports from the first to the last. */
  private record Range(int first, int last) {
    static Range of(int one, int other) {
      return new Range(Math.min(one, other), Math.max(one, other));
    }

    /** Whether a port is one of them. */
    Condition has(Value port) {
      return first == last
          ? equal(port, first)
          : and(
              Condition.test(BpfCode.JGE, port, Value.constant(first)),
              not(Condition.test(BpfCode.JGT, port, Value.constant(last))));
    }
  }

  Condition numbered(Qualifier qualifier, int port) {
    return of(qualifier, Range.of(checked(port), port), protocol(qualifier));
  }

  Condition named(Qualifier qualifier, String name) {
    OptionalInt protocol = protocol(qualifier);
    Names.Service service = service(name);
    return of(qualifier, Range.of(service.port(), service.port()), common(protocol, service, name));
  }

  Condition namedRange(Qualifier qualifier, String name) {
    OptionalInt protocol = protocol(qualifier);
    Matcher numbers = NUMBERS.matcher(name);
    if (numbers.matches()) {
      int first = checked(Integer.parseInt(numbers.group(1)));
      return of(qualifier, Range.of(first, checked(Integer.parseInt(numbers.group(2)))), protocol);
    }
    int dash = name.indexOf('-');
    if (dash < 0) {
      Names.Service service = service(name);
      return of(
          qualifier, Range.of(service.port(), service.port()), common(protocol, service, name));
    }
    Names.Service first = service(name.substring(0, dash));
    Names.Service last = service(name.substring(dash + 1));
    boolean same = first.protocol().equals(last.protocol());
    Names.Service both = new Names.Service(0, same ? first.protocol() : OptionalInt.empty());
    return of(qualifier, Range.of(first.port(), last.port()), common(protocol, both, name));
  }

  private static int checked(int port) {
    if (Integer.compareUnsigned(port, MOST) > 0) {
      throw new IllegalArgumentException(
          "expected a port of at most 65535, found " + Integer.toUnsignedString(port));
    }
    return port;
  }

  private Names.Service service(String name) {
    if (name.matches("\\d{1,5}")) {
      return new Names.Service(checked(Integer.parseInt(name)), OptionalInt.empty());
    }
    return names
        .service(name)
        .orElseThrow(() -> new IllegalArgumentException("unknown port \"" + name + "\""));
  }

  private static OptionalInt protocol(Qualifier qualifier) {
    return switch (qualifier.proto()) {
      case ANY -> OptionalInt.empty();
      case TCP -> OptionalInt.of(Protocols.TCP);
      case UDP -> OptionalInt.of(Protocols.UDP);
      case SCTP -> OptionalInt.of(Protocols.SCTP);
      default ->
          throw new IllegalArgumentException(
              "ports do not go with %s: expected tcp, udp or sctp"
                  .formatted(qualifier.proto().word()));
    };
  }

  /** The protocol that was asked for, or that of the service; they must not differ. */
  private static OptionalInt common(OptionalInt asked, Names.Service service, String name) {
    if (asked.isEmpty()) {
      return service.protocol();
    }
    if (service.protocol().isPresent() && !service.protocol().equals(asked)) {
      throw new IllegalArgumentException("port \"" + name + "\" is of another protocol");
    }
    return asked;
  }

  private Condition of(Qualifier qualifier, Range range, OptionalInt protocol) {
    return or(
        and(layers.isType(Layers.IP6), carried(qualifier, range, protocol, true)),
        and(layers.isType(Layers.IP), carried(qualifier, range, protocol, false)));
  }

  private Condition carried(Qualifier qualifier, Range range, OptionalInt protocol, boolean six) {
    if (protocol.isPresent()) {
      return of(qualifier, range, protocol.getAsInt(), six);
    }
    return or(
        of(qualifier, range, Protocols.SCTP, six),
        or(of(qualifier, range, Protocols.TCP, six), of(qualifier, range, Protocols.UDP, six)));
  }

  private Condition of(Qualifier qualifier, Range range, int protocol, boolean six) {
    Condition carries =
        six
            ? equal(layers.ofNetwork(1, 6), protocol)
            : and(equal(layers.ofNetwork(1, 9), protocol), protocols.firstFragment());
    return and(
        carries,
        Ids.directed(
            qualifier.direction(),
            0,
            2,
            at -> range.has(six ? layers.ofTransport6(2, at) : layers.ofTransport(2, at))));
  }
}
