package org.netmap4j.bpf;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.netmap4j.bpf.Token.Kind;

/** The words of an expression, read one after the other, with a way back. */
final class TokenStream {
  private static final int DEEPEST = 100;

  private final String text;
  private final List<Token> tokens;
  private int next;
  private int depth;

  TokenStream(String text) {
    this.text = text;
    tokens = FilterLexer.tokens(text);
  }

  Token peek() {
    return tokens.get(next);
  }

  /** The word after the next one. */
  Token second() {
    return tokens.get(Math.min(next + 1, tokens.size() - 1));
  }

  Token take() {
    Token token = peek();
    if (token.kind() != Kind.END) {
      next++;
    }
    return token;
  }

  boolean takeSymbol(String symbol) {
    boolean there = peek().symbol(symbol);
    if (there) {
      next++;
    }
    return there;
  }

  boolean takeWord(String word) {
    boolean there = peek().word(word);
    if (there) {
      next++;
    }
    return there;
  }

  void expectSymbol(String symbol) {
    if (!takeSymbol(symbol)) {
      throw expected("\"" + symbol + "\"");
    }
  }

  int at() {
    return peek().at();
  }

  FilterException expected(String what) {
    return wrong(at(), "expected " + what);
  }

  FilterException wrong(int at, String problem) {
    return new FilterException(text, at, problem);
  }

  /** What {@code rule} reads; if it cannot, nothing was read and null is answered. */
  <T> @Nullable T attempt(Supplier<T> rule) {
    int start = next;
    int outside = depth;
    try {
      return rule.get();
    } catch (FilterException e) {
      next = start;
      depth = outside;
      return null;
    }
  }

  /** What one of two rules reads; if none can, the error is of the one that came further. */
  <T> T either(Supplier<T> first, Supplier<T> second) {
    int start = next;
    int outside = depth;
    try {
      return first.get();
    } catch (FilterException e) {
      next = start;
      depth = outside;
      try {
        return second.get();
      } catch (FilterException f) {
        throw f.position() >= e.position() ? f : e;
      }
    }
  }

  /** Reads what is inside: expressions do not go deeper than the stack. */
  <T> T inside(Supplier<T> rule) {
    enter();
    T result = rule.get();
    leave();
    return result;
  }

  void enter() {
    if (++depth > DEEPEST) {
      throw wrong(at(), "expected no more than " + DEEPEST + " parentheses in each other");
    }
  }

  void leave() {
    depth--;
  }
}
