package org.netmap4j.top.doctor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.doctor.Device.Flow;
import org.netmap4j.top.doctor.Device.Loss;
import org.netmap4j.top.doctor.Device.Rings;
import org.netmap4j.top.doctor.Device.Switch;
import org.netmap4j.top.doctor.Evidence.Node;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.Finding.Severity;
import org.netmap4j.top.model.PortKind;
import org.netmap4j.top.model.RegionReading;

/** A machine on which all is well, but for what a test changes. */
final class Case {
  String device = "eth0";
  boolean loaded = true;
  @Nullable Boolean installed = true;
  Node node = Node.USABLE;
  @Nullable String deviceNumber = "10:58";
  final Map<String, Long> parameters = new HashMap<>();
  boolean loopback;
  @Nullable Boolean up = true;
  @Nullable Boolean carrier = true;
  @Nullable String otherEnd;
  int mtu = 1500;
  long bufferBytes = 2048;
  int queues = 2;
  boolean netmapMode;
  @Nullable String mode;
  @Nullable List<Switch> offloads = List.of(new Switch("gro", false, true));
  @Nullable Flow flow = new Flow(false, false, false);
  @Nullable Rings rings = new Rings(1024, 1024, 1024, 1024);
  @Nullable List<Loss> losses = List.of();
  final List<Port> ports = new ArrayList<>();
  final List<RegionReading> regions = new ArrayList<>();
  final List<String> holders = new ArrayList<>();
  final List<String> hidden = new ArrayList<>();
  boolean privileged = true;
  Set<String> missing = Set.of();

  /** A ring of 1,024 slots, as both looks found it unless {@code moved}. */
  static Port.Ring ring(Direction direction, int used, boolean moved) {
    return new Port.Ring(direction, 0, 1024, 0, 0, used, used, true, moved);
  }

  void port(String name, PortKind kind, boolean kernel, Port.Ring... rings) {
    ports.add(new Port(name, kind, kernel, "app[7]", List.of(), List.of(rings)));
  }

  Evidence evidence() {
    return new Evidence(
        new Evidence.Module(
            loaded, installed, node, "rw------- root:root", deviceNumber, parameters),
        List.of(
            new Device(
                device,
                loopback,
                "ixgbe",
                up,
                carrier,
                otherEnd,
                mtu,
                bufferBytes,
                queues,
                queues,
                netmapMode,
                mode,
                offloads,
                flow,
                rings,
                losses)),
        ports,
        regions,
        holders,
        new Evidence.Run(privileged, "users", "netmap-top doctor eth0", hidden, missing, 1));
  }

  List<Finding> findings() {
    return Doctor.examine(evidence());
  }

  /** What a check says that is not ok. */
  Optional<Finding> found(String check) {
    return findings().stream()
        .filter(f -> f.check().equals(check) && f.severity() != Severity.OK)
        .findFirst();
  }

  /** What a check must find. */
  Finding expect(Severity severity, String check) {
    Finding finding =
        found(check).orElseThrow(() -> new AssertionError("no " + check + ": " + findings()));
    if (finding.severity() != severity) {
      throw new AssertionError(finding.toString());
    }
    return finding;
  }
}
