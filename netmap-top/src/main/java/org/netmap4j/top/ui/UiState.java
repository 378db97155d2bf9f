package org.netmap4j.top.ui;

import org.jspecify.annotations.Nullable;
import org.netmap4j.top.units.RateUnit;

/**
 * What the user has chosen. Immutable, so that a frame is a function of it.
 *
 * @param order which rows, and how they are sorted
 * @param cursor where the user is among them
 * @param place which page, and what of
 * @param prompt the line being typed; null for none
 * @param search what was last searched for; empty for nothing
 * @param unit how the amount of traffic is told
 * @param scale how graphs are drawn
 * @param paused whether the screen stands still
 * @param help whether the keys are explained
 * @param notice what the tool has to say; null for nothing
 * @param recordTo the file that packets are to be recorded to; null for none
 */
public record UiState(
    Order order,
    Cursor cursor,
    Place place,
    @Nullable Prompt prompt,
    String search,
    RateUnit unit,
    Scale scale,
    boolean paused,
    boolean help,
    @Nullable Notice notice,
    @Nullable String recordTo) {
  /** How the tool starts. */
  public static final UiState START =
      starting(Page.OVERVIEW, Order.NATURAL, RateUnit.BITS, new Scale(false, false));

  /** How the tool starts for a user who has chosen these. */
  public static UiState starting(Page page, Order order, RateUnit unit, Scale scale) {
    return new UiState(
        order,
        Cursor.TOP,
        new Place(page, null, "", false, Cursor.TOP),
        null,
        "",
        unit,
        scale,
        false,
        false,
        null,
        null);
  }

  /**
   * How graphs are drawn.
   *
   * @param link whether the totals go up to the rate of the links, where that is known
   * @param log whether the scale is logarithmic
   */
  public record Scale(boolean link, boolean log) {}

  /**
   * A place among the rows.
   *
   * @param id the line the user went to; null while they have gone nowhere
   * @param index where the line is, or was before it disappeared
   * @param top the first line on the screen
   */
  public record Cursor(Row.@Nullable Id id, int index, int top) {
    static final Cursor TOP = new Cursor(null, 0, 0);
  }

  /**
   * Where the user is.
   *
   * @param page what the screen shows
   * @param focus the line of the overview that stands for the port or the ring that is looked at;
   *     null for the first
   * @param filter what a line of the page has to contain, or which packets are looked at as
   *     pcap-filter(7) has it; empty for anything
   * @param hex whether packets are shown byte by byte
   * @param overview where the user was on the overview
   */
  public record Place(
      Page page, Row.@Nullable Id focus, String filter, boolean hex, Cursor overview) {}

  /**
   * A line being typed.
   *
   * @param kind what it is for
   * @param text what was typed so far
   */
  public record Prompt(Kind kind, String text) {
    /** What a line is typed for. */
    public enum Kind {
      /** It finds a line. */
      SEARCH,
      /** It chooses the lines, or the packets. */
      FILTER,
      /** It names the file to record to. */
      RECORD
    }
  }

  /**
   * Something to say.
   *
   * @param text in one line
   * @param alert whether it is a fault
   */
  public record Notice(String text, boolean alert) {}

  UiState with(Order newOrder) {
    return new UiState(
        newOrder, cursor, place, prompt, search, unit, scale, paused, help, notice, recordTo);
  }

  UiState with(Cursor newCursor) {
    return new UiState(
        order, newCursor, place, prompt, search, unit, scale, paused, help, notice, recordTo);
  }

  UiState with(Prompt newPrompt) {
    return new UiState(
        order, cursor, place, newPrompt, search, unit, scale, paused, help, notice, recordTo);
  }

  UiState with(Notice newNotice) {
    return new UiState(
        order, cursor, place, prompt, search, unit, scale, paused, help, newNotice, recordTo);
  }

  /** What was said has been read. */
  UiState quiet() {
    return new UiState(
        order, cursor, place, prompt, search, unit, scale, paused, help, null, recordTo);
  }

  UiState unprompted() {
    return new UiState(
        order, cursor, place, null, search, unit, scale, paused, help, notice, recordTo);
  }

  /** What a line has to contain, on the page that is shown; empty for anything. */
  String filter() {
    return place.page() == Page.OVERVIEW ? order.filter() : place.filter();
  }

  UiState filteredBy(String filter) {
    if (place.page() == Page.OVERVIEW) {
      return with(order.filteredBy(filter));
    }
    Place filtered = new Place(place.page(), place.focus(), filter, place.hex(), place.overview());
    return new UiState(
        order, cursor, filtered, prompt, search, unit, scale, paused, help, notice, recordTo);
  }

  UiState searching(String newSearch) {
    return new UiState(
        order, cursor, place, prompt, newSearch, unit, scale, paused, help, notice, recordTo);
  }

  UiState in(RateUnit newUnit) {
    return new UiState(
        order, cursor, place, prompt, search, newUnit, scale, paused, help, notice, recordTo);
  }

  UiState paused(boolean newPaused) {
    return new UiState(
        order, cursor, place, prompt, search, unit, scale, newPaused, help, notice, recordTo);
  }

  UiState help(boolean newHelp) {
    return new UiState(
        order, cursor, place, prompt, search, unit, scale, paused, newHelp, notice, recordTo);
  }

  /** On another page, or of another port or ring; back on the overview, where the user was. */
  UiState at(Page page, Row.@Nullable Id focus) {
    boolean home = place.page() == Page.OVERVIEW;
    Cursor overview = home ? cursor : place.overview();
    Cursor there = page == Page.OVERVIEW ? overview : page == place.page() ? cursor : Cursor.TOP;
    boolean kept = page == place.page() || (page.taps() && place.page().taps());
    return new UiState(
        order,
        there,
        new Place(page, focus, kept ? place.filter() : "", place.hex(), overview),
        null,
        home || page != place.page() ? "" : search,
        unit,
        scale,
        paused,
        help,
        notice,
        recordTo);
  }

  UiState hex(boolean newHex) {
    Place changed =
        new Place(place.page(), place.focus(), place.filter(), newHex, place.overview());
    return new UiState(
        order, cursor, changed, prompt, search, unit, scale, paused, help, notice, recordTo);
  }

  UiState recordingTo(@Nullable String file) {
    return new UiState(order, cursor, place, null, search, unit, scale, paused, help, notice, file);
  }

  /** The line of the overview that stands for what the user looks at; null for the first. */
  Row.@Nullable Id looksAt() {
    return place.page() == Page.OVERVIEW ? cursor.id() : place.focus();
  }

  UiState with(Scale newScale) {
    return new UiState(
        order, cursor, place, prompt, search, unit, newScale, paused, help, notice, recordTo);
  }
}
