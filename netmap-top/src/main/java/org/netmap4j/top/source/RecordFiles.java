package org.netmap4j.top.source;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netmap4j.error.NetmapException;
import org.netmap4j.savefile.CaptureInterface;
import org.netmap4j.savefile.InterfaceStatistics;
import org.netmap4j.savefile.PcapHeader;
import org.netmap4j.savefile.PcapWriter;
import org.netmap4j.savefile.PcapngWriter;
import org.netmap4j.savefile.RotatingWriter;
import org.netmap4j.savefile.Rotation;
import org.netmap4j.savefile.SavefileFormat;
import org.netmap4j.savefile.SavefileWriter;
import org.netmap4j.savefile.SectionHeader;
import org.netmap4j.savefile.TimestampResolution;
import org.netmap4j.savefile.TimestampUnit;
import org.netmap4j.savefile.WriteOptions;
import org.netmap4j.top.model.RecordRequest;

/** The files of a recording: one, one after the other, or standard output. */
final class RecordFiles implements AutoCloseable {
  private static final String STANDARD_OUTPUT = "-";

  private final RecordRequest request;
  private final List<CaptureInterface> interfaces;
  private final SectionHeader section = SectionHeader.of("netmap-top");
  private final SavefileWriter writer;

  /** The file of pcapng that is written now. */
  private @Nullable PcapngWriter current;

  private RecordFiles(RecordRequest request, List<CaptureInterface> interfaces)
      throws NetmapException {
    this.request = request;
    this.interfaces = interfaces;
    writer = writer();
  }

  /** Makes the first file, unless a packet decides its name. */
  static RecordFiles open(RecordRequest request, List<Feed.Lane> lanes) throws NetmapException {
    List<CaptureInterface> interfaces = new ArrayList<>();
    for (Feed.Lane lane : lanes) {
      interfaces.add(
          new CaptureInterface(
              PcapHeader.ETHERNET,
              request.what().snaplen(),
              "%s %s %d".formatted(request.what().port(), lane.direction().text(), lane.number()),
              "",
              TimestampResolution.NANOS,
              0,
              List.of()));
    }
    return new RecordFiles(request, interfaces);
  }

  private SavefileWriter writer() throws NetmapException {
    Path file = request.file();
    if (file == null) {
      return output();
    }
    boolean device = Files.exists(file) && !Files.isRegularFile(file);
    WriteOptions options =
        request.replace() || device ? WriteOptions.REPLACE : WriteOptions.NEW_FILE;
    return request.rotateBytes() > 0
        ? new RotatingWriter(
            file.toString(),
            format(),
            Rotation.bySize(request.rotateBytes()).keep(request.rotateFiles()),
            options)
        : format().create(file, options);
  }

  private SavefileWriter output() throws NetmapException {
    StandardOutput channel = new StandardOutput();
    if (!request.pcapng()) {
      return PcapWriter.over(channel, "standard output", header());
    }
    return begun(PcapngWriter.over(channel, "standard output", section, WriteOptions.REPLACE));
  }

  private SavefileFormat format() {
    return request.pcapng()
        ? (path, options) -> begun(PcapngWriter.create(path, section, options))
        : SavefileFormat.pcap(header());
  }

  private PcapHeader header() {
    return new PcapHeader(
        TimestampUnit.NANOS,
        ByteOrder.nativeOrder(),
        request.what().snaplen(),
        PcapHeader.ETHERNET);
  }

  private PcapngWriter begun(PcapngWriter file) throws NetmapException {
    current = file;
    try {
      for (CaptureInterface one : interfaces) {
        file.addInterface(one);
      }
    } catch (NetmapException e) {
      file.close();
      throw e;
    }
    return file;
  }

  /** Writes a packet of a lane. */
  void write(int lane, long nanos, ByteBuffer packet, int length) throws NetmapException {
    writer.write(request.pcapng() ? lane : 0, nanos, packet, length);
  }

  void flush() throws NetmapException {
    writer.flush();
  }

  /** The size of all files together; after a failure, of what is whole in them. */
  long bytes() {
    return writer.bytes();
  }

  /** The file that is written now. */
  String name() {
    if (request.file() == null) {
      return STANDARD_OUTPUT;
    }
    return writer instanceof RotatingWriter rotating && !rotating.files().isEmpty()
        ? rotating.files().getLast().toString()
        : request.file().toString();
  }

  /** Writes a lane's counters at the end of the last file, where its format has a place. */
  void statistics(InterfaceStatistics counters) throws NetmapException {
    if (current != null) {
      current.statistics(counters);
    }
  }

  @Override
  public void close() throws NetmapException {
    writer.close();
  }
}
