package org.netmap4j.savefile;

import org.netmap4j.error.NetmapError.BadFile;
import org.netmap4j.error.NetmapException;

/** Goes through the options of a pcapng block: code 2, length 2, value, padding. */
final class OptionCursor {
  private static final int HEADER = 4;

  private final FileInput in;
  private final int end;
  private int next;
  private int value;
  private int code;
  private int length;

  /** The options between two offsets of the input; of bytes that are there. */
  OptionCursor(FileInput in, int from, int end) {
    this.in = in;
    this.end = end;
    next = from;
  }

  /** Goes to the next option; false at the end, which needs no end-of-options. */
  boolean next() throws NetmapException {
    if (end - next < HEADER) {
      return false;
    }
    code = in.number16(next);
    length = in.number16(next + 2);
    value = next + HEADER;
    if (code == Pcapng.END_OF_OPTIONS) {
      return false;
    }
    if (length > end - value) {
      throw bad(next + 2, "an option of at most %d bytes".formatted(end - value), of(length));
    }
    next = value + Pcapng.padded(length);
    return true;
  }

  int code() {
    return code;
  }

  /** The value as UTF-8, without the zeros that some writers end it with. */
  String text() {
    int end = length;
    while (end > 0 && in.number8(value + end - 1) == 0) {
      end--;
    }
    return in.text(value, end);
  }

  int byteValue() throws NetmapException {
    expect(1);
    return in.number8(value);
  }

  int intValue() throws NetmapException {
    expect(4);
    return (int) in.number(value);
  }

  long longValue() throws NetmapException {
    expect(8);
    return in.number64(value);
  }

  /** Two numbers of four bytes, the higher first in either byte order. */
  long timeValue() throws NetmapException {
    expect(8);
    return in.number(value) << 32 | in.number(value + 4);
  }

  private void expect(int bytes) throws NetmapException {
    if (length != bytes) {
      throw bad(value - 2, "option %d to have %d bytes".formatted(code, bytes), of(length));
    }
  }

  private static String of(int length) {
    return "one of " + length + " bytes";
  }

  private NetmapException bad(int at, String expected, String found) {
    return new NetmapException(new BadFile(in.file(), in.position() + at, expected, found));
  }
}
