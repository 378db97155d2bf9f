package org.netmap4j.bench;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.netmap4j.error.NetmapException;
import org.netmap4j.savefile.CaptureInterface;
import org.netmap4j.savefile.PcapHeader;
import org.netmap4j.savefile.SavefileFormat;
import org.netmap4j.savefile.SavefileReader;
import org.netmap4j.savefile.SavefileWriter;
import org.netmap4j.savefile.Savefiles;
import org.netmap4j.savefile.SectionHeader;
import org.netmap4j.savefile.TimestampUnit;
import org.netmap4j.savefile.WriteOptions;

/** What the library does with a savefile. */
final class JavaSavefile {
  private static final SavefileFormat PCAP =
      SavefileFormat.pcap(PcapHeader.ethernet(TimestampUnit.NANOS));
  private static final SavefileFormat PCAPNG =
      SavefileFormat.pcapng(SectionHeader.of("bench"), List.of(CaptureInterface.ethernet("eth0")));

  private JavaSavefile() {}

  /** Reads a file; answers the sum of times, lengths and last bytes. */
  static long read(Path file, boolean mapped) throws NetmapException {
    long sum = 0;
    try (SavefileReader in = mapped ? Savefiles.map(file) : Savefiles.open(file)) {
      while (in.next()) {
        ByteBuffer data = in.data();
        sum +=
            in.timestampNanos()
                + in.capturedLength()
                + in.originalLength()
                + data.get(data.limit() - 1);
      }
    }
    return sum;
  }

  /** Writes a packet so many times, a nanosecond apart; answers how many. */
  static long write(Path file, boolean pcapng, byte[] packet, int count) throws NetmapException {
    ByteBuffer data = ByteBuffer.wrap(packet);
    try (SavefileWriter out = (pcapng ? PCAPNG : PCAP).create(file, WriteOptions.REPLACE)) {
      for (int i = 0; i < count; i++) {
        out.write(i, data, packet.length);
      }
    }
    return count;
  }
}
