package org.netmap4j.top;

import org.netmap4j.top.source.LiveTaps;

/** The program on a made-up source: {@code -Dfake.fail=N} makes it fail after N readings. */
public final class FakeMain {
  private FakeMain() {}

  /** Runs the tool and exits with its code. */
  public static void main(String[] args) {
    int failAfter = Integer.getInteger("fake.fail", -1);
    int rings = Integer.getInteger("fake.rings", 4);
    System.exit(Tool.ofThisProcess(_ -> new FakeSource(failAfter, rings), LiveTaps::new).run(args));
  }
}
