package org.netmap4j.top.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.netmap4j.top.Samples;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.Snapshot;
import org.netmap4j.top.units.RateUnit;

class KeysTest {
  private static final int PAGE = 5;
  private final Snapshot snapshot = Samples.usual();
  private UiState state = UiState.START;

  private List<Row> rows() {
    return Rows.of(snapshot, state.order());
  }

  private void press(KeyStroke key) {
    state = Keys.apply(state, key, new Shown(snapshot), rows(), PAGE);
    state = Keys.settle(state, rows(), PAGE);
  }

  private void press(KeyType key) {
    press(new KeyStroke(key));
  }

  private void type(String text) {
    for (int i = 0; i < text.length(); i++) {
      press(new KeyStroke(text.charAt(i), false, false));
    }
  }

  private String selected() {
    Row.Id id = rows().get(Keys.at(state.cursor(), rows())).id();
    return id.port() + " " + id.line();
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Row row : rows()) {
      lines.add(row.id().line());
    }
    return lines;
  }

  @Test
  void movesWithinTheRowsAndScrolls() {
    press(KeyType.ArrowUp);
    assertEquals("eth0 ", selected());
    type("jj");
    assertEquals("eth0 rx 1", selected());
    press(KeyType.PageDown);
    assertEquals(6, state.cursor().index());
    assertEquals(2, state.cursor().top());
    type("G");
    assertEquals("vale0:router tx 0", selected());
    assertEquals(rows().size() - PAGE, state.cursor().top());
    type("j");
    assertEquals(rows().size() - 1, state.cursor().index());
    press(KeyType.Home);
    assertEquals(0, state.cursor().top());
    press(KeyType.End);
    type("kg");
    assertEquals(0, state.cursor().index());
  }

  @Test
  void theCursorStaysOnItsRingWhenTheOrderChanges() {
    type("jj");
    assertEquals("eth0 rx 1", selected());
    type("D");
    assertEquals("eth0 rx 1", selected());
    assertEquals(1, state.cursor().index());
    type("r");
    assertEquals("eth0 rx 1", selected());
    assertTrue(state.cursor().index() >= state.cursor().top());
    assertTrue(state.cursor().index() < state.cursor().top() + PAGE);
  }

  @Test
  void sortsByColumnsAndBack() {
    type("D");
    assertEquals(List.of("", "rx 1", "rx 2"), lines().subList(0, 3));
    type("r");
    assertEquals("wan\u001b[7m1", rows().getFirst().id().port());
    type("I");
    press(KeyType.F6);
    assertEquals(SortKey.USED, state.order().key());
    type(">");
    assertEquals(SortKey.RING, state.order().key());
    type("<<");
    assertEquals(SortKey.DROPS, state.order().key());
    for (SortKey key : SortKey.values()) {
      type(String.valueOf(key.key()));
      assertEquals(key, state.order().key());
    }
  }

  @Test
  void hidesIdleRingsAndKeepsFaults() {
    type("e");
    assertEquals(
        List.of("", "rx 0", "rx 1", "rx 2", "tx 0", "host-rx 0", "", "!", "", "rx 0"), lines());
    type("e");
    assertEquals(14, rows().size());
  }

  @Test
  void searchJumpsAsItIsTypedAndGoesOn() {
    type("/TX 0");
    assertNotNull(state.prompt());
    assertEquals("eth0 tx 0", selected());
    press(KeyType.Enter);
    type("n");
    assertEquals("eth0 host-tx 0", selected());
    type("n");
    assertEquals("vale0:router tx 0", selected());
    type("n");
    assertEquals("eth0 tx 0", selected());
    press(KeyType.Escape);
    assertEquals("", state.search());
  }

  @Test
  void filterHidesWhatDoesNotMatch() {
    type("\\valex");
    assertEquals(List.of(), lines());
    press(KeyType.Backspace);
    assertEquals(List.of("", "rx 0", "tx 0"), lines());
    press(KeyType.Enter);
    assertNull(state.prompt());
    press(KeyType.Escape);
    assertEquals(14, rows().size());
  }

  @Test
  void keysOfAPromptAreTextEvenQ() {
    type("/");
    KeyStroke q = new KeyStroke('q', false, false);
    assertEquals(Keys.Command.NONE, Keys.command(state, q));
    press(q);
    assertEquals("q", state.search());
    press(KeyType.Escape);
    assertNull(state.prompt());
    assertEquals(Keys.Command.QUIT, Keys.command(state, q));
  }

  @Test
  void anyKeyEndsTheHelpAndDoesNothingElse() {
    type("?");
    assertTrue(state.help());
    KeyStroke q = new KeyStroke('q', false, false);
    assertEquals(Keys.Command.NONE, Keys.command(state, q));
    press(q);
    assertFalse(state.help());
  }

  @Test
  void commandsWorkEverywhere() {
    UiState typing = Prompts.search(state);
    assertEquals(Keys.Command.QUIT, Keys.command(typing, new KeyStroke('c', true, false)));
    assertEquals(Keys.Command.SUSPEND, Keys.command(typing, new KeyStroke('z', true, false)));
    assertEquals(Keys.Command.REDRAW, Keys.command(typing, new KeyStroke('l', true, false)));
    assertEquals(Keys.Command.QUIT, Keys.command(typing, new KeyStroke(KeyType.EOF)));
    assertEquals(Keys.Command.QUIT, Keys.command(state, new KeyStroke(KeyType.F10)));
    assertEquals(Keys.Command.NONE, Keys.command(state, new KeyStroke('q', false, true)));
  }

  @Test
  void pauseAndUnitsTurnInCircles() {
    type(" ");
    assertTrue(state.paused());
    type(" ");
    assertFalse(state.paused());
    type("u");
    assertEquals(RateUnit.BYTES, state.unit());
    type("uu");
    assertEquals(RateUnit.BITS, state.unit());
  }

  @Test
  void portsOfOneNameAreLinesOfTheirOwn() {
    Snapshot twins =
        Samples.snapshots(
                Samples.reading(
                    500,
                    Samples.nic("a", null, Samples.ring(0, Direction.RX, 0, 0, 1, 60, 0)),
                    Samples.nic("a", null, Samples.ring(0, Direction.RX, 0, 0, 9, 540, 0))))
            .getFirst();
    List<Row> rows = Rows.of(twins, Order.NATURAL);
    UiState at = UiState.START;
    for (int i = 0; i < 3; i++) {
      at =
          Keys.settle(
              Keys.apply(at, new KeyStroke(KeyType.ArrowDown), new Shown(twins), rows, 10),
              rows,
              10);
    }
    assertEquals(3, at.cursor().index());
  }
}
