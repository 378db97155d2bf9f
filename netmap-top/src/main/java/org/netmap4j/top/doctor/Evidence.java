package org.netmap4j.top.doctor;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.model.RegionReading;

/**
 * All that the checks look at, from two looks a moment apart.
 *
 * @param module netmap's module
 * @param devices the interfaces in question
 * @param ports the ports of netmap that were found, on either engine
 * @param regions the memory regions that were found
 * @param holders the processes that have /dev/netmap open
 * @param run this run
 */
public record Evidence(
    Module module,
    List<Device> devices,
    List<Port> ports,
    List<RegionReading> regions,
    List<String> holders,
    Run run) {
  /** Copies the lists. */
  public Evidence {
    devices = List.copyOf(devices);
    ports = List.copyOf(ports);
    regions = List.copyOf(regions);
    holders = List.copyOf(holders);
  }

  /**
   * netmap's module.
   *
   * @param loaded whether it is loaded
   * @param installed whether it could be; null where that is not known
   * @param node /dev/netmap
   * @param nodeText its permissions and owners, as ls(1) shows them
   * @param deviceNumber {@code 10:58}, or so; null where that is not known
   * @param parameters its parameters, by name
   */
  public record Module(
      boolean loaded,
      @Nullable Boolean installed,
      Node node,
      String nodeText,
      @Nullable String deviceNumber,
      Map<String, Long> parameters) {
    /** Copies the map. */
    public Module {
      parameters = Map.copyOf(parameters);
    }

    /** A parameter; {@code otherwise} where it is not known. */
    long parameter(String name, long otherwise) {
      return parameters.getOrDefault(name, otherwise);
    }
  }

  /** What /dev/netmap is to this process. */
  public enum Node {
    /** It is not there. */
    ABSENT,
    /** It may not be opened. */
    REFUSED,
    /** It may be opened. */
    USABLE
  }

  /**
   * This run.
   *
   * @param privileged whether it has what sudo would give it
   * @param group its group, by name
   * @param command the command line that runs it, without sudo
   * @param hidden what could not be looked at, and why
   * @param missing the programs of remedies that this machine does not have
   * @param seconds between the two looks
   */
  public record Run(
      boolean privileged,
      String group,
      String command,
      List<String> hidden,
      Set<String> missing,
      double seconds) {
    /** Copies the collections. */
    public Run {
      hidden = List.copyOf(hidden);
      missing = Set.copyOf(missing);
    }
  }
}
