package org.netmap4j.top.doctor;

import java.util.ArrayList;
import java.util.List;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.Finding.Severity;
import org.netmap4j.top.units.Shell;

/** Whether the longest packet fits into a buffer. */
final class MtuCheck implements Check {
  private static final String NAME = "mtu";
  private static final int HEADER = 14;
  private static final int USUAL = 1500;

  /** Buffers are cut to whole cache lines; a round number is easier to read. */
  private static final long ROUND = 1024;

  @Override
  public List<Finding> of(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    for (Device device : evidence.devices()) {
      if (!device.loopback()) {
        findings.add(of(device, evidence.module()));
      }
    }
    return findings;
  }

  private static Finding of(Device device, Evidence.Module module) {
    if (device.mtu() <= 0 || device.bufferBytes() <= 0) {
      return Check.unknown(NAME, device.name(), "the MTU or the buffers' size is not known");
    }
    long longest = device.mtu() + (long) HEADER;
    String sizes =
        "MTU %,d: packets of up to %,d bytes; buffers of %,d bytes"
            .formatted(device.mtu(), longest, device.bufferBytes());
    if (longest <= device.bufferBytes()) {
      return Check.ok(NAME, device.name(), sizes);
    }
    boolean refused = module.loaded();
    return new Finding(
        NAME,
        device.name(),
        refused ? Severity.FAULT : Severity.WARNING,
        sizes,
        refused
            ? "the module refuses to open its receive rings, or drops longer packets"
            : "a long packet takes several slots, and a slower way",
        refused
            ? larger(longest, module)
            : "ip link set dev " + Shell.word(device.name()) + " mtu " + USUAL);
  }

  /** Larger buffers, and fewer: the region stays about as large as it was to be. */
  private static String larger(long longest, Evidence.Module module) {
    long bytes = (longest + ROUND - 1) / ROUND * ROUND;
    long memory = module.parameter("buf_num", 163_840) * module.parameter("buf_size", 2048);
    return "echo %d > %sbuf_size && echo %d > %sbuf_num"
        .formatted(bytes, PARAMETERS, memory / bytes, PARAMETERS);
  }
}
