package org.netmap4j.top.model;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What to record, and where to.
 *
 * @param what which packets
 * @param file the file; null for standard output
 * @param pcapng whether it is a pcapng file, which says of each packet which ring it was of
 * @param replace whether a file of that name may be overwritten
 * @param packets how many packets at most; {@link Long#MAX_VALUE} for no limit
 * @param time how long at most; null for no limit
 * @param rotateBytes a file that has as many is ended and the next begun; 0 for never
 * @param rotateFiles how many files are kept; 0 for all
 */
public record RecordRequest(
    TapRequest what,
    @Nullable Path file,
    boolean pcapng,
    boolean replace,
    long packets,
    @Nullable Duration time,
    long rotateBytes,
    int rotateFiles) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  /** All packets into one new file of pcapng, until it is closed. */
  public static RecordRequest into(Path file, TapRequest what) {
    return new RecordRequest(what, file, true, false, Long.MAX_VALUE, null, 0, 0);
  }

  /** A name for a file, without a folder: of what, and from when on. */
  public static String fileName(TapRequest what, LocalDateTime from, boolean pcapng) {
    Direction direction = what.direction();
    String way = direction == null ? "" : "-" + direction.text();
    String ring = what.ring().isPresent() ? "-" + what.ring().getAsInt() : "";
    String port = what.port().replaceAll("[^A-Za-z0-9_.-]", "_").replaceFirst("^[.-]", "_");
    return port + way + ring + "-" + TIME.format(from) + (pcapng ? ".pcapng" : ".pcap");
  }
}
