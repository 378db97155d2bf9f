package org.netmap4j.savefile;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.netmap4j.error.NetmapError.BadFile;
import org.netmap4j.error.NetmapException;

/** Capture files made for tests, byte by byte, without the writer under test. */
final class Captures {
  private Captures() {}

  /** One record, its packet copied. */
  record Packet(long nanos, ByteBuffer data, long original, long offset) {}

  static Stream<PcapHeader> formats() {
    return Stream.of(TimestampUnit.values())
        .flatMap(unit ->
            Stream.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)
                .map(order -> new PcapHeader(unit, order, 65_535, PcapHeader.ETHERNET)));
  }

  /** A buffer for a file that begins with a header; its position is behind it. */
  static ByteBuffer file(int magic, ByteOrder order, int snaplen, int linktype) {
    return ByteBuffer.allocate(1 << 20)
        .order(order)
        .putInt(magic)
        .putShort((short) 2)
        .putShort((short) 4)
        .putInt(-3600)
        .putInt(7)
        .putInt(snaplen)
        .putInt(linktype);
  }

  static ByteBuffer record(
      ByteBuffer file, int seconds, int fraction, int captured, int original, byte... data) {
    return file.putInt(seconds).putInt(fraction).putInt(captured).putInt(original).put(data);
  }

  static byte[] bytes(ByteBuffer file) {
    byte[] bytes = new byte[file.position()];
    file.get(0, bytes);
    return bytes;
  }

  static ReadableByteChannel channel(byte[] file) {
    return Channels.newChannel(new ByteArrayInputStream(file));
  }

  static PcapReader reader(byte[] file) throws NetmapException {
    return PcapReader.over(channel(file), "test.pcap");
  }

  /**
   * Reads on until the end or an error, which is passed on when what came before is in the list.
   */
  static void readAll(SavefileReader in, List<Packet> packets) throws NetmapException {
    while (in.next()) {
      byte[] data = new byte[in.capturedLength()];
      in.data().get(data);
      packets.add(
          new Packet(in.timestampNanos(), ByteBuffer.wrap(data), in.originalLength(), in.offset()));
    }
  }

  static List<Packet> readAll(byte[] file) throws NetmapException {
    List<Packet> packets = new ArrayList<>();
    try (PcapReader in = reader(file)) {
      readAll(in, packets);
    }
    return packets;
  }

  static BadFile refusal(byte[] file) {
    NetmapException thrown = assertThrows(NetmapException.class, () -> readAll(file));
    return assertInstanceOf(BadFile.class, thrown.error());
  }

  /**
   * Packets of many lengths, among them 0, and longer than the reader's and the writer's buffer.
   */
  static List<Packet> packets(RandomGenerator random, PcapHeader header, int count) {
    List<Packet> packets = new ArrayList<>();
    long offset = 24;
    for (int i = 0; i < count; i++) {
      byte[] data = new byte[i % 5 == 0 ? random.nextInt(65_536) : random.nextInt(200)];
      random.nextBytes(data);
      long nanos = random.nextLong(0x1_0000_0000L * 1_000_000_000L);
      packets.add(
          new Packet(
              nanos - nanos % header.unit().nanos(),
              ByteBuffer.wrap(data),
              random.nextLong(data.length, 0x1_0000_0000L),
              offset));
      offset += 16 + data.length;
    }
    return packets;
  }

  static byte[] write(PcapHeader header, List<Packet> packets) throws NetmapException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PcapWriter out = PcapWriter.over(Channels.newChannel(bytes), "test.pcap", header)) {
      for (Packet p : packets) {
        out.write(p.nanos(), p.data(), p.original());
      }
    }
    return bytes.toByteArray();
  }
}
