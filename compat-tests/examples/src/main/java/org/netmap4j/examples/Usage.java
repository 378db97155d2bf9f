package org.netmap4j.examples;

/** How the examples say what they want. */
final class Usage {
  private Usage() {}

  /** Ends the program, with the line that says how to call it, unless there are so many words. */
  static void need(String[] arguments, int least, String line) {
    if (arguments.length < least) {
      System.err.println("usage: " + line);
      System.exit(2);
    }
  }
}
