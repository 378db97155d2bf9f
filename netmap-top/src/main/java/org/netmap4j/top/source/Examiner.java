package org.netmap4j.top.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.host.DriverCounter;
import org.netmap4j.host.Ethtool;
import org.netmap4j.host.NetInterface;
import org.netmap4j.host.NetInterfaces;
import org.netmap4j.observe.InterfaceFacts;
import org.netmap4j.observe.Inventory;
import org.netmap4j.observe.ModuleFacts;
import org.netmap4j.observe.Observer;
import org.netmap4j.top.doctor.Device;
import org.netmap4j.top.doctor.Doctor;
import org.netmap4j.top.doctor.Evidence;
import org.netmap4j.top.doctor.Port;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.RegionReading;

/**
 * Gathers what the doctor looks at: two looks, a moment apart. Takes that moment, and as long as
 * the kernel wants to answer.
 */
public final class Examiner {
  private static final Duration APART = Duration.ofSeconds(1);
  private static final List<String> PROGRAMS = List.of("ethtool", "ip");

  /** linux/capability.h. */
  private static final int CAP_SYS_PTRACE = 19;

  private final List<String> asked;
  private final String command;

  /** What can be seen of the rings at a moment. */
  @FunctionalInterface
  interface Looks {
    /** A look; null when there was none. */
    @Nullable Inventory look();
  }

  /**
   * Examines these interfaces; all that are up, and all ports, where there are none.
   *
   * @param asked their names
   * @param command the command line that asked
   */
  public Examiner(List<String> asked, String command) {
    this.asked = List.copyOf(asked);
    this.command = command;
  }

  /**
   * Looks twice, and says what was found.
   *
   * @throws NetmapException one of the interfaces is not there
   */
  public List<Finding> examine() throws NetmapException, InterruptedException {
    for (String name : asked) {
      if (!NetInterfaces.exists(name)) {
        throw new NetmapException(new NetmapError.NoSuchPort(name, NetInterfaces.names()));
      }
    }
    try (Observer observer = Observer.open()) {
      return Doctor.examine(gather(observer::look));
    }
  }

  /** What the checks are to look at, by looks of somebody's. */
  Evidence gather(Looks looks) throws InterruptedException {
    long start = System.nanoTime();
    Inventory first = looks.look();
    Map<String, List<DriverCounter>> before = new LinkedHashMap<>();
    for (String name : names(first)) {
      before.put(name, Ethtool.counters(name));
    }
    Thread.sleep(APART);
    Inventory second = looks.look();
    ModuleFacts module = ModuleFacts.now();
    Set<String> taken = second == null ? Set.of() : PortLooks.inNetmapMode(second);
    List<Device> devices = new ArrayList<>();
    before.forEach((name, counters) ->
        InterfaceFacts.of(name)
            .map(facts -> DeviceFacts.examined(facts, counters, module, taken.contains(name)))
            .ifPresent(devices::add));
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Evidence(
        module(module),
        devices,
        ports(first, second),
        second == null ? List.of() : regions(second),
        second == null ? List.of() : holders(second),
        new Evidence.Run(
            isPrivileged(),
            group(),
            command,
            second == null ? List.of() : second.notes(),
            missing(),
            seconds));
  }

  private Collection<String> names(@Nullable Inventory inventory) {
    if (!asked.isEmpty()) {
      return asked;
    }
    Set<String> names = new TreeSet<>();
    NetInterfaces.list().stream()
        .filter(device -> device.up() && !device.loopback())
        .map(NetInterface::name)
        .forEach(names::add);
    if (inventory != null) {
      names.addAll(PortLooks.inNetmapMode(inventory));
    }
    return names;
  }

  /** None where both looks are one: then nothing moved that could have. */
  private List<Port> ports(@Nullable Inventory first, @Nullable Inventory second) {
    if (first == null || second == null || first.nanos() == second.nanos()) {
      return List.of();
    }
    return PortLooks.of(first, second, asked.isEmpty() ? null : Set.copyOf(asked));
  }

  /**
   * Where interfaces were asked for, those that they are in; the module's NICs are in the first.
   */
  private List<RegionReading> regions(Inventory inventory) {
    return RegionReadings.of(inventory).stream()
        .filter(region ->
            asked.isEmpty()
                || (region.engine().equals(PortLooks.KERNEL) && region.id() == 1)
                || region.ports().stream().map(PortLooks::base).anyMatch(asked::contains))
        .toList();
  }

  private static List<String> holders(Inventory inventory) {
    return inventory.deviceHolders().stream()
        .filter(owner -> !owner.self())
        .map(owner -> owner.toString())
        .toList();
  }

  private static Evidence.Module module(ModuleFacts facts) {
    ModuleFacts.Node node = facts.node().orElse(null);
    return new Evidence.Module(
        facts.loaded(),
        facts.installed().orElse(null),
        node == null
            ? Evidence.Node.ABSENT
            : node.usable() ? Evidence.Node.USABLE : Evidence.Node.REFUSED,
        node == null ? "" : "%s %s:%s".formatted(node.permissions(), node.owner(), node.group()),
        facts.deviceNumber().orElse(null),
        facts.parameters());
  }

  /** Whether it may look into others' processes: what sudo would give it, it has. */
  private static boolean isPrivileged() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("CapEff:")) {
          long capabilities = Long.parseUnsignedLong(line.substring(7).strip(), 16);
          return (capabilities >>> CAP_SYS_PTRACE & 1) != 0;
        }
      }
    } catch (IOException | NumberFormatException e) {
      // no /proc: nothing of the kind is known
    }
    return false;
  }

  /** The group that this process runs with. */
  private static String group() {
    try {
      return Files.readAttributes(Path.of("/proc/self"), PosixFileAttributes.class)
          .group()
          .getName();
    } catch (IOException e) {
      return "$(id -gn)";
    }
  }

  private static Set<String> missing() {
    String path = System.getenv().getOrDefault("PATH", "");
    // what only root has on its path is there all the same
    List<String> folders =
        Stream.concat(Stream.of(path.split(":", -1)), Stream.of("/usr/sbin", "/sbin"))
            .filter(folder -> folder.startsWith("/"))
            .toList();
    return PROGRAMS.stream()
        .filter(program ->
            folders.stream()
                .noneMatch(folder -> Files.isExecutable(Path.of(folder).resolve(program))))
        .collect(Collectors.toUnmodifiableSet());
  }
}
