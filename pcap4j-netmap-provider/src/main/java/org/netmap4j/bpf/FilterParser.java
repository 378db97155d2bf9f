package org.netmap4j.bpf;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.netmap4j.bpf.Expression.Subject;
import org.netmap4j.bpf.Qualifier.Direction;
import org.netmap4j.bpf.Token.Kind;

/**
 * Reads the language of pcap-filter(7): {@code and} and {@code or} bind alike, from the left;
 * {@code not} binds more; a name or number takes over what qualified the one before it.
 *
 * <p>After {@code and} and {@code or} there can be a whole term, or just another name: the term is
 * tried first.
 */
final class FilterParser {
  private static final Map<String, Qualifier.Type> TYPES =
      Map.of(
          "host",
          Qualifier.Type.HOST,
          "net",
          Qualifier.Type.NET,
          "port",
          Qualifier.Type.PORT,
          "portrange",
          Qualifier.Type.PORTRANGE);

  /** Words for packets of links that are none of ours, or of the filter of another system. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          ("type subtype dir direction on ifname rset ruleset rnr rulenum srnr subrulenum reason"
                  + " action lane metac bcc oam oamf4 oamf4ec oamf4sc sc ilmic vpi vci connectmsg"
                  + " metaconnect fisu lssu lsu msu hfisu hlssu hmsu sio opc dpc sls hsio hopc hdpc"
                  + " hsls addr1 addr2 addr3 addr4 address1 address2 address3 address4 ra ta inbound"
                  + " outbound ifindex geneve")
              .split(" ", -1));

  private final TokenStream tokens;
  private final NumberParser numbers;

  private FilterParser(String text) {
    tokens = new TokenStream(text);
    numbers = new NumberParser(tokens);
  }

  /** What was read, and what qualifies a name that follows it. */
  private record Read(Expression expression, Qualifier qualifier) {}

  /** Reads an expression; null for an empty one, which every packet matches. */
  static @Nullable Expression parse(String text) {
    FilterParser parser = new FilterParser(text);
    if (parser.tokens.peek().kind() == Kind.END) {
      return null;
    }
    Expression expression = parser.expression(Qualifier.UNDEFINED).expression;
    if (parser.tokens.peek().kind() != Kind.END) {
      throw parser.tokens.expected("\"and\", \"or\" or the end");
    }
    return expression;
  }

  private Read expression(Qualifier outside) {
    int at = tokens.at();
    Read left = term(outside);
    while (true) {
      boolean and = tokens.takeWord("and");
      if (!and && !tokens.takeWord("or")) {
        return left;
      }
      Qualifier qualifier = left.qualifier;
      Read right = tokens.either(() -> term(qualifier), () -> new Read(id(qualifier), qualifier));
      left = new Read(join(at, and, left.expression, right.expression), right.qualifier);
    }
  }

  private static Expression join(int at, boolean and, Expression left, Expression right) {
    return and ? new Expression.And(at, left, right) : new Expression.Or(at, left, right);
  }

  private Read term(Qualifier outside) {
    int at = tokens.at();
    if (tokens.takeSymbol("!")) {
      Read operand = tokens.inside(() -> term(outside));
      return new Read(new Expression.Not(at, operand.expression), operand.qualifier);
    }
    if (numbers.canBegin()) {
      boolean open = tokens.peek().symbol("("); // of a number, or of an expression
      Expression relation = open ? tokens.attempt(this::relation) : relation();
      if (relation != null) {
        return new Read(relation, Qualifier.UNDEFINED);
      }
    }
    if (tokens.takeSymbol("(")) {
      Read inside = tokens.inside(() -> expression(outside));
      tokens.expectSymbol(")");
      return new Read(inside.expression, outside);
    }
    return qualified(at);
  }

  private Expression relation() {
    int at = tokens.at();
    Expression.Quantity left = numbers.read();
    Token operator = tokens.peek();
    if (operator.kind() != Kind.SYMBOL) {
      throw tokens.expected("a comparison");
    }
    record Test(int code, boolean reversed) {}
    Test test =
        switch (operator.text()) {
          case ">" -> new Test(BpfCode.JGT, false);
          case ">=" -> new Test(BpfCode.JGE, false);
          case "=" -> new Test(BpfCode.JEQ, false);
          case "<=" -> new Test(BpfCode.JGT, true);
          case "<" -> new Test(BpfCode.JGE, true);
          case "!=" -> new Test(BpfCode.JEQ, true);
          default -> throw tokens.expected("a comparison");
        };
    tokens.take();
    return new Expression.Relation(at, left, test.code, numbers.read(), test.reversed);
  }

  /** What begins with a word of the language. */
  private Read qualified(int at) {
    Token first = tokens.peek();
    if (first.kind() != Kind.WORD) {
      throw tokens.expected("a word that says what follows, as host, port or a protocol");
    }
    Proto proto = Proto.of(first.text()).orElse(Proto.ANY);
    if (proto != Proto.ANY) {
      tokens.take();
    }
    Direction direction = direction();
    Qualifier.Type type = type(direction == null);
    if (direction != null || type != null) {
      Qualifier qualifier =
          new Qualifier(
              proto,
              direction == null ? Direction.EITHER : direction,
              type == null ? Qualifier.Type.ANY : type);
      return new Read(id(qualifier), qualifier);
    }
    return new Read(other(at, proto), Qualifier.UNDEFINED);
  }

