package org.netmap4j.top.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.netmap4j.top.Samples;
import org.netmap4j.top.model.Snapshot;

/** From page to page. */
class PagesTest {
  private static final int PAGE = 5;
  private final Snapshot snapshot = Samples.usual();
  private UiState state = UiState.START;

  private List<Row> lines() {
    return new MainView(Screens.BLOCKS).rows(new Shown(snapshot), state, 80);
  }

  private void on(KeyType key) {
    state = Keys.apply(state, new KeyStroke(key), new Shown(snapshot), lines(), PAGE);
    state = Keys.settle(state, lines(), PAGE);
  }

  private void on(char key) {
    state = Keys.apply(state, new KeyStroke(key, false, false), new Shown(snapshot), lines(), PAGE);
    state = Keys.settle(state, lines(), PAGE);
  }

  private String heading() {
    return Screens.text(Screens.canvas(snapshot, state, 80, 24, Screens.BLOCKS))
        .lines()
        .skip(1)
        .findFirst()
        .orElseThrow()
        .strip();
  }

  @Test
  void enterOpensWhatTheCursorIsOnAndEscapeComesBackToIt() {
    for (int i = 0; i < 3; i++) {
      on('j');
    }
    UiState.Cursor before = state.cursor();
    on(KeyType.Enter);
    assertEquals("3 Ring  eth0 rx 2   driver", heading());
    on(']');
    assertEquals("3 Ring  eth0 rx 3   inferred", heading());
    on('[');
    on('[');
    assertEquals("3 Ring  eth0 rx 1   sampled", heading());
    on('2');
    assertEquals("2 Port  eth0 nic", heading());
    on(']');
    on(']');
    assertEquals("2 Port  vale0:router vale", heading());
    on(']');
    assertEquals("2 Port  eth0 nic", heading());
    on(KeyType.Escape);
    assertEquals(Page.OVERVIEW, state.place().page());
    assertEquals(before, state.cursor());
  }

  @Test
  void aRingIsOpenedFromItsPort() {
    on('2');
    while (!lines().get(Keys.at(state.cursor(), lines())).text().startsWith(" rx 1 ")) {
      on('j');
    }
    on(KeyType.Enter);
    assertEquals("3 Ring  eth0 rx 1   sampled", heading());
  }

  @Test
  void aPageIsSearchedAndFilteredOnItsOwn() {
    on('3');
    on('\\');
    on('h');
    on('e');
    on('a');
    on('d');
    on(KeyType.Enter);
    assertTrue(lines().stream().allMatch(row -> row.contains("head")), () -> lines().toString());
    assertTrue(heading().contains("only 'head'"), heading());
    on(KeyType.Escape);
    assertEquals(Page.RING, state.place().page());
    assertTrue(lines().size() > 10);
    on(KeyType.Escape);
    assertEquals(Page.OVERVIEW, state.place().page());
    assertEquals(Rows.of(snapshot, state.order()), lines());
  }

  @Test
  void allPagesAreReachedByTabAndByTheirKey() {
    for (Page page : Page.values()) {
      assertEquals(page, state.place().page());
      on(KeyType.Tab);
    }
    assertEquals(Page.OVERVIEW, state.place().page());
    for (Page page : Page.values()) {
      on(page.key());
      assertEquals(page, state.place().page());
    }
    on(KeyType.ReverseTab);
    assertEquals(Page.PACKETS, state.place().page());
  }

  @Test
  void aFrozenOrderStays() {
    on('P');
    on('o');
    List<Row.Id> frozen = lines().stream().map(Row::id).toList();
    Snapshot later = Samples.usual(23);
    assertEquals(frozen, Rows.of(later, state.order()).stream().map(Row::id).toList());
    on('o');
    on('N');
    assertEquals(
        Rows.of(later, Order.NATURAL).stream().map(Row::id).toList(),
        Rows.of(later, state.order()).stream().map(Row::id).toList());
  }
}
