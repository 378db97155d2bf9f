package org.netmap4j.savefile;

import java.nio.file.Path;
import java.util.List;
import org.netmap4j.error.NetmapError.BadFile;
import org.netmap4j.error.NetmapException;

/** Makes savefiles that begin alike. */
@FunctionalInterface
public interface SavefileFormat {
  /**
   * Makes a file, with all that comes before the packets.
   *
   * @throws NetmapException with {@link BadFile} if that fails
   */
  SavefileWriter create(Path file, WriteOptions options) throws NetmapException;

  /** pcap files. */
  static SavefileFormat pcap(PcapHeader header) {
    return (file, options) -> PcapWriter.create(file, header, options);
  }

  /** pcapng files of one section; the packets' interfaces are these, from 0. */
  static SavefileFormat pcapng(SectionHeader section, List<CaptureInterface> interfaces) {
    List<CaptureInterface> all = List.copyOf(interfaces);
    return (file, options) -> {
      PcapngWriter writer = PcapngWriter.create(file, section, options);
      try {
        for (CaptureInterface one : all) {
          writer.addInterface(one);
        }
        return writer;
      } catch (NetmapException | RuntimeException e) {
        writer.close();
        throw e;
      }
    };
  }
}
