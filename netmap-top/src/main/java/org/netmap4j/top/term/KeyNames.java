package org.netmap4j.top.term;

import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keys by the names that people write. */
public final class KeyNames {
  /** What a name may be, for messages. */
  public static final String EXPECTED =
      "a character, F1 to F12, Up, Down, Left, Right, PageUp, PageDown, Home, End, Insert, Delete,"
          + " Enter, Esc, Tab, Backspace, Space, Ctrl-x or Alt-x";

  private static final Map<String, KeyStroke> NAMED = named();

  private KeyNames() {}

  private static Map<String, KeyStroke> named() {
    Map<String, KeyStroke> names = new HashMap<>();
    for (int n = 1; n <= 12; n++) {
      names.put("F" + n, key(KeyType.valueOf("F" + n)));
    }
    names.put("Up", key(KeyType.ArrowUp));
    names.put("Down", key(KeyType.ArrowDown));
    names.put("Left", key(KeyType.ArrowLeft));
    names.put("Right", key(KeyType.ArrowRight));
    names.put("PageUp", key(KeyType.PageUp));
    names.put("PageDown", key(KeyType.PageDown));
    names.put("Home", key(KeyType.Home));
    names.put("End", key(KeyType.End));
    names.put("Insert", key(KeyType.Insert));
    names.put("Delete", key(KeyType.Delete));
    names.put("Enter", key(KeyType.Enter));
    names.put("Esc", key(KeyType.Escape));
    names.put("Tab", key(KeyType.Tab));
    names.put("Backspace", key(KeyType.Backspace));
    names.put("Space", new KeyStroke(' ', false, false));
    return names;
  }

  private static KeyStroke key(KeyType type) {
    return new KeyStroke(type, false, false, false);
  }

  /**
   * The key of a name. A terminal cannot tell Ctrl-h, -i, -j, -m and -[ from Backspace, Tab, Enter
   * and Esc: these have no name with Ctrl.
   */
  public static Optional<KeyStroke> key(String name) {
    if (single(name)) {
      return Optional.of(new KeyStroke(name.charAt(0), false, false));
    }
    if (name.startsWith("Ctrl-") && name.length() == 6) {
      char c = Character.toLowerCase(name.charAt(5));
      boolean control = (c >= 'a' && c <= 'z') || c == '\\' || c == ']' || c == '^' || c == '_';
      return control && "hijm".indexOf(c) < 0
          ? Optional.of(new KeyStroke(c, true, false))
          : Optional.empty();
    }
    if (name.startsWith("Alt-") && single(name.substring(4))) {
      return Optional.of(new KeyStroke(name.charAt(4), false, true));
    }
    return Optional.ofNullable(NAMED.get(name));
  }

  private static boolean single(String name) {
    return name.length() == 1
        && name.charAt(0) > ' '
        && name.charAt(0) != 0x7F
        && !Character.isSurrogate(name.charAt(0));
  }
}
