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
 * @param take the interfaces to be taken from the host
 * @param inline the interfaces to be put between the host and the wire
 */
public record SourceRequest(
    List<String> ports,
    String engine,
    @Nullable Path replay,
    double replaySpeed,
    boolean demo,
    boolean promiscuous,
    List<String> take,
    List<String> inline) {
  /** What is only looked at. */
  public SourceRequest(
      List<String> ports,
      String engine,
      @Nullable Path replay,
      double replaySpeed,
      boolean demo,
      boolean promiscuous) {
    this(ports, engine, replay, replaySpeed, demo, promiscuous, List.of(), List.of());
  }

  /** Copies the lists. */
  public SourceRequest {
    ports = List.copyOf(ports);
    take = List.copyOf(take);
    inline = List.copyOf(inline);
  }

  /** Whether interfaces are put into netmap mode, which hurts whoever uses them. */
  public boolean holds() {
    return !take.isEmpty() || !inline.isEmpty();
  }
}
