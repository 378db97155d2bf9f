package org.netmap4j.top.term;

import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Keys from a terminal's bytes (ECMA-48). Sequences that are no key of ours are swallowed whole:
 * mouse and focus reports, answers to queries, pasted text, CSI-u. What is incomplete waits for
 * more bytes or for {@link #timeout}.
 */
final class KeyParser {
  private static final char ESC = 0x1b;
  private static final char BEL = 0x07;
  private static final int LONGEST_PARAMETERS = 64;

  private enum State {
    GROUND,
    UTF8,
    ESCAPE,
    /** {@code ESC O}, the keypad's and the first function keys' prefix. */
    SS3,
    CSI,
    /** {@code ESC [ [}, the Linux console's function keys. */
    CSI_LINUX,
    /** The three bytes of an old mouse report. */
    MOUSE,
    /** Text up to BEL or {@code ESC \}. */
    STRING,
    STRING_ESCAPE
  }

  private final Consumer<KeyStroke> keys;
  private final StringBuilder parameters = new StringBuilder();
  private final byte[] utf8 = new byte[4];
  private State state = State.GROUND;
  private int have;
  private int need;
  private boolean pasting;

  KeyParser(Consumer<KeyStroke> keys) {
    this.keys = keys;
  }

  /** Whether a sequence has begun and is not complete. */
  boolean pending() {
    return state != State.GROUND;
  }

  /** Nothing came for a while: a lone ESC was the key, anything else was noise. */
  void timeout() {
    if (state == State.ESCAPE) {
      emit(new KeyStroke(KeyType.Escape));
    }
    state = State.GROUND;
  }

  /** Takes the first {@code length} bytes. */
  void feed(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      accept(bytes[i] & 0xFF);
    }
  }

  private void accept(int b) {
    switch (state) {
      case GROUND -> ground(b);
      case UTF8 -> continued(b);
      case ESCAPE -> escape(b);
      case SS3 -> {
        state = State.GROUND;
        key(KeyTable.letter((char) b), 1);
      }
      case CSI -> csi(b);
      case CSI_LINUX -> {
        state = State.GROUND;
        key(KeyTable.linuxConsole((char) b), 1);
      }
      case MOUSE -> {
        if (--need == 0) {
          state = State.GROUND;
        }
      }
      case STRING -> {
        if (b == BEL) {
          state = State.GROUND;
        } else if (b == ESC) {
          state = State.STRING_ESCAPE;
        }
      }
      case STRING_ESCAPE -> state = b == '\\' ? State.GROUND : State.STRING;
    }
  }

  private void ground(int b) {
    if (b == ESC) {
      state = State.ESCAPE;
    } else if (b < 0x80) {
      emit(KeyTable.ascii((char) b, false));
    } else if (b >= 0xC2 && b < 0xF5) {
      utf8[0] = (byte) b;
      have = 1;
      need = b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
      state = State.UTF8;
    }
  }

  private void continued(int b) {
    if ((b & 0xC0) != 0x80) {
      state = State.GROUND;
      ground(b);
      return;
    }
    utf8[have++] = (byte) b;
    if (have == need) {
      state = State.GROUND;
      String text = new String(utf8, 0, have, StandardCharsets.UTF_8);
      if (text.length() == 1) {
        emit(new KeyStroke(text.charAt(0), false, false));
      }
    }
  }

  private void escape(int b) {
    switch (b) {
      case ESC -> emit(new KeyStroke(KeyType.Escape)); // and the second one may begin something
      case '[' -> {
        parameters.setLength(0);
        state = State.CSI;
      }
      case 'O' -> state = State.SS3;
      case ']', 'P', '_', '^', 'X' -> state = State.STRING;
      default -> {
        state = State.GROUND;
        if (b < 0x80) {
          emit(KeyTable.ascii((char) b, true));
        }
      }
    }
  }

  private void csi(int b) {
    if (b == ESC) {
      state = State.ESCAPE;
    } else if (b == '[' && parameters.isEmpty()) {
      state = State.CSI_LINUX;
    } else if (b >= 0x20 && b < 0x40) {
      if (parameters.length() < LONGEST_PARAMETERS) {
        parameters.append((char) b);
      }
    } else if (b == 'M' && parameters.isEmpty()) {
      need = 3;
      state = State.MOUSE;
    } else {
      state = State.GROUND;
      if (b >= 0x40 && b < 0x7F) {
        dispatch((char) b);
      }
    }
  }

  private void dispatch(char last) {
    String[] fields = parameters.toString().split(";", -1);
    int first = number(fields[0], 1);
    int modifiers = fields.length > 1 ? number(fields[1], -1) : 1;
    if (first < 0 || modifiers < 1 || fields.length > 2) {
      return;
    }
    if (last == '~') {
      if (first == 200 || first == 201) {
        pasting = first == 200;
      } else {
        key(KeyTable.numbered(first), modifiers);
      }
    } else if (first == 1) {
      key(KeyTable.letter(last), modifiers);
    }
  }

  /** The value of a decimal field; -1 when it is none. */
  private static int number(String text, int ifEmpty) {
    if (text.isEmpty()) {
      return ifEmpty;
    }
    if (text.length() > 4 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    return Integer.parseInt(text);
  }

  /** Emits a key with xterm's modifiers: 1 plus shift 1, alt 2, control 4. */
  private void key(KeyType type, int modifiers) {
    if (type != KeyType.Unknown) {
      int bits = modifiers - 1;
      emit(new KeyStroke(type, (bits & 4) != 0, (bits & 2) != 0, (bits & 1) != 0));
    }
  }

  private void emit(KeyStroke key) {
    if (!pasting) {
      keys.accept(key);
    }
  }
}
