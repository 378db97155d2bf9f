package org.netmap4j.top.ui;

import org.jspecify.annotations.Nullable;
import org.netmap4j.top.units.RateUnit;

/**
 * What the user has chosen. Immutable, so that a frame is a function of it.
 *
 * @param order which rows, and how they are sorted
 * @param cursor where the user is among them
 * @param prompt the line being typed; null for none
 * @param search what was last searched for; empty for nothing
 * @param unit how the amount of traffic is told
 * @param paused whether the screen stands still
 * @param help whether the keys are explained
 * @param notice what the tool has to say; null for nothing
 */
public record UiState(
    Order order,
    Cursor cursor,
    @Nullable Prompt prompt,
    String search,
    RateUnit unit,
    boolean paused,
    boolean help,
    @Nullable Notice notice) {
  /** How the tool starts. */
  public static final UiState START =
      new UiState(
          Order.NATURAL, new Cursor(null, 0, 0), null, "", RateUnit.BITS, false, false, null);

  /**
   * A place among the rows.
   *
   * @param id the line the user went to; null while they have gone nowhere
   * @param index where the line is, or was before it disappeared
   * @param top the first line on the screen
   */
  public record Cursor(Row.@Nullable Id id, int index, int top) {}

  /**
   * A line being typed.
   *
   * @param filter whether it chooses the rows, or else only finds one
   * @param text what was typed so far
   */
  public record Prompt(boolean filter, String text) {}

  /**
   * Something to say.
   *
   * @param text in one line
   * @param alert whether it is a fault
   */
  public record Notice(String text, boolean alert) {}

  UiState with(Order newOrder) {
    return new UiState(newOrder, cursor, prompt, search, unit, paused, help, notice);
  }

  UiState with(Cursor newCursor) {
    return new UiState(order, newCursor, prompt, search, unit, paused, help, notice);
  }

  UiState with(Prompt newPrompt) {
    return new UiState(order, cursor, newPrompt, search, unit, paused, help, notice);
  }

  UiState with(Notice newNotice) {
    return new UiState(order, cursor, prompt, search, unit, paused, help, newNotice);
  }

  UiState unprompted() {
    return new UiState(order, cursor, null, search, unit, paused, help, notice);
  }

  UiState searching(String newSearch) {
    return new UiState(order, cursor, prompt, newSearch, unit, paused, help, notice);
  }

  UiState in(RateUnit newUnit) {
    return new UiState(order, cursor, prompt, search, newUnit, paused, help, notice);
  }

  UiState paused(boolean newPaused) {
    return new UiState(order, cursor, prompt, search, unit, newPaused, help, notice);
  }

  UiState help(boolean newHelp) {
    return new UiState(order, cursor, prompt, search, unit, paused, newHelp, notice);
  }
}
