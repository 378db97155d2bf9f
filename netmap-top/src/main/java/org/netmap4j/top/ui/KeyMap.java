package org.netmap4j.top.ui;

import com.googlecode.lanterna.input.KeyStroke;
import java.util.List;

/**
 * Keys that are taken as if others had been typed. A key is looked up once: what it stands for is
 * not looked up again.
 *
 * @param entries the keys, each of them once
 */
public record KeyMap(List<Entry> entries) {
  /** Every key is what it is. */
  public static final KeyMap NONE = new KeyMap(List.of());

  /**
   * A key that stands for another.
   *
   * @param name what the user calls it
   * @param key the key
   * @param asName what the user calls the other
   * @param as the other
   */
  public record Entry(String name, KeyStroke key, String asName, KeyStroke as) {}

  /** What a key stands for; most stand for themselves. */
  KeyStroke of(KeyStroke key) {
    for (Entry entry : entries) {
      if (entry.key().equals(key)) {
        return entry.as();
      }
    }
    return key;
  }
}
