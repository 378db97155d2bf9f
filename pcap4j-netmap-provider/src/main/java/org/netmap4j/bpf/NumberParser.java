package org.netmap4j.bpf;

import java.util.Map;
import java.util.OptionalInt;
import org.netmap4j.bpf.Expression.Quantity;
import org.netmap4j.bpf.Token.Kind;

/**
 * Reads numbers, and what is computed of packets' bytes.
 *
 * <p>From the weakest, {@code |}, {@code &}, shifts, {@code + -} and {@code * /} bind from the
 * left. {@code %} and {@code ^} take all that stands to their right, as libpcap's grammar has it.
 */
final class NumberParser {
  private static final int GREEDY = Integer.MAX_VALUE;

  private record Operator(int code, int strength) {}

  private static final Map<String, Operator> OPERATORS =
      Map.of(
          "|", new Operator(BpfCode.OR, 1),
          "&", new Operator(BpfCode.AND, 2),
          "<<", new Operator(BpfCode.LSH, 3),
          ">>", new Operator(BpfCode.RSH, 3),
          "+", new Operator(BpfCode.ADD, 4),
          "-", new Operator(BpfCode.SUB, 4),
          "*", new Operator(BpfCode.MUL, 5),
          "/", new Operator(BpfCode.DIV, 5),
          "%", new Operator(BpfCode.MOD, GREEDY),
          "^", new Operator(BpfCode.XOR, GREEDY));
  private static final int UNARY = 6;

  /** So many operations can make one number: what goes through it later goes as deep. */
  private static final int LONGEST = 200;

  private final TokenStream tokens;
  private int operations;

  NumberParser(TokenStream tokens) {
    this.tokens = tokens;
  }

  /** Whether a computation can begin with the next word. */
  boolean canBegin() {
    Token token = tokens.peek();
    return token.kind() == Kind.NUMBER
        || token.symbol("(")
        || token.symbol("-")
        || token.word("len")
        || token.word("length")
        || (token.kind() == Kind.WORD && tokens.second().symbol("["));
  }

  Quantity read() {
    operations = 0;
    return read(1);
  }

  private Quantity read(int weakest) {
    int at = tokens.at();
    Quantity left = single();
    while (true) {
      Token token = tokens.peek();
      Operator operator = token.kind() == Kind.SYMBOL ? OPERATORS.get(token.text()) : null;
      if (operator == null || operator.strength < weakest) {
        return left;
      }
      tokens.take();
      count(token);
      int next = operator.strength == GREEDY ? 1 : operator.strength + 1;
      Quantity right = inside(next);
      left = new Quantity.Binary(at, operator.code, left, right);
    }
  }

  /** Without a lambda: numbers in numbers are where the stack is deepest. */
  private Quantity inside(int weakest) {
    tokens.enter();
    Quantity inside = read(weakest);
    tokens.leave();
    return inside;
  }

  private Quantity single() {
    Token token = tokens.peek();
    int at = token.at();
    if (tokens.takeSymbol("-")) {
      count(token);
      return new Quantity.Negative(at, inside(UNARY));
    }
    if (tokens.takeSymbol("(")) {
      Quantity inside = inside(1);
      tokens.expectSymbol(")");
      return inside;
    }
    if (tokens.takeWord("len") || tokens.takeWord("length")) {
      return new Quantity.Length(at);
    }
    if (token.kind() == Kind.NUMBER) {
      return new Quantity.Constant(at, number());
    }
    return data(at);
  }

  private Quantity data(int at) {
    Token token = tokens.take();
    Proto proto = token.kind() == Kind.WORD ? Proto.of(token.text()).orElse(Proto.ANY) : Proto.ANY;
    if (proto == Proto.ANY) {
      throw tokens.wrong(at, "expected a number, len, or a protocol as in ip[0]");
    }
    tokens.expectSymbol("[");
    count(token);
    Quantity index = inside(1);
    int size = tokens.takeSymbol(":") ? number() : 1;
    tokens.expectSymbol("]");
    return new Quantity.Data(at, proto, index, size);
  }

  private void count(Token operation) {
    if (++operations > LONGEST) {
      throw tokens.wrong(
          operation.at(), "expected no more than " + LONGEST + " operations in one number");
    }
  }

  /** Just a number. */
  int number() {
    Token token = tokens.peek();
    if (token.kind() != Kind.NUMBER) {
      throw tokens.expected("a number");
    }
    int value = value(token);
    tokens.take();
    return value;
  }

  /** A number, maybe in parentheses, if there is one. */
  OptionalInt optional() {
    Integer number = tokens.attempt(this::enclosed);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  private Integer enclosed() {
    if (tokens.takeSymbol("(")) {
      Integer inside = tokens.inside(this::enclosed);
      tokens.expectSymbol(")");
      return inside;
    }
    return number();
  }

  /** The value of a number: hexadecimal after 0x, octal after 0. */
  int value(Token token) {
    String text = token.text();
    Integer named = NamedNumbers.ALL.get(text);
    if (named != null) {
      return named;
    }
    boolean hexadecimal = text.startsWith("0x") || text.startsWith("0X");
    String digits = hexadecimal ? text.substring(2) : text;
    int radix = hexadecimal ? 16 : text.startsWith("0") ? 8 : 10;
    try {
      return Integer.parseUnsignedInt(digits, radix);
    } catch (NumberFormatException e) {
      throw tokens.wrong(
          token.at(),
          radix == 8
              ? "expected an octal number of 32 bits, as it begins with 0"
              : "expected a number of 32 bits");
    }
  }
}
