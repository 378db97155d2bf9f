package org.netmap4j.observe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The rings of this machine that can be seen, at one moment.
 *
 * @param time when, by the wall clock
 * @param nanos when, by {@link System#nanoTime}
 * @param regions the regions
 * @param deviceHolders the processes that have /dev/netmap open
 * @param refusals what is there and cannot be read
 * @param closedProcesses processes whose descriptors cannot be looked at: they may hold rings
 */
public record Inventory(
    Instant time,
    long nanos,
    List<ObservedRegion> regions,
    List<Owner> deviceHolders,
    List<Refusal> refusals,
    int closedProcesses) {
  /** What lets a reader see everything. */
  static final String REMEDY = "run as root, or with CAP_SYS_PTRACE and the owner's capabilities";

  /** Copies the lists. */
  public Inventory {
    regions = List.copyOf(regions);
    deviceHolders = List.copyOf(deviceHolders);
    refusals = List.copyOf(refusals);
  }

  /** What cannot be seen, and what would help: a line for each, none when all can. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    refusals.forEach(refusal -> notes.add(refusal.message()));
    if (closedProcesses > 0) {
      notes.add(
          "%d process%s of others cannot be looked into; %s"
              .formatted(closedProcesses, closedProcesses == 1 ? "" : "es", REMEDY));
    }
    return notes;
  }
}