  private @Nullable Direction direction() {
    boolean source = tokens.peek().word("src");
    if (!source && !tokens.peek().word("dst")) {
      return null;
    }
    tokens.take();
    String opposite = source ? "dst" : "src";
    if (tokens.second().word(opposite)) {
      boolean or = tokens.peek().word("or");
      if (or || tokens.peek().word("and")) {
        tokens.take();
        tokens.take();
        return or ? Direction.EITHER : Direction.BOTH;
      }
    }
    return source ? Direction.SRC : Direction.DST;
  }

  private Qualifier.@Nullable Type type(boolean withoutDirection) {
    Token token = tokens.peek();
    if (token.kind() != Kind.WORD) {
      return null;
    }
    Qualifier.Type type = TYPES.get(token.text());
    if (type == null && withoutDirection) {
      type =
          switch (token.text()) {
            case "proto" -> Qualifier.Type.PROTO;
            case "protochain" -> Qualifier.Type.PROTOCHAIN;
            case "gateway" -> Qualifier.Type.GATEWAY;
            default -> null;
          };
    }
    if (type != null) {
      tokens.take();
    }
    return type;
  }

  /** What is no qualified name; after a protocol, which may be {@link Proto#ANY}. */
  private Expression other(int at, Proto proto) {
    if (tokens.takeWord("broadcast")) {
      return new Expression.Broadcast(at, proto);
    }
    if (tokens.takeWord("multicast")) {
      return new Expression.Multicast(at, proto);
    }
    Token word = tokens.peek();
    if (proto != Proto.ANY && !(word.kind() == Kind.WORD && ELSEWHERE.contains(word.text()))) {
      return new Expression.Protocol(at, proto);
    }
    tokens.take();
    return switch (word.text()) {
      case "less" -> new Expression.Less(at, numbers.number());
      case "greater" -> new Expression.Greater(at, numbers.number());
      case "byte" -> byteTest(at);
      case "vlan" -> new Expression.Vlan(at, numbers.optional());
      case "mpls" -> new Expression.Mpls(at, numbers.optional());
      case "pppoed" -> new Expression.PppoeDiscovery(at);
      case "pppoes" -> new Expression.PppoeSession(at, numbers.optional());
      case "llc" -> new Expression.Llc(at, llcType());
      default -> {
        if (ELSEWHERE.contains(word.text())) {
          throw tokens.wrong(
              word.at(),
              "\"" + word.text() + "\" is not supported for Ethernet and raw IP packets");
        }
        throw tokens.wrong(word.at(), "expected a word that says what follows, as host or port");
      }
    };
  }

  private Optional<String> llcType() {
    Token token = tokens.peek();
    if (token.kind() == Kind.NAME || token.word("rnr")) {
      tokens.take();
      return Optional.of(token.text());
    }
    return Optional.empty();
  }

  private Expression byteTest(int at) {
    int index = numbers.number();
    Token operator = tokens.peek();
    if (operator.kind() != Kind.SYMBOL || !"&|<>=".contains(operator.text())) {
      throw tokens.expected("one of & | < > =");
    }
    tokens.take();
    return new Expression.ByteTest(at, index, operator.text().charAt(0), numbers.number());
  }

  /** A name, number or address; several in parentheses. */
  private Expression id(Qualifier qualifier) {
    int at = tokens.at();
    if (tokens.peek().symbol("(")) {
      OptionalInt number = numbers.optional();
      if (number.isPresent()) {
        return new Expression.Primitive(at, qualifier, new Subject.Numeric(number.getAsInt()));
      }
      tokens.take();
      Expression inside = tokens.inside(() -> ids(qualifier));
      tokens.expectSymbol(")");
      return inside;
    }
    return plainId(qualifier);
  }

  private Expression plainId(Qualifier qualifier) {
    int at = tokens.at();
    if (tokens.takeSymbol("!")) {
      return new Expression.Not(at, tokens.inside(() -> id(qualifier)));
    }
    Token token = tokens.peek();
    Subject id =
        switch (token.kind()) {
          case NAME -> new Subject.Name(token.text());
          case NUMBER -> new Subject.Numeric(numbers.value(token));
          case MAC -> new Subject.Mac(token.text());
          case DOTTED -> {
            tokens.take();
            yield dotted(token.text());
          }
          case DOTTED6 -> {
            tokens.take();
            yield tokens.takeSymbol("/")
                ? new Subject.Prefix6(token.text(), numbers.number())
                : new Subject.Dotted6(token.text());
          }
          case ARCNET ->
              throw tokens.wrong(at, "ARCnet addresses are not supported for Ethernet and raw IP");
          default -> throw tokens.expected("a name, a number or an address");
        };
    if (token.kind() != Kind.DOTTED && token.kind() != Kind.DOTTED6) {
      tokens.take();
    }
    return new Expression.Primitive(at, qualifier, id);
  }

  private Subject dotted(String text) {
    if (tokens.takeSymbol("/")) {
      return new Subject.Prefix(text, numbers.number());
    }
    if (tokens.takeWord("mask")) {
      Token mask = tokens.peek();
      if (mask.kind() != Kind.DOTTED) {
        throw tokens.expected("a mask as 255.255.255.0");
      }
      tokens.take();
      return new Subject.Masked(text, mask.text());
    }
    return new Subject.Dotted(text);
  }

  /** What can stand between the parentheses after a qualifier; it begins without one. */
  private Expression ids(Qualifier qualifier) {
    int at = tokens.at();
    OptionalInt number = numbers.optional();
    Expression left =
        number.isPresent()
            ? new Expression.Primitive(at, qualifier, new Subject.Numeric(number.getAsInt()))
            : plainId(qualifier);
    while (true) {
      boolean and = tokens.takeWord("and");
      if (!and && !tokens.takeWord("or")) {
        return left;
      }
      left = join(at, and, left, id(qualifier));
    }
  }
}
