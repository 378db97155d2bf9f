package org.netmap4j.top;

import java.io.IOException;
import org.netmap4j.top.model.RingSource;
import org.netmap4j.top.model.SourceRequest;
import org.netmap4j.top.replay.RecordedSource;
import org.netmap4j.top.source.EmbeddedSources;
import org.netmap4j.top.source.LiveTaps;
import org.slf4j.LoggerFactory;

/** The program. */
public final class Main {
  private Main() {}

  /** Runs the tool and exits with its code. */
  public static void main(String[] args) {
    // What a thread dies of is for the log: the screen is the terminal's.
    Thread.setDefaultUncaughtExceptionHandler((thread, cause) ->
        LoggerFactory.getLogger(Main.class).error("thread {} died", thread.getName(), cause));
    System.exit(Tool.ofThisProcess(Main::open, LiveTaps::new).run(args));
  }

  private static RingSource open(SourceRequest request) throws IOException {
    return request.replay() != null && RecordedSource.recognises(request.replay())
        ? RecordedSource.open(request.replay(), request.replaySpeed())
        : EmbeddedSources.open(request);
  }
}
