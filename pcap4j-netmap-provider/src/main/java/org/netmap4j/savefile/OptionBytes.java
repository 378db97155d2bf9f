package org.netmap4j.savefile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/** Gathers the options of a pcapng block: code 2, length 2, value, padding; and then their end. */
final class OptionBytes {
  private static final int HEADER = 4;
  private static final int MAX_VALUE = 0xFFFF;

  private ByteBuffer bytes;

  OptionBytes(ByteOrder order) {
    bytes = ByteBuffer.allocate(128).order(order);
  }

  /** Nothing for an empty text. */
  OptionBytes text(int code, String text) {
    if (!text.isEmpty()) {
      byte[] value = text.getBytes(StandardCharsets.UTF_8);
      if (value.length > MAX_VALUE) {
        throw new IllegalArgumentException(
            "option %d: %d bytes of text, expected at most %d"
                .formatted(code, value.length, MAX_VALUE));
      }
      begin(code, value.length).put(value);
      pad();
    }
    return this;
  }

  OptionBytes comments(List<String> comments) {
    comments.forEach(comment -> text(Pcapng.COMMENT, comment));
    return this;
  }

  OptionBytes byteValue(int code, int value) {
    begin(code, 1).put((byte) value);
    pad();
    return this;
  }

  OptionBytes intValue(int code, int value) {
    begin(code, 4).putInt(value);
    return this;
  }

  /** Nothing for an empty value. */
  OptionBytes longValue(int code, OptionalLong value) {
    value.ifPresent(number -> begin(code, 8).putLong(number));
    return this;
  }

  /** A time as two numbers of four bytes, the higher first in either byte order. */
  OptionBytes timeValue(int code, OptionalLong nanos) {
    nanos.ifPresent(time -> begin(code, 8).putInt((int) (time >>> 32)).putInt((int) time));
    return this;
  }

  /** From position to limit, with their end; nothing if there are none. */
  ByteBuffer end() {
    return bytes.position() == 0 ? bytes.flip() : begin(Pcapng.END_OF_OPTIONS, 0).flip();
  }

  private ByteBuffer begin(int code, int length) {
    int needed = HEADER + Pcapng.padded(length);
    if (bytes.remaining() < needed) {
      bytes =
          ByteBuffer.allocate(2 * bytes.capacity() + needed).order(bytes.order()).put(bytes.flip());
    }
    return bytes.putShort((short) code).putShort((short) length);
  }

  private void pad() {
    bytes.position(Pcapng.padded(bytes.position()));
  }
}
