package org.netmap4j.top;

import com.googlecode.lanterna.screen.TerminalScreen;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.model.RingSource;
import org.netmap4j.top.model.Taps;
import org.netmap4j.top.sample.CostMeter;
import org.netmap4j.top.sample.Pace;
import org.netmap4j.top.sample.Sampler;
import org.netmap4j.top.term.FdTerminal;
import org.netmap4j.top.term.TtyTerminal;
import org.netmap4j.top.ui.Face;
import org.netmap4j.top.ui.Look;
import org.netmap4j.top.ui.MainView;
import org.netmap4j.top.ui.ScreenLoop;
import org.netmap4j.top.ui.Suspension;
import org.netmap4j.top.ui.Theme;

/** The screen from start to end; whatever ends it, the terminal is given back. */
record ScreenSession(Appearance appearance, Pace pace, Taps taps, long count, SideOutputs beside) {
  private static final Duration SIGNAL_PATIENCE = Duration.ofMillis(500);

  /** Runs; what the source ended with, null when without a fault. */
  @Nullable Throwable run(RingSource source) throws IOException, InterruptedException {
    TtyTerminal terminal = TtyTerminal.on(new FdTerminal(), appearance.traits());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> giveBack(terminal), "terminal-end"));
    Look look =
        new Look(appearance.glyphs(), ZoneId.systemDefault(), Version.text(), appearance.keys());
    Face face =
        new Face(
            new MainView(look),
            new Theme(appearance.traits().depth()),
            appearance.keys(),
            appearance.start());
    ScreenLoop loop =
        new ScreenLoop(new TerminalScreen(terminal), suspension(terminal), face, taps, count);
    Runtime.getRuntime().addShutdownHook(new Thread(loop::endRecording, "record-end"));
    // the terminal goes back last: until then what is typed is not for the shell
    try (terminal;
        Sampler sampler =
            new Sampler(source, pace, CostMeter.ofThisProcess(), beside.before(loop))) {
      sampler.start();
      loop.listen(terminal);
      return loop.run();
    }
  }

  private static Suspension suspension(TtyTerminal terminal) {
    return new Suspension() {
      @Override
      public void suspend() throws IOException {
        terminal.suspend();
      }

      @Override
      public void resume() throws IOException {
        terminal.enterPrivateMode();
      }
    };
  }

  /** On a thread of its own: a terminal that takes no bytes must not hold up the exit. */
  private static void giveBack(TtyTerminal terminal) {
    Thread giver = Thread.ofPlatform().daemon().name("terminal-restore").start(terminal::close);
    try {
      boolean _ = giver.join(SIGNAL_PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
