package org.netmap4j.top.ui;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All keys, what the words in the table mean, which keys stand for others; over all else. */
final class HelpPane {
  private static final int KEYS_WIDTH = 13;
  private static final int MEANING_WIDTH = 27;
  private static final int WORD_WIDTH = 10;
  private static final int WORDS_LEFT = KEYS_WIDTH + MEANING_WIDTH + 2;
  private static final int WORDS_WIDTH = WORD_WIDTH + 28;
  private static final KeyHelp BLANK = new KeyHelp("", "", "");
  private static final String ANY_KEY = "any key returns";

  private final Look look;

  HelpPane(Look look) {
    this.look = look;
  }

  void render(Canvas canvas) {
    int width = canvas.width();
    canvas.clear(0, 0, width, canvas.height());
    canvas.paintRow(0, Role.TITLE);
    canvas.put(width < 60 ? 0 : 1, 0, "netmap-top" + version(width), Role.TITLE);
    List<KeyHelp> words = words();
    canvas.putRight(width - 1, 0, mapped(width) + ANY_KEY, Role.TITLE);
    int column = KEYS_WIDTH + MEANING_WIDTH;
    if (canvas.height() >= KeyHelp.KEYS.size() + words.size() + 5 && width >= column + 1) {
      listed(canvas, words, 1, listed(canvas, KeyHelp.KEYS, 1, 2) + 1);
    } else if (canvas.height() >= KeyHelp.KEYS.size() + 2 && width >= WORDS_LEFT + WORDS_WIDTH) {
      listed(canvas, KeyHelp.KEYS, 1, 2);
      listed(canvas, words, WORDS_LEFT, 2);
    } else {
      flowed(canvas, words);
    }
  }

  /** What the words mean, and then which keys stand for others. */
  private List<KeyHelp> words() {
    List<KeyHelp> words = new ArrayList<>(KeyHelp.WORDS);
    if (!look.keys().entries().isEmpty()) {
      words.add(BLANK);
    }
    for (KeyMap.Entry entry : look.keys().entries()) {
      words.add(new KeyHelp(entry.name(), "is " + entry.asName(), "is " + entry.asName()));
    }
    return words;
  }

  /** That there are such keys, where there may be no room to name them. */
  private String mapped(int width) {
    int keys = look.keys().entries().size();
    return keys == 0 ? "" : keys + (width < 60 ? " mapped; " : " keys mapped; ");
  }

  private String version(int width) {
    return width < 60 ? "" : " " + look.version();
  }

  private static int listed(Canvas canvas, List<KeyHelp> lines, int left, int top) {
    int y = top;
    int keys = 1 + lines.stream().mapToInt(line -> line.keys().length()).reduce(0, Math::max);
    for (KeyHelp line : lines) {
      if (!line.keys().isEmpty()) {
        canvas.put(left - 1, y, " ", Role.TEXT); // ends a line of the column before
      }
      canvas.put(left, y, line.keys(), Role.KEY);
      canvas.put(left + keys, y, line.meaning(), Role.TEXT);
      y++;
    }
    return y;
  }

  /** One entry after the other, in as many words as there is room for. */
  private static void flowed(Canvas canvas, List<KeyHelp> words) {
    List<KeyHelp> all = new ArrayList<>(KeyHelp.KEYS);
    all.addAll(words);
    all.remove(BLANK);
    boolean brief = flow(all, false, canvas.width(), null) > canvas.height();
    flow(all, brief, canvas.width(), canvas);
  }

  /** Places the entries, on a canvas if there is one; the number of rows they take. */
  private static int flow(List<KeyHelp> lines, boolean brief, int width, @Nullable Canvas canvas) {
    int x = 0;
    int y = 1;
    for (KeyHelp line : lines) {
      if (brief && line.brief().isEmpty()) {
        continue;
      }
      String meaning = " " + (brief ? line.brief() : line.meaning());
      int length = line.keys().length() + meaning.length();
      if (x > 0 && x + length > width) {
        x = 0;
        y++;
      }
      if (canvas != null) {
        int after = canvas.put(x, y, line.keys(), Role.KEY);
        canvas.put(after, y, meaning, Role.TEXT);
      }
      x += length + 2;
    }
    return y + 1;
  }
}
