package org.netmap4j.top.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.netmap4j.top.term.ColorChoice;
import org.netmap4j.top.ui.GraphChoice;
import org.netmap4j.top.ui.Page;
import org.netmap4j.top.ui.SortKey;

/** What can be set, other than keys. */
public enum Setting {
  /** Seconds between samples. */
  DELAY("delay", List.of(), "Seconds between samples, as --delay."),
  /** What stands behind ports. */
  ENGINE("engine", Config.ENGINES, "As --engine; NETMAP_ENGINE wins over it."),
  /** The colours. */
  COLOR("color", names(ColorChoice.values(), ColorChoice::toString), "As --color."),
  /** The characters that draw. */
  GRAPH("graph", names(GraphChoice.values(), GraphChoice::toString), "As --graph."),
  /** How the amount of traffic is told. */
  UNITS("units", List.of("bits", "bytes", "wire"), "How the amount of traffic is told."),
  /** What the table is sorted by. */
  SORT("sort", names(SortKey.values(), SortKey::text), "What the table is sorted by."),
  /** The other way round. */
  REVERSE("reverse", "Whether it is sorted the other way round."),
  /** Without idle rings. */
  HIDE_IDLE("hide-idle", "Whether rings without traffic are left out."),
  /** What is shown first. */
  PAGE(
      "page",
      names(Page.values(), page -> page.name().toLowerCase(Locale.ROOT)),
      "The page that is shown first."),
  /** Logarithmic graphs. */
  LOG_SCALE("log-scale", "Whether graphs are logarithmic."),
  /** Graphs up to the rate of the links. */
  LINK_SCALE("link-scale", "Whether graphs go up to the rate of the links.");

  private final String text;

  /** Its values, with a space between them; empty for a number. */
  private final String choices;

  private final String meaning;

  Setting(String text, List<String> choices, String meaning) {
    this.text = text;
    this.choices = String.join(" ", choices);
    this.meaning = meaning;
  }

  /** One that is on or off. */
  Setting(String text, String meaning) {
    this(text, List.of("yes", "no"), meaning);
  }

  private static <T> List<String> names(T[] values, Function<T, String> name) {
    return Arrays.stream(values).map(name).toList();
  }

  /** Its name in the file. */
  public String text() {
    return text;
  }

  /** Its values. */
  public String expected() {
    if (choices.isEmpty()) {
      return "%s to %.0f".formatted(Config.MIN_DELAY, Config.MAX_DELAY);
    }
    int last = choices.lastIndexOf(' ');
    return choices.substring(0, last).replace(" ", ", ") + " or " + choices.substring(last + 1);
  }

  /** What it does, in a sentence. */
  public String meaning() {
    return meaning;
  }

  /** The place of a value among the values; -1 when it is none of them. */
  int indexOf(String value) {
    return Arrays.asList(choices.split(" ")).indexOf(value.toLowerCase(Locale.ROOT));
  }
}
