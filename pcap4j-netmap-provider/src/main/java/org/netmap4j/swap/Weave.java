package org.netmap4j.swap;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The jar tool: {@code java -jar pcap4j-netmap-provider.jar weave IN.jar OUT.jar}.
 *
 * <p>It ends with 0 if the jar was written, with 1 if not, and with 2 if the command line is wrong.
 */
public final class Weave {
  private static final String USAGE =
      """
      usage: java -jar pcap4j-netmap-provider.jar weave IN.jar OUT.jar

      Writes a copy of a jar that holds pcap4j's classes (pcap4j-core 1.8.2 or 2.0.0-alpha.6, or a
      program with these inside), whose pcap4j uses netmap ports. Put it in the place of IN.jar,
      with this jar on the class path beside it. OUT.jar must not exist. A signed jar is refused.

      Without another jar: java -javaagent:pcap4j-netmap-provider.jar ... weaves as classes are
      loaded.
      """;

  private Weave() {}

  /** Runs the tool. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) {
    if (arguments.length == 1 && arguments[0].matches("-h|--help|help")) {
      System.out.print(USAGE);
      return 0;
    }
    if (arguments.length != 3 || !arguments[0].equals("weave")) {
      System.err.print(USAGE);
      return 2;
    }
    try {
      int woven = WovenJar.write(Path.of(arguments[1]), Path.of(arguments[2]));
      System.out.printf("%s: %d classes of pcap4j woven%n", arguments[2], woven);
      return 0;
    } catch (IOException | WeaveException | IllegalArgumentException e) {
      System.err.printf("weave %s %s: %s%n", arguments[1], arguments[2], e.getMessage());
      return 1;
    }
  }
}
