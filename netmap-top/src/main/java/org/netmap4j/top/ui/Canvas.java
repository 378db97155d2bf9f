package org.netmap4j.top.ui;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.units.Printable;

/**
 * A grid of characters and their roles. Whatever lies outside is cut off, whatever could disturb a
 * terminal is replaced.
 */
public final class Canvas {
  private final int width;
  private final int height;
  private final char[] chars;
  private final Role[] roles;

  /** An empty canvas. */
  public Canvas(int width, int height) {
    this.width = width;
    this.height = height;
    this.chars = new char[width * height];
    this.roles = new Role[width * height];
    Arrays.fill(chars, ' ');
    Arrays.fill(roles, Role.TEXT);
  }

  /** Cells in a row. */
  public int width() {
    return width;
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /** The character at a place. */
  public char charAt(int x, int y) {
    return chars[y * width + x];
  }

  /** The role at a place. */
  public Role roleAt(int x, int y) {
    return roles[y * width + x];
  }

  /** Whether the place shows on another canvas what it shows here. */
  boolean same(int x, int y, @Nullable Canvas other) {
    if (other == null || other.width != width || other.height != height) {
      return false;
    }
    int at = y * width + x;
    return chars[at] == other.chars[at] && roles[at] == other.roles[at];
  }

  /**
   * Writes text from {@code x} on.
   *
   * @return the column after the last character, visible or not
   */
  public int put(int x, int y, String text, Role role) {
    String safe = Printable.of(text);
    for (int i = 0; i < safe.length(); i++) {
      set(x + i, y, safe.charAt(i), role);
    }
    return x + safe.length();
  }

  /** Writes text so that it ends before {@code end}. */
  public void putRight(int end, int y, String text, Role role) {
    put(end - text.length(), y, text, role);
  }

  /** Writes text that has {@code room} cells; what is too long ends in a tilde. */
  public int putWithin(int x, int y, int room, String text, Role role) {
    if (room <= 0) {
      return x;
    }
    return put(x, y, text.length() <= room ? text : text.substring(0, room - 1) + "~", role);
  }

  /** Gives a whole row a role. */
  public void paintRow(int y, Role role) {
    for (int x = 0; x < width; x++) {
      if (y >= 0 && y < height) {
        roles[y * width + x] = role;
      }
    }
  }

  /** Empties a rectangle. */
  public void clear(int left, int top, int columns, int rows) {
    for (int y = top; y < top + rows; y++) {
      for (int x = left; x < left + columns; x++) {
        set(x, y, ' ', Role.TEXT);
      }
    }
  }

  /** Sets a cell, unless it lies outside. */
  void set(int x, int y, char c, Role role) {
    if (x >= 0 && x < width && y >= 0 && y < height) {
      chars[y * width + x] = c;
      roles[y * width + x] = role;
    }
  }
}
