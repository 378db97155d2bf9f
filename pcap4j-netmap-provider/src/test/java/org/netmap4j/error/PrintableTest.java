package org.netmap4j.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void escapesWhatSteersATerminal() {
    assertEquals("a\\u001b[0m\\u000a\\u007f\\u0000", Printable.line("a\u001b[0m\n\u007f\0"));
    assertEquals("\\u202e\\u200b\\u2028\\ud800", Printable.line("\u202e\u200b\u2028\ud800"));
    assertEquals("\\udb40\\udc01", Printable.line("\udb40\udc01"));
    assertEquals("é語😀 \\'\"", Printable.line("é語😀 \\'\""));
  }

  @Test
  void escapingTwiceChangesNothing() {
    String once = Printable.line("a\u001b\\u001b");
    assertEquals(once, Printable.line(once));
  }

  @Test
  void cutsWhatIsFarTooLong() {
    assertEquals("a".repeat(128), Printable.text("a".repeat(128)));
    assertEquals("a".repeat(128) + "…", Printable.text("a".repeat(129)));
  }

  @Test
  void everyMessageThatIsThrownIsOneSafeLine() {
    NetmapException thrown =
        new NetmapException(new NetmapError.NoSuchPort("e\nth", List.of("a\u001bb")));
    assertEquals(
        "open e\\u000ath: no such interface (have: a\\u001bb)",
        String.valueOf(thrown.getMessage()));
    assertFalse(
        new NetmapError.BadFile("f\r", 0, "x", "\b").message().chars().anyMatch(c -> c < ' '));
  }
}
