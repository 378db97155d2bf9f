package org.netmap4j.top.config;

import com.googlecode.lanterna.input.KeyStroke;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.term.ColorChoice;
import org.netmap4j.top.term.KeyNames;
import org.netmap4j.top.ui.GraphChoice;
import org.netmap4j.top.ui.KeyMap;
import org.netmap4j.top.ui.Order;
import org.netmap4j.top.ui.Page;
import org.netmap4j.top.ui.SortKey;
import org.netmap4j.top.ui.UiState;
import org.netmap4j.top.units.RateUnit;

/**
 * The file's language. A line is {@code name = value} or {@code map KEY = KEY}, a comment from
 * {@code #} on, or empty; nothing may be said twice. For one file.
 */
final class ConfigParser {
  private static final Pattern SETTING = Pattern.compile("([^\\s=]+)\\s*=\\s*(\\S+)(?:\\s+#.*)?");
  private static final Pattern MAP = Pattern.compile("map\\s+(\\S+)\\s*=\\s*(\\S+)(?:\\s+#.*)?");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
  private static final KeyStroke ALWAYS_QUITS = new KeyStroke('c', true, false);
  private static final int LONGEST_QUOTE = 40;

  private final String file;
  private final Map<Setting, String> values = new EnumMap<>(Setting.class);
  private final Map<Setting, Integer> lines = new EnumMap<>(Setting.class);
  private final List<KeyMap.Entry> keys = new ArrayList<>();
  private final Map<KeyStroke, Integer> keyLines = new HashMap<>();
  private int line;

  ConfigParser(String file) {
    this.file = file;
  }

  /** Takes the next line. */
  void accept(String text) throws ConfigException {
    line++;
    String stripped = text.strip();
    if (stripped.isEmpty() || stripped.startsWith("#")) {
      return;
    }
    if (stripped.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
      throw wrong("expected text, found a control character");
    }
    Matcher map = MAP.matcher(stripped);
    Matcher setting = SETTING.matcher(stripped);
    if (map.matches()) {
      map(map.group(1), map.group(2));
    } else if (setting.matches()) {
      set(setting.group(1), setting.group(2));
    } else {
      throw wrong("expected name = value, map KEY = KEY or # comment, found " + quote(stripped));
    }
  }

  private void set(String name, String value) throws ConfigException {
    Setting setting =
        Arrays.stream(Setting.values())
            .filter(it -> it.text().equals(name))
            .findFirst()
            .orElse(null);
    if (setting == null) {
      String names =
          Arrays.stream(Setting.values()).map(Setting::text).collect(Collectors.joining(", "));
      throw wrong("expected one of %s or map, found %s".formatted(names, quote(name)));
    }
    Integer before = lines.putIfAbsent(setting, line);
    if (before != null) {
      throw wrong("%s is set in line %d already".formatted(name, before));
    }
    boolean right = setting == Setting.DELAY ? isDelay(value) : setting.indexOf(value) >= 0;
    if (!right) {
      throw wrong("%s: expected %s, found %s".formatted(name, setting.expected(), quote(value)));
    }
    values.put(setting, value);
  }

  private static boolean isDelay(String value) {
    if (!NUMBER.matcher(value).matches()) {
      return false;
    }
    double seconds = Double.parseDouble(value);
    return seconds >= Config.MIN_DELAY && seconds <= Config.MAX_DELAY;
  }

  private void map(String name, String asName) throws ConfigException {
    KeyStroke key = key(name);
    KeyStroke as = key(asName);
    if (key.equals(ALWAYS_QUITS)) {
      throw wrong("map: Ctrl-c always quits; choose another key");
    }
    Integer before = keyLines.putIfAbsent(key, line);
    if (before != null) {
      throw wrong("map: %s is mapped in line %d already".formatted(quote(name), before));
    }
    keys.add(new KeyMap.Entry(name, key, asName, as));
  }

  private KeyStroke key(String name) throws ConfigException {
    KeyStroke key = KeyNames.key(name).orElse(null);
    if (key == null) {
      throw wrong("map: expected %s, found %s".formatted(KeyNames.EXPECTED, quote(name)));
    }
    return key;
  }

  /** A fault in the latest line. */
  ConfigException wrong(String what) {
    return new ConfigException("%s, line %d: %s".formatted(file, line, what));
  }

  /** A fault in the line after the latest. */
  ConfigException wrongNext(String what) {
    line++;
    return wrong(what);
  }

  private static String quote(String text) {
    String shown =
        text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE - 3) + "...";
    return "'" + shown + "'";
  }

  /** What all lines say. */
  Config config() {
    String delay = values.get(Setting.DELAY);
    String engine = values.get(Setting.ENGINE);
    Order order =
        new Order(
            choice(Setting.SORT, SortKey.values()),
            on(Setting.REVERSE),
            on(Setting.HIDE_IDLE),
            "",
            List.of());
    return new Config(
        delay == null ? null : Double.valueOf(delay),
        engine == null ? null : engine.toLowerCase(Locale.ROOT),
        choice(Setting.COLOR, ColorChoice.values()),
        choice(Setting.GRAPH, GraphChoice.values()),
        UiState.starting(
            choice(Setting.PAGE, Page.values()),
            order,
            choice(Setting.UNITS, RateUnit.values()),
            new UiState.Scale(on(Setting.LINK_SCALE), on(Setting.LOG_SCALE))),
        new KeyMap(List.copyOf(keys)));
  }

  /** The constant at the value's place; the first is the usual one. */
  private <T> T choice(Setting setting, T[] constants) {
    @Nullable String value = values.get(setting);
    return constants[value == null ? 0 : setting.indexOf(value)];
  }

  private boolean on(Setting setting) {
    @Nullable String value = values.get(setting);
    return value != null && setting.indexOf(value) == 0;
  }
}
