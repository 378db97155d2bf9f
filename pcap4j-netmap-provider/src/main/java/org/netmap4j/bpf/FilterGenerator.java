package org.netmap4j.bpf;

import static org.netmap4j.bpf.Condition.and;
import static org.netmap4j.bpf.Condition.equal;
import static org.netmap4j.bpf.Condition.not;
import static org.netmap4j.bpf.Condition.or;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Says what an expression asks of a packet's bytes. It goes through the expression from left to
 * right, for some parts change where those behind them look: see {@link Layers}.
 */
final class FilterGenerator {
  private final String text;
  private final Layers layers;
  private final OptionalInt netmask;
  private final Protocols protocols;
  private final Ids ids;

  private FilterGenerator(String text, LinkType link, OptionalInt netmask, Names names) {
    this.text = text;
    this.netmask = netmask;
    layers = new Layers(link);
    protocols = new Protocols(layers);
    ids = new Ids(layers, protocols, names);
  }

  /** The expression's meaning; the text is for errors. */
  static Condition generate(
      String text, Expression expression, LinkType link, OptionalInt netmask, Names names) {
    return new FilterGenerator(text, link, netmask, names).of(expression);
  }

  /** Goes up the left side in a loop, as {@link Decisions} goes down. */
  private Condition of(Expression expression) {
    Deque<Expression> joins = new ArrayDeque<>();
    Expression leftmost = expression;
    while (true) {
      Expression left =
          switch (leftmost) {
            case Expression.And it -> it.left();
            case Expression.Or it -> it.left();
            default -> null;
          };
      if (left == null) {
        break;
      }
      joins.push(leftmost);
      leftmost = left;
    }
    Condition condition = single(leftmost);
    for (Expression join : joins) {
      condition =
          join instanceof Expression.And it
              ? and(condition, of(it.right()))
              : or(condition, of(((Expression.Or) join).right()));
    }
    return condition;
  }

  private Condition single(Expression expression) {
    if (expression instanceof Expression.Not it) {
      return not(of(it.operand()));
    }
    try {
      return simple(expression);
    } catch (FilterException e) {
      throw e;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new FilterException(text, expression.at(), String.valueOf(e.getMessage()));
    }
  }

  private Condition simple(Expression expression) {
    return switch (expression) {
      case Expression.Primitive it -> ids.of(it.qualifier(), it.subject());
      case Expression.Protocol it -> protocols.is(it.proto());
      case Expression.Relation it -> relation(it);
      case Expression.Broadcast it -> broadcast(it.proto());
      case Expression.Multicast it -> multicast(it.proto());
      case Expression.Less it ->
          not(Condition.test(BpfCode.JGT, new Value.Length(), Value.constant(it.length())));
      case Expression.Greater it ->
          Condition.test(BpfCode.JGE, new Value.Length(), Value.constant(it.length()));
      case Expression.ByteTest it -> byteTest(it);
      case Expression.Vlan it -> vlan(it.number());
      case Expression.Mpls it -> mpls(it.label());
      case Expression.PppoeDiscovery _ -> layers.pppoeDiscovery();
      case Expression.PppoeSession it -> pppoe(it.session());
      case Expression.Llc it -> llc(it.type().orElse(""));
      default -> throw new IllegalStateException(expression.toString());
    };
  }

  private Condition relation(Expression.Relation it) {
    Computation left = Computation.of(it.left(), layers, protocols);
    Computation right = Computation.of(it.right(), layers, protocols);
    Condition test = Condition.test(it.test(), left.value(), right.value());
    return and(and(left.guard(), right.guard()), it.reversed() ? not(test) : test);
  }

  private Condition broadcast(Proto proto) {
    return switch (proto) {
      case ANY, LINK -> {
        if (!layers.ethernet()) {
          throw new IllegalArgumentException(layers.name() + " has no broadcast");
        }
        yield ids.mac(new byte[] {-1, -1, -1, -1, -1, -1}, 0);
      }
      case IP -> {
        if (netmask.isEmpty()) {
          throw new IllegalArgumentException(
              "\"ip broadcast\" needs the network's mask, which is not known");
        }
        int host = ~netmask.getAsInt();
        Value part = Layers.masked(layers.ofNetwork(4, 16), host);
        yield and(layers.isType(Layers.IP), or(equal(part, 0), equal(part, host)));
      }
      default -> throw new IllegalArgumentException("only ether and ip have broadcast");
    };
  }

