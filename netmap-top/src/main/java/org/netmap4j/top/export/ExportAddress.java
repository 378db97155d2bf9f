package org.netmap4j.top.export;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the endpoint is: {@code ADDRESS:PORT}, {@code [IPv6]:PORT}, {@code :PORT} or {@code PORT}.
 */
public final class ExportAddress {
  /**
   * Beyond the ports that exporters have been given, which are 9100 to 9999 and some from 10000.
   */
  public static final int DEFAULT_PORT = 10790;

  /** Where nobody but this machine gets at it. */
  public static final String DEFAULT = "127.0.0.1:" + DEFAULT_PORT;

  private static final Pattern SHAPE =
      Pattern.compile("(?:(?:\\[(?<six>[^\\]]+)\\]|(?<name>[^:\\[\\]]*)):)?(?<port>\\d{1,5})");
  private static final Pattern NO_PORT_OF_NETMAP =
      Pattern.compile("(\\[[0-9a-fA-F:.%a-z]*\\]|\\d+(\\.\\d+){3}|localhost)?:\\d+");
  private static final int MAX_PORT = 65_535;

  private ExportAddress() {}

  /** Whether {@code text} can be nothing but an address: {@code vale0:1} is a port of netmap's. */
  public static boolean looksLike(String text) {
    return NO_PORT_OF_NETMAP.matcher(text).matches();
  }

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException it is none; the message says what was expected
   */
  public static InetSocketAddress parse(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group("port")) > MAX_PORT) {
      throw new IllegalArgumentException(
          "expected ADDRESS:PORT, as %s or [::1]:%d, found '%s'"
              .formatted(DEFAULT, DEFAULT_PORT, text));
    }
    int port = Integer.parseInt(matcher.group("port"));
    String six = matcher.group("six");
    String name = matcher.group("name");
    if (six == null && name != null && name.isEmpty()) {
      return new InetSocketAddress(port); // every address, as servers in this field read ":PORT"
    }
    try {
      if (six != null) {
        return new InetSocketAddress(InetAddress.ofLiteral(six), port);
      }
      return new InetSocketAddress(
          name == null ? InetAddress.ofLiteral("127.0.0.1") : InetAddress.getByName(name), port);
    } catch (UnknownHostException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "no such address: '%s'; addresses of this machine are listed by: ip -br address"
              .formatted(six == null ? name : six),
          e);
    }
  }

  /** An address as it stands in a URL. */
  static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
