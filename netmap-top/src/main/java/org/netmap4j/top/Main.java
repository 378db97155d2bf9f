package org.netmap4j.top;

import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.top.model.RingSource;
import org.netmap4j.top.model.SourceFactory;
import org.netmap4j.top.model.SourceRequest;

/** The program. */
public final class Main {
  private Main() {}

  /** Runs the tool and exits with its code. */
  public static void main(String[] args) {
    SourceFactory factory = Main::noSource;
    System.exit(Tool.ofThisProcess(factory).run(args));
  }

  private static RingSource noSource(SourceRequest request) throws NetmapException {
    throw new NetmapException(
        new NetmapError.Unsupported("no source", "this build", "use another one"));
  }
}
