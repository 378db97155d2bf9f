package org.netmap4j.bpf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.netmap4j.bpf.Token.Kind;

/**
 * Cuts an expression into words: at each place the longest that there can be; of two that are as
 * long a known word rather than an address, an address rather than a number, a number rather than a
 * name. That is why {@code 80-90} is a name, and {@code 1+2} is not.
 */
final class FilterLexer {
  private static final Pattern MAC =
      Pattern.compile(
          "(?:[0-9A-Fa-f]{1,2}([:.-]))(?:[0-9A-Fa-f]{1,2}\\1){4}[0-9A-Fa-f]{1,2}"
              + "|(?:[0-9A-Fa-f]{4}\\.){2}[0-9A-Fa-f]{4}|[0-9A-Fa-f]{12}");
  private static final Pattern NUMBER = Pattern.compile("0[xX][0-9A-Fa-f]+|[0-9]+");
  private static final Pattern DOTTED =
      Pattern.compile("(?:0[xX][0-9A-Fa-f]+|[0-9]+)(?:\\.(?:0[xX][0-9A-Fa-f]+|[0-9]+)){1,3}");
  private static final Pattern SIX = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:]*(?:[0-9xX.]*)");
  private static final Pattern BOGUS_MAC =
      Pattern.compile("[0-9A-Fa-f]{1,2}:+(?:[0-9A-Fa-f]{1,2}:+)+");

  /** Enough for an IPv6 address; what has colons and is longer is none. */
  private static final int LONGEST_ADDRESS = 60;

  private static final Pattern ARCNET = Pattern.compile("\\$[0-9A-Fa-f]{1,2}");
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9](?:[-_.A-Za-z0-9]*[.A-Za-z0-9])?");
  private static final Pattern QUOTED = Pattern.compile("\\\\[^ !()\\n\\t]+");
  private static final Pattern SYMBOL =
      Pattern.compile(">=|<=|!=|==|<<|>>|&&|\\|\\||[-+*/%:\\[\\]!<>()&|^=]");

  /** The words that stand for themselves; those of protocols and numbers come on top. */
  private static final Set<String> WORDS =
      Set.of(
          ("dst src host net mask port portrange proto protochain gateway type subtype direction dir"
                  + " address1 addr1 address2 addr2 address3 addr3 address4 addr4 ra ta less greater"
                  + " byte broadcast multicast and or not len length inbound outbound ifindex vlan"
                  + " mpls pppoed pppoes geneve lane llc metac bcc oam oamf4 oamf4ec oamf4sc sc ilmic"
                  + " vpi vci connectmsg metaconnect on ifname rset ruleset rnr rulenum srnr subrulenum"
                  + " reason action fisu lssu lsu msu hfisu hlssu hmsu sio opc dpc sls hsio hopc hdpc"
                  + " hsls")
              .split(" ", -1));

  private static final Map<String, Integer> NUMBERS = NamedNumbers.ALL;

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private FilterLexer(String text) {
    this.text = text;
  }

  /** The words of an expression; the last is its end. */
  static List<Token> tokens(String text) {
    FilterLexer lexer = new FilterLexer(text);
    lexer.run();
    return lexer.tokens;
  }

  private void run() {
    while (true) {
      while (at < text.length() && " \r\n\t".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      if (at == text.length()) {
        tokens.add(new Token(Kind.END, "", at));
        return;
      }
      Token token = next();
      tokens.add(token);
    }
  }

  private Token next() {
    int mac = length(MAC);
    int six = six();
    int number = length(NUMBER);
    int dotted = length(DOTTED);
    int name = length(NAME);
    int bogus = length(BOGUS_MAC, LONGEST_ADDRESS + 1);
    int longest =
        Math.max(Math.max(Math.max(mac, six), Math.max(number, dotted)), Math.max(name, bogus));
    if (longest == 0) {
      return other();
    }
    String word = text.substring(at, at + longest);
    if (longest == name) {
      if (NUMBERS.containsKey(word)) {
        return token(Kind.NUMBER, longest);
      }
      if (WORDS.contains(word) || Proto.of(word).isPresent()) {
        return token(Kind.WORD, longest);
      }
    }
    if (longest == mac) {
      return token(Kind.MAC, longest);
    }
    if (longest == number) {
      return token(Kind.NUMBER, longest);
    }
    if (longest == dotted) {
      return token(Kind.DOTTED, longest);
    }
    if (longest == six) {
      return token(Kind.DOTTED6, longest);
    }
    if (longest == bogus) {
      throw new FilterException(text, at, "expected an Ethernet address of six parts");
    }
    return token(Kind.NAME, longest);
  }

  private Token other() {
    int symbol = length(SYMBOL);
    if (symbol > 0) {
      Token token = token(Kind.SYMBOL, symbol);
      return switch (token.text()) {
        case "&&" -> new Token(Kind.WORD, "and", token.at());
        case "||" -> new Token(Kind.WORD, "or", token.at());
        case "==" -> new Token(Kind.SYMBOL, "=", token.at());
        default -> token;
      };
    }
    int arcnet = length(ARCNET);
    if (arcnet > 0) {
      return token(Kind.ARCNET, arcnet);
    }
    int quoted = length(QUOTED);
    if (quoted > 0) {
      Token token = token(Kind.NAME, quoted);
      return new Token(Kind.NAME, token.text().substring(1), token.at());
    }
    throw new FilterException(text, at, "a character that no filter has");
  }

  private Token token(Kind kind, int length) {
    Token token = new Token(kind, text.substring(at, at + length), at);
    at += length;
    return token.word("not") ? new Token(Kind.SYMBOL, "!", token.at()) : token;
  }

  private int length(Pattern pattern) {
    return length(pattern, text.length());
  }

  /** Of what is here, within so many characters. */
  private int length(Pattern pattern, int most) {
    Matcher matcher = pattern.matcher(text).region(at, Math.min(text.length() - at, most) + at);
    return matcher.lookingAt() ? matcher.end() - at : 0;
  }

  /** The length of the IPv6 address here: the longest start of what could be one that is one. */
  private int six() {
    for (int length = length(SIX, LONGEST_ADDRESS); length >= 2; length--) {
      if (Ip6Text.isAddress(text.substring(at, at + length))) {
        return length;
      }
    }
    return 0;
  }
}
