package org.netmap4j.top.term;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.googlecode.lanterna.TextColor;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TtyTerminalTest {
  private final FakeDevice device = new FakeDevice();
  private final TtyTerminal terminal =
      TtyTerminal.on(device, new TerminalTraits(false, ColorDepth.ANSI16, true));

  @Test
  void isGivenBackOnceWhoeverAsks() throws Exception {
    terminal.enterPrivateMode();
    terminal.exitPrivateMode();
    terminal.close();
    terminal.close();
    assertEquals(List.of(TtyTerminal.ENTER, TtyTerminal.LEAVE), device.writes());
    assertEquals(1, device.raws());
    assertEquals(1, device.restores());
  }

  @Test
  void isNotTakenAfterTheEnd() throws Exception {
    terminal.close();
    terminal.enterPrivateMode();
    terminal.putString("x");
    terminal.flush();
    assertEquals(List.of(), device.writes());
    assertEquals(0, device.raws());
  }

  @Test
  void isLeftForAStopAndTakenAgain() throws Exception {
    terminal.enterPrivateMode();
    terminal.suspend();
    assertEquals(List.of(TtyTerminal.ENTER, TtyTerminal.LEAVE, TtyTerminal.ENTER), device.writes());
    assertEquals(1, device.stops());
    assertEquals(2, device.raws());
    assertEquals(1, device.restores());
  }

  @Test
  void aFrameIsOneWriteAndNothingIsNone() throws Exception {
    terminal.enterPrivateMode();
    terminal.setCursorPosition(3, 4);
    terminal.putString("·é▏x");
    terminal.flush();
    terminal.flush();
    assertEquals(
        List.of(TtyTerminal.ENTER, "\033[?2026h\033[5;4H·é▏x\033[?2026l"), device.writes());
  }

  @Test
  void asciiAndMonoSendNothingElse() throws Exception {
    TtyTerminal plain = TtyTerminal.on(device, TerminalTraits.of(Map.of("TERM", "vt100")));
    plain.enterPrivateMode();
    plain.setForegroundColor(TextColor.ANSI.RED);
    plain.putString("▏x");
    plain.flush();
    assertEquals("\033[?2026h?x\033[?2026l", device.writes().getLast());
  }

  @Test
  void modesComeBackWhileAFrameHangs() throws Exception {
    terminal.enterPrivateMode();
    device.stall();
    Thread painter =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                terminal.putString("a frame");
                terminal.flush();
              } catch (java.io.IOException e) {
                throw new AssertionError(e);
              }
            });
    device.awaitStalled();
    terminal.close();
    assertEquals(1, device.restores());
    assertTrue(painter.isAlive());
    device.release();
    painter.join();
  }

  @Test
  void keysComeWithLoneEscapesAndAnEnd() throws Exception {
    terminal.enterPrivateMode();
    device.type("\033[");
    device.type("A\033");
    device.type("");
    assertEquals(new KeyStroke(KeyType.ArrowUp), terminal.next());
    assertEquals(KeyType.EOF, terminal.next().getKeyType());
    device.type("\033");
    assertEquals(new KeyStroke(KeyType.Escape), terminal.next());
  }

  @Test
  void whatIsTypedAfterwardsIsLeftToTheShell() throws Exception {
    terminal.enterPrivateMode();
    terminal.close();
    device.type("ls");
    assertEquals(KeyType.EOF, terminal.next().getKeyType());
    byte[] unread = new byte[256];
    assertEquals(2, device.read(unread));
  }

  @Test
  void theSizeIsAskedOfTheDevice() throws Exception {
    device.resize(123, 45);
    assertEquals(123, terminal.getTerminalSize().getColumns());
    assertEquals(List.of(), device.writes());
  }

  @Test
  void traitsFollowTheEnvironment() {
    assertTrue(TerminalTraits.of(Map.of()).dumb());
    assertTrue(TerminalTraits.of(Map.of("TERM", "dumb")).dumb());
    assertEquals(ColorDepth.ANSI16, depth("TERM", "xterm"));
    assertEquals(ColorDepth.INDEXED256, depth("TERM", "screen-256color"));
    assertEquals(ColorDepth.TRUE_COLOR, depth("TERM", "xterm", "COLORTERM", "truecolor"));
    assertEquals(ColorDepth.MONO, depth("TERM", "xterm", "COLORTERM", "24bit", "NO_COLOR", "1"));
    assertEquals(ColorDepth.MONO, depth("TERM", "vt220"));
    assertFalse(TerminalTraits.of(Map.of("LC_ALL", "C", "LANG", "de_DE.UTF-8")).unicode());
    assertTrue(TerminalTraits.of(Map.of("LANG", "C.utf8", "TERM", "xterm")).unicode());
    assertFalse(TerminalTraits.of(Map.of("LANG", "C.utf8", "TERM", "linux")).unicode());
  }

  private static ColorDepth depth(String... env) {
    Map<String, String> map = new java.util.HashMap<>();
    for (int i = 0; i < env.length; i += 2) {
      map.put(env[i], env[i + 1]);
    }
    return TerminalTraits.of(map).depth();
  }
}
