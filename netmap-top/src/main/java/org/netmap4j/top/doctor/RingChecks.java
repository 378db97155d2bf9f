package org.netmap4j.top.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.netmap4j.top.doctor.Port.Ring;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.Finding.Severity;
import org.netmap4j.top.model.PortKind;

/** Rings that nobody reads, that make no sense, or that can get nothing. */
final class RingChecks implements Check {
  private static final int MOST = 6;

  @Override
  public List<Finding> of(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    for (Port port : evidence.ports()) {
      indices(port, findings);
      stalls(port, evidence, findings);
      if (port.kernel() && port.kind() == PortKind.NIC) {
        host(port, evidence, findings);
      }
      if (!port.rings().isEmpty() && findings.stream().noneMatch(f -> isOf(port, f))) {
        findings.add(Check.ok("ports", subject(port), "its rings move, or have room"));
      }
    }
    return findings;
  }

  private static boolean isOf(Port port, Finding finding) {
    return finding.subject().equals(subject(port));
  }

  private static String subject(Port port) {
    return port.owner().isEmpty() ? port.name() : port.name() + " of " + port.owner();
  }

  private static void indices(Port port, List<Finding> findings) {
    List<Ring> broken = port.rings().stream().filter(ring -> !ring.legal()).toList();
    if (!broken.isEmpty()) {
      findings.add(
          new Finding(
              "indices",
              subject(port),
              Severity.FAULT,
              text(
                  broken,
                  ring ->
                      "%s: head %d, cur %d, tail %d of %d slots"
                          .formatted(
                              ring.text(), ring.head(), ring.cur(), ring.tail(), ring.slots())),
              "the ring is corrupted: packets come again, or none ever do; its program has to close"
                  + " the port and open it again",
              ""));
    }
  }

  private static void stalls(Port port, Evidence evidence, List<Finding> findings) {
    List<Ring> stuck =
        port.rings().stream()
            .filter(ring -> ring.stuck() && ring.direction() != Direction.HOST_TX)
            .filter(ring -> !(port.kernel() && ring.direction() == Direction.HOST_RX))
            .filter(ring -> port.kind() != PortKind.MONITOR || ring.direction() == Direction.RX)
            .toList();
    if (stuck.isEmpty()) {
      return;
    }
    boolean receives = stuck.stream().anyMatch(ring -> ring.direction() != Direction.TX);
    findings.add(
        new Finding(
            "stall",
            subject(port),
            Severity.FAULT,
            text(stuck, ring -> "%s: all %d slots".formatted(ring.text(), ring.slots() - 1))
                + " full, and nothing moved for %.1f s".formatted(evidence.run().seconds())
                + (port.stopped().isEmpty() ? "" : "; its process is stopped"),
            receives
                ? "its program does not read: what comes is lost"
                : "what it sends does not leave: the link or the reader at the other end stands"
                    + " still",
            wake(port)));
  }

  private static String wake(Port port) {
    return port.stopped().isEmpty()
        ? ""
        : "kill -CONT "
            + port.stopped().stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  /** The module gives a host ring only what the stack sends through queues in netmap mode. */
  private static void host(Port port, Evidence evidence, List<Finding> findings) {
    List<Ring> unread =
        port.rings().stream()
            .filter(ring -> ring.direction() == Direction.HOST_RX && ring.stuck())
            .toList();
    if (!unread.isEmpty()) {
      findings.add(
          new Finding(
              "host-ring",
              subject(port),
              Severity.FAULT,
              text(unread, ring -> "%s: all %d slots".formatted(ring.text(), ring.slots() - 1))
                  + " full, and nothing moved for %.1f s".formatted(evidence.run().seconds()),
              "what the host sends is lost, and its sockets wait for room that never comes",
              wake(port)));
    }
    boolean read = port.has(Direction.HOST_RX);
    if (read && !port.has(Direction.TX)) {
      findings.add(
          new Finding(
              "host-ring",
              subject(port),
              Severity.WARNING,
              "its host ring is open, but none of its transmit queues is in netmap mode",
              "what the host sends goes past the ring; open netmap:%s* instead of netmap:%s^"
                  .formatted(port.name(), port.name()),
              ""));
    } else if (!read && port.has(Direction.TX)) {
      findings.add(
          new Finding(
              "host-ring",
              subject(port),
              Severity.NOTE,
              "it is in netmap mode, and nobody has its host ring open",
              "the host is cut off from it: what it sends there is lost; open netmap:%s* to pass it"
                      .formatted(port.name())
                  + " on",
              ""));
    }
  }

  private static String text(List<Ring> rings, java.util.function.Function<Ring, String> one) {
    String text = rings.stream().limit(MOST).map(one).collect(Collectors.joining(", "));
    return rings.size() > MOST ? text + " and " + (rings.size() - MOST) + " more" : text;
  }
}
