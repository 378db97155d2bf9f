package org.netmap4j.top.doctor;

import java.util.ArrayList;
import java.util.List;
import org.netmap4j.top.doctor.Device.Rings;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.Finding.Severity;
import org.netmap4j.top.units.Shell;

/** Whether an interface's own rings are as large as they can be, of use to netmap. */
final class RingSizeCheck implements Check {
  private static final String NAME = "rings";

  /** 34 microseconds of the shortest packets at 10 Gbit/s. */
  private static final int SMALL = 512;

  private static final int SLOT = 16;
  private static final int RING_HEAD = 256;

  @Override
  public List<Finding> of(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    for (Device device : evidence.devices()) {
      Rings rings = device.rings();
      if (rings != null) {
        findings.add(of(device, rings, evidence.module()));
      }
    }
    return findings;
  }

  private static Finding of(Device device, Rings rings, Evidence.Module module) {
    String sizes =
        "rx %,d of at most %,d, tx %,d of at most %,d"
            .formatted(
                rings.receive(), rings.receiveMost(), rings.transmit(), rings.transmitMost());
    int receive = best(rings.receive(), rings.receiveMost(), module);
    int transmit = best(rings.transmit(), rings.transmitMost(), module);
    if (receive == rings.receive() && transmit == rings.transmit()) {
      return Check.ok(NAME, device.name(), sizes);
    }
    return new Finding(
        NAME,
        device.name(),
        Math.min(rings.receive(), rings.transmit()) < SMALL ? Severity.WARNING : Severity.NOTE,
        sizes,
        device.netmapMode()
            ? "bursts are lost sooner; the sizes can be changed while no port has the interface"
            : "bursts are lost sooner",
        "ethtool -G %s rx %d tx %d".formatted(Shell.word(device.name()), receive, transmit));
  }

  /** A netmap ring is as long as the interface's, and must fit into a ring object. */
  private static int best(int now, int most, Evidence.Module module) {
    int limit = most;
    if (module.loaded()) {
      long object = module.parameter("ring_size", 36_864);
      limit = (int) Math.min(most, Long.highestOneBit(Math.max(1, (object - RING_HEAD) / SLOT)));
    }
    return Math.max(now, limit);
  }
}
