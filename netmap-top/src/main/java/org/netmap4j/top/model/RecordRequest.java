package org.netmap4j.top.model;

import java.nio.file.Path;
import java.time.Duration;
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
  /** All packets into one new file, until it is closed. */
  public static RecordRequest into(Path file, TapRequest what) {
    return new RecordRequest(what, file, true, false, Long.MAX_VALUE, null, 0, 0);
  }
}
