package org.netmap4j.top;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.netmap4j.top.term.FdTerminal;
import org.netmap4j.top.units.Printable;

/** Asks before an interface is put into netmap mode. */
final class Consent {
  private Consent() {}

  /**
   * Returns once the user has said yes.
   *
   * @throws UsageException the user has not, or cannot be asked
   */
  static void ask(Options options, PrintStream errors) throws IOException, UsageException {
    if (options.yes || (options.take.isEmpty() && options.inline.isEmpty())) {
      return;
    }
    if (!FdTerminal.available()) {
      throw new UsageException("--take and --inline ask on a terminal; there is none: give --yes");
    }
    for (String name : options.take) {
      errors.printf(
          "--take %s: while netmap-top runs, what %1$s receives is dropped and the host cannot use"
              + " it; an ssh session over it stands still.%n",
          Printable.of(name));
    }
    for (String name : options.inline) {
      errors.printf(
          "--inline %s: while netmap-top runs, it forwards what passes between %1$s and the host;"
              + " at the start and at the end traffic may stop for some seconds.%n",
          Printable.of(name));
    }
    errors.print("Type yes to go on: ");
    errors.flush();
    String answer =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    if (answer == null || !answer.strip().equals("yes")) {
      throw new UsageException("not confirmed, nothing was touched");
    }
  }
}
