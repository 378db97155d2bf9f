package org.netmap4j.top.term;

import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;

/** Which key a complete sequence is, by xterm, VT220, rxvt and the Linux console. */
final class KeyTable {
  private KeyTable() {}

  /** A byte below 0x80, after ESC if {@code alt}. */
  static KeyStroke ascii(char c, boolean alt) {
    return switch (c) {
      case '\r', '\n' -> new KeyStroke(KeyType.Enter, false, alt);
      case '\t' -> new KeyStroke(KeyType.Tab, false, alt);
      case '\b', 0x7F -> new KeyStroke(KeyType.Backspace, false, alt);
      default ->
          c < ' '
              ? new KeyStroke(Character.toLowerCase((char) (c + '@')), true, alt)
              : new KeyStroke(c, false, alt);
    };
  }

  /** The last byte of {@code ESC O x} or {@code ESC [ x}. */
  static KeyType letter(char c) {
    return switch (c) {
      case 'A' -> KeyType.ArrowUp;
      case 'B' -> KeyType.ArrowDown;
      case 'C' -> KeyType.ArrowRight;
      case 'D' -> KeyType.ArrowLeft;
      case 'F' -> KeyType.End;
      case 'H' -> KeyType.Home;
      case 'M' -> KeyType.Enter;
      case 'P' -> KeyType.F1;
      case 'Q' -> KeyType.F2;
      case 'R' -> KeyType.F3;
      case 'S' -> KeyType.F4;
      case 'Z' -> KeyType.ReverseTab;
      default -> KeyType.Unknown;
    };
  }

  /** The number in {@code ESC [ n ~}. */
  static KeyType numbered(int n) {
    return switch (n) {
      case 1, 7 -> KeyType.Home;
      case 2 -> KeyType.Insert;
      case 3 -> KeyType.Delete;
      case 4, 8 -> KeyType.End;
      case 5 -> KeyType.PageUp;
      case 6 -> KeyType.PageDown;
      case 11 -> KeyType.F1;
      case 12 -> KeyType.F2;
      case 13 -> KeyType.F3;
      case 14 -> KeyType.F4;
      case 15 -> KeyType.F5;
      case 17 -> KeyType.F6;
      case 18 -> KeyType.F7;
      case 19 -> KeyType.F8;
      case 20 -> KeyType.F9;
      case 21 -> KeyType.F10;
      case 23 -> KeyType.F11;
      case 24 -> KeyType.F12;
      default -> KeyType.Unknown;
    };
  }

  /** The last byte of {@code ESC [ [ x}. */
  static KeyType linuxConsole(char c) {
    return switch (c) {
      case 'A' -> KeyType.F1;
      case 'B' -> KeyType.F2;
      case 'C' -> KeyType.F3;
      case 'D' -> KeyType.F4;
      case 'E' -> KeyType.F5;
      default -> KeyType.Unknown;
    };
  }
}
