package org.netmap4j.top.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.netmap4j.top.doctor.Device.Rings;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.Finding.Severity;
import org.netmap4j.top.model.RegionReading;
import org.netmap4j.top.model.RegionReading.Pool;

/** Whether the regions have objects left, and the module's are large enough for an interface. */
final class PoolCheck implements Check {
  private static final String NAME = "pools";
  private static final double NEARLY = 0.9;
  private static final int SLOT = 16;
  private static final int RING_HEAD = 256;
  private static final int RESERVED_BUFFERS = 2;

  @Override
  public List<Finding> of(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    for (RegionReading region : evidence.regions()) {
      String subject = "region " + region.id() + " of " + owner(region);
      if (region.pools().isEmpty()) {
        findings.add(Check.unknown(NAME, subject, "the module does not say what is in it"));
        continue;
      }
      List<Pool> full = region.pools().stream().filter(PoolCheck::nearlyFull).toList();
      full.forEach(pool -> findings.add(of(region, subject, pool)));
      if (full.isEmpty()) {
        findings.add(
            Check.ok(
                NAME,
                subject,
                region.pools().stream().map(PoolCheck::text).collect(Collectors.joining(", "))));
      }
    }
    if (evidence.module().loaded()) {
      for (Device device : evidence.devices()) {
        if (!device.netmapMode()) {
          findings.add(need(device, evidence));
        }
      }
    }
    return findings;
  }

  private static String owner(RegionReading region) {
    if (region.engine().equals("kernel")) {
      return "the module";
    }
    return region.owner().isEmpty() ? "this process" : region.owner();
  }

  private static Finding of(RegionReading region, String subject, Pool pool) {
    return new Finding(
        NAME,
        subject,
        Severity.WARNING,
        text(pool) + " in use by the ports found",
        "the next port that is opened there may be refused for want of memory",
        region.engine().equals("kernel")
            ? "echo %d > %s%s%s_num"
                .formatted(
                    2 * Math.max(1, pool.total()),
                    PARAMETERS,
                    region.id() == 1 ? "" : "priv_",
                    parameter(pool.name()))
            : "");
  }

  private static boolean nearlyFull(Pool pool) {
    return pool.used() >= NEARLY * pool.total();
  }

  private static String text(Pool pool) {
    return "%s %,d of %,d".formatted(pool.name(), pool.used(), pool.total());
  }

  private static String parameter(String pool) {
    return switch (pool) {
      case "interfaces" -> "if";
      case "rings" -> "ring";
      default -> "buf";
    };
  }

  /** What opening the interface with its host rings takes of region 1, as that is to be made. */
  private static Finding need(Device device, Evidence evidence) {
    Evidence.Module module = evidence.module();
    long usual = module.parameter("generic_ringsize", 1024);
    Rings own = device.rings();
    long receive = own == null ? usual : own.receive();
    long transmit = own == null ? usual : own.transmit();
    long bytes = RING_HEAD + SLOT * Math.max(receive, transmit);
    long rings = device.receiveQueues() + device.transmitQueues() + 2L;
    long buffers =
        RESERVED_BUFFERS
            + device.receiveQueues() * receive
            + device.transmitQueues() * transmit
            + receive
            + transmit;
    String text =
        "opening it takes %,d rings of %,d bytes and %,d buffers".formatted(rings, bytes, buffers);
    List<String> commands = new ArrayList<>();
    raise("ring_size", bytes, 36_864, module, commands);
    raise("ring_num", rings + used(evidence, "rings"), 200, module, commands);
    raise("buf_num", buffers + used(evidence, "buffers"), 163_840, module, commands);
    return commands.isEmpty()
        ? Check.ok(NAME, device.name(), text)
        : new Finding(
            NAME,
            device.name(),
            Severity.FAULT,
            text + "; the module's parameters allow less",
            "it cannot be opened through the module: ENOMEM",
            String.join(" && ", commands));
  }

  private static void raise(
      String parameter, long wanted, long standard, Evidence.Module module, List<String> to) {
    if (wanted > module.parameter(parameter, standard)) {
      to.add("echo %d > %s%s".formatted(Long.highestOneBit(wanted) * 2, PARAMETERS, parameter));
    }
  }

  private static long used(Evidence evidence, String pool) {
    return evidence.regions().stream()
        .filter(region -> region.engine().equals("kernel") && region.id() == 1)
        .flatMap(region -> region.pools().stream())
        .filter(one -> one.name().equals(pool))
        .mapToLong(Pool::used)
        .sum();
  }
}
