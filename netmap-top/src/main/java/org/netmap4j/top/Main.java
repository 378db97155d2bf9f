package org.netmap4j.top;

import org.netmap4j.top.source.EmbeddedSources;
import org.netmap4j.top.source.LiveTaps;

/** The program. */
public final class Main {
  private Main() {}

  /** Runs the tool and exits with its code. */
  public static void main(String[] args) {
    System.exit(Tool.ofThisProcess(EmbeddedSources::open, LiveTaps::new).run(args));
  }
}
