package org.netmap4j.top.model;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked to see, as checked by the command line.
 *
 * @param ports the portspecs, as written; empty for every interface that is up
 * @param engine {@code auto}, {@code kernel} or {@code embedded}
 * @param replay the savefile to play back; null for none
 * @param replaySpeed how many times faster than recorded; {@link Double#POSITIVE_INFINITY} for as
 *     fast as it goes
 * @param demo whether generators stand in for ports
 * @param promiscuous whether the interfaces are to take every frame
 */
public record SourceRequest(
    List<String> ports,
    String engine,
    @Nullable Path replay,
    double replaySpeed,
    boolean demo,
    boolean promiscuous) {
  /** Copies the list. */
  public SourceRequest {
    ports = List.copyOf(ports);
  }
}