  private Condition multicast(Proto proto) {
    return switch (proto) {
      case ANY, LINK -> {
        if (!layers.ethernet()) {
          throw new IllegalArgumentException(layers.name() + " has no multicast");
        }
        yield Condition.test(BpfCode.JSET, layers.ofLink(1, 0), Value.constant(1));
      }
      case IP ->
          and(
              layers.isType(Layers.IP),
              Condition.test(BpfCode.JGE, layers.ofNetwork(1, 16), Value.constant(224)));
      case IP6 -> and(layers.isType(Layers.IP6), equal(layers.ofNetwork(1, 24), 255));
      default -> throw new IllegalArgumentException("only ether, ip and ip6 have multicast");
    };
  }

  private Condition byteTest(Expression.ByteTest it) {
    Value data = layers.ofLink(1, it.index());
    Value value = Value.constant(it.value());
    return switch (it.operator()) {
      case '=' -> Condition.test(BpfCode.JEQ, data, value);
      case '<' -> not(Condition.test(BpfCode.JGE, data, value));
      case '>' -> Condition.test(BpfCode.JGT, data, value);
      case '&' -> not(equal(Value.binary(BpfCode.AND, data, value), 0));
      default -> not(equal(Value.binary(BpfCode.OR, data, value), 0));
    };
  }

  private Condition vlan(OptionalInt number) {
    if (layers.insideMpls()) {
      throw new IllegalArgumentException("there is no vlan behind mpls");
    }
    if (!layers.ethernet()) {
      throw new IllegalArgumentException(layers.name() + " has no vlan");
    }
    Condition is = layers.vlan();
    if (number.isPresent()) {
      is = and(is, layers.vlanNumber(atMost(number.getAsInt(), 0xfff, "a VLAN's number")));
    }
    layers.enterVlan();
    return is;
  }

  private Condition mpls(OptionalInt label) {
    if (layers.raw()) {
      throw new IllegalArgumentException(layers.name() + " has no mpls");
    }
    Condition is = layers.mpls();
    if (label.isPresent()) {
      is = and(is, layers.mplsLabel(atMost(label.getAsInt(), 0xfffff, "a label")));
    }
    layers.enterMpls();
    return is;
  }

  private Condition pppoe(OptionalInt session) {
    Condition is = layers.pppoe();
    if (session.isPresent()) {
      is = and(is, layers.pppoeSession(atMost(session.getAsInt(), 0xffff, "a session")));
    }
    layers.enterPppoe();
    return is;
  }

  private static int atMost(int value, int most, String what) {
    if (Integer.compareUnsigned(value, most) > 0) {
      throw new IllegalArgumentException(
          "expected %s of at most %d, found %s"
              .formatted(what, most, Integer.toUnsignedString(value)));
    }
    return value;
  }

  private Condition llc(String type) {
    if (!layers.ethernet()) {
      throw new IllegalArgumentException(layers.name() + " has no llc");
    }
    Condition is = layers.isLlc();
    Value control = layers.ofLlc(1, 2);
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "" -> is;
      case "i" -> and(is, not(Condition.test(BpfCode.JSET, control, Value.constant(1))));
      case "s" -> and(is, equal(Layers.masked(control, 0x03), 0x01));
      case "u" -> and(is, equal(Layers.masked(control, 0x03), 0x03));
      case "rr" -> and(is, equal(Layers.masked(control, 0x0f), 0x01));
      case "rnr" -> and(is, equal(Layers.masked(control, 0x0f), 0x05));
      case "rej" -> and(is, equal(Layers.masked(control, 0x0f), 0x09));
      case "ui" -> unnumbered(is, control, 0x03);
      case "ua" -> unnumbered(is, control, 0x63);
      case "disc" -> unnumbered(is, control, 0x43);
      case "dm" -> unnumbered(is, control, 0x0f);
      case "sabme" -> unnumbered(is, control, 0x6f);
      case "test" -> unnumbered(is, control, 0xe3);
      case "xid" -> unnumbered(is, control, 0xaf);
      case "frmr" -> unnumbered(is, control, 0x87);
      default ->
          throw new IllegalArgumentException(
              "expected a type of LLC frame: i, s, u, rr, rnr, rej, ui, ua, disc, dm, sabme, test,"
                  + " xid or frmr");
    };
  }

  private static Condition unnumbered(Condition is, Value control, int type) {
    return and(is, equal(Layers.masked(control, 0xef), type));
  }
}
