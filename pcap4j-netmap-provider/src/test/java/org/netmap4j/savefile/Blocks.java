package org.netmap4j.savefile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A pcapng file made for tests, block by block, without the writer under test. */
final class Blocks {
  private final ByteBuffer file = ByteBuffer.allocate(1 << 20);

  /** Where each block ends. */
  final List<Integer> ends = new ArrayList<>();

  /** Where the blocks end that are packets. */
  final List<Integer> packetEnds = new ArrayList<>();

  Blocks(ByteOrder order) {
    file.order(order);
  }

  /** Bytes of an option, without padding. */
  record Option(int code, ByteBuffer value) {}

  static Option text(int code, String text) {
    return new Option(code, StandardCharsets.UTF_8.encode(text));
  }

  static Option bytes(int code, int... bytes) {
    byte[] value = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      value[i] = (byte) bytes[i];
    }
    return new Option(code, ByteBuffer.wrap(value));
  }

  Option number(int code, long value) {
    return new Option(code, ByteBuffer.allocate(8).order(file.order()).putLong(value).flip());
  }

  Option number4(int code, int value) {
    return new Option(code, ByteBuffer.allocate(4).order(file.order()).putInt(value).flip());
  }

  Blocks section(ByteOrder order, Option... options) {
    file.order(order);
    return block(
        0x0A0D0D0A,
        body().putInt(0x1A2B3C4D).putShort((short) 1).putShort((short) 0).putLong(-1),
        options);
  }

  Blocks linked(int linktype, int snaplen, Option... options) {
    return block(1, body().putShort((short) linktype).putShort((short) 0).putInt(snaplen), options);
  }

  Blocks enhanced(int id, long time, byte[] data, int original, Option... options) {
    ByteBuffer body =
        time(body().putInt(id), time).putInt(data.length).putInt(original).put(padded(data));
    return packet(block(6, body, options));
  }

  Blocks obsolete(int id, int drops, long time, byte[] data, int original, Option... options) {
    ByteBuffer body =
        time(body().putShort((short) id).putShort((short) drops), time)
            .putInt(data.length)
            .putInt(original)
            .put(padded(data));
    return packet(block(2, body, options));
  }

  Blocks simple(byte[] data, int original) {
    return packet(block(3, body().putInt(original).put(padded(data))));
  }

  Blocks statistics(int id, long time, Option... options) {
    return block(5, time(body().putInt(id), time), options);
  }

  /** Any block; its body is what {@code body} holds so far. */
  Blocks block(int type, ByteBuffer body, Option... options) {
    for (Option option : options) {
      int length = option.value().remaining();
      body.putShort((short) option.code()).putShort((short) length);
      body.put(option.value().duplicate()).position((body.position() + 3) & ~3);
    }
    if (options.length > 0) {
      body.putInt(0);
    }
    int length = 12 + body.position();
    file.putInt(type).putInt(length).put(body.flip()).putInt(length);
    ends.add(file.position());
    return this;
  }

  private Blocks packet(Blocks blocks) {
    packetEnds.add(file.position());
    return blocks;
  }

  ByteBuffer body() {
    return ByteBuffer.allocate(1 << 18).order(file.order());
  }

  private static ByteBuffer time(ByteBuffer body, long time) {
    return body.putInt((int) (time >>> 32)).putInt((int) time);
  }

  private static byte[] padded(byte[] bytes) {
    return Arrays.copyOf(bytes, (bytes.length + 3) / 4 * 4);
  }

  /** Overwrites four bytes. */
  Blocks poke(int at, int number) {
    file.putInt(at, number);
    return this;
  }

  int size() {
    return file.position();
  }

  byte[] bytes() {
    return Captures.bytes(file);
  }

  /** A small file of every kind of block, in two sections of either order. */
  static Blocks everything() {
    Blocks file = new Blocks(ByteOrder.BIG_ENDIAN);
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      file.section(order, text(4, "app"), text(1, "two orders"));
      file.linked(1, 64, text(2, "eth0"), bytes(9, 9));
      file.enhanced(0, 1_000_000_007L, new byte[] {1, 2, 3, 4, 5}, 60);
      file.linked(101, 0, text(2, "tun0"), text(3, "a tunnel"), bytes(9, 0x8A));
      file.block(4, file.body().putInt(0)); // names
      file.enhanced(1, 3 << 9, new byte[4], 4, text(1, "half past one"), file.number4(2, 1));
      file.obsolete(0, 3, 9, new byte[] {7}, 7, text(1, "old"));
      file.simple(new byte[] {9, 8}, 2);
      file.block(0x0BAD, file.body().putInt(1).putLong(2)); // somebody's own
      file.statistics(0, 2_000_000_000L, file.number(4, 5), file.number(5, 1));
    }
    return file;
  }
}
