package org.netmap4j.top.units;

/** Words of a command line that is shown to be copied into a shell. */
public final class Shell {
  private Shell() {}

  /**
   * A word as a POSIX shell reads it, whatever is in it: names of interfaces may hold all but white
   * space, colons and slashes.
   */
  public static String word(String word) {
    return word.matches("[A-Za-z0-9_./:@%+=,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
