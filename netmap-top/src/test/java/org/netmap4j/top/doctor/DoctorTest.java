package org.netmap4j.top.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
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
import org.netmap4j.top.model.RegionReading.Pool;

/** Each finding: there when it has to be, and gone when it is mended. */
class DoctorTest {
  private static final String PARAMETERS = "/sys/module/netmap/parameters/";

  private final Case machine = new Case();

  private void gone(String check) {
    assertEquals(Optional.empty(), machine.found(check));
  }

  @Test
  void aHealthyMachineHasNothingButWhatIsWell() {
    List<Finding> findings = machine.findings();
    assertTrue(findings.stream().allMatch(f -> f.severity() == Severity.OK), findings.toString());
    assertTrue(findings.size() >= 9, findings.toString());
    assertTrue(findings.stream().allMatch(f -> f.effect().isEmpty() && f.remedy().isEmpty()));
    assertFalse(Doctor.wrong(findings));
  }

  @Test
  void theWorstComesFirst() {
    machine.up = false;
    machine.flow = new Flow(true, true, true);
    machine.holders.add("pkt-gen[4]");
    machine.hidden.add("2 processes cannot be looked into");
    List<Severity> severities = machine.findings().stream().map(Finding::severity).toList();
    assertEquals(
        List.of(Severity.FAULT, Severity.WARNING, Severity.NOTE, Severity.UNKNOWN, Severity.OK),
        severities.stream().distinct().toList());
    assertTrue(Doctor.wrong(machine.findings()));
  }

  @Test
  void notesAndUnknownsAreNotWrong() {
    machine.holders.add("pkt-gen[4]");
    machine.hidden.add("2 processes cannot be looked into");
    machine.up = null;
    assertFalse(Doctor.wrong(machine.findings()));
  }

  @Test
  void link() {
    machine.up = false;
    Finding down = machine.expect(Severity.FAULT, "link");
    assertEquals("ip link set dev eth0 up", down.remedy());
    assertEquals("nothing is received and nothing is sent", down.effect());
    machine.netmapMode = true;
    assertTrue(machine.expect(Severity.FAULT, "link").effect().contains("cannot be killed"));
    machine.up = true;
    machine.carrier = false;
    assertEquals("", machine.expect(Severity.FAULT, "link").remedy());
    machine.otherEnd = "veth1";
    assertEquals("ip link set dev veth1 up", machine.expect(Severity.FAULT, "link").remedy());
    machine.carrier = null;
    machine.expect(Severity.UNKNOWN, "link");
    machine.up = null;
    machine.expect(Severity.UNKNOWN, "link");
    machine.up = true;
    machine.carrier = true;
    gone("link");
  }

  /** The kernel takes such names: they must not become commands of whoever copies a line. */
  @Test
  void aNameIsOneWordOfTheShellInEachCommand() throws Exception {
    String name = "a;$(id)`b'\"|*";
    machine.device = name;
    machine.up = false;
    machine.loaded = false;
    machine.mtu = 9000;
    machine.flow = new Flow(true, true, true);
    machine.offloads = List.of(new Switch("gro", true, true));
    machine.rings = new Rings(128, 4096, 128, 4096);
    assertEquals(name, wordOf(machine.expect(Severity.FAULT, "link").remedy(), 5));
    assertEquals(name, wordOf(machine.expect(Severity.WARNING, "mtu").remedy(), 5));
    for (String check : List.of("flow-control", "offloads", "rings")) {
      assertEquals(name, wordOf(machine.expect(Severity.WARNING, check).remedy(), 3));
    }
    machine.up = true;
    machine.carrier = false;
    machine.otherEnd = name;
    assertEquals(name, wordOf(machine.expect(Severity.FAULT, "link").remedy(), 5));
  }

  /** A word as the shell reads it. */
  private static String wordOf(String command, int place) throws Exception {
    Process shell =
        new ProcessBuilder(
                "sh", "-c", "set -f; words() { printf %s \"$" + place + "\"; }; words " + command)
            .start();
    String word = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, shell.waitFor(), command);
    return word;
  }

  @Test
  void offloads() {
    machine.offloads =
        List.of(
            new Switch("gro", true, true),
            new Switch("lro", true, false),
            new Switch("tso", false, true),
            new Switch("rx", true, true),
            new Switch("rxvlan", true, true),
            new Switch("tx", true, true));
    Finding found = machine.expect(Severity.WARNING, "offloads");
    assertEquals("gro, lro (fixed), rxvlan, tx are on", found.evidence());
    assertEquals("ethtool -K eth0 gro off rxvlan off tx off", found.remedy());
    machine.parameters.put("generic_hwcsum", 1L);
    assertFalse(machine.expect(Severity.WARNING, "offloads").evidence().contains("tx"));
    machine.loaded = false;
    machine.parameters.clear();
    assertEquals(
        "ethtool -K eth0 gro off tx off",
        machine.expect(Severity.WARNING, "offloads").remedy(),
        "a packet socket's reader puts tags back");
    machine.offloads = List.of(new Switch("lro", true, false));
    Finding fixed = machine.expect(Severity.NOTE, "offloads");
    assertEquals("lro (fixed) is on", fixed.evidence());
    assertEquals("", fixed.remedy());
    machine.offloads = null;
    machine.expect(Severity.UNKNOWN, "offloads");
    machine.loopback = true;
    gone("offloads");
  }

  @Test
  void mtu() {
    machine.mtu = 9000;
    Finding refused = machine.expect(Severity.FAULT, "mtu");
    assertEquals(
        "echo 9216 > " + PARAMETERS + "buf_size && echo 36408 > " + PARAMETERS + "buf_num",
        refused.remedy());
    machine.loaded = false;
    assertEquals("ip link set dev eth0 mtu 1500", machine.expect(Severity.WARNING, "mtu").remedy());
    machine.mtu = 2035;
    assertTrue(machine.expect(Severity.WARNING, "mtu").evidence().contains("2,049 bytes"));
    machine.mtu = 2034;
    gone("mtu");
    machine.bufferBytes = 0;
    machine.expect(Severity.UNKNOWN, "mtu");
  }

  @Test
  void flowControl() {
    machine.flow = new Flow(true, false, true);
    Finding found = machine.expect(Severity.WARNING, "flow-control");
    assertEquals("rx off, tx on, autonegotiated on", found.evidence());
    assertEquals("ethtool -A eth0 autoneg off rx off tx off", found.remedy());
    machine.flow = new Flow(true, false, false);
    gone("flow-control");
    machine.flow = null;
    gone("flow-control");
  }

  @Test
  void ringSizes() {
    machine.rings = new Rings(256, 4096, 1024, 4096);
    assertEquals(
        "ethtool -G eth0 rx 2048 tx 2048",
        machine.expect(Severity.WARNING, "rings").remedy(),
        "no longer than a ring object of the module takes");
    machine.rings = new Rings(1024, 4096, 4096, 4096);
    assertEquals(
        "ethtool -G eth0 rx 2048 tx 4096", machine.expect(Severity.NOTE, "rings").remedy());
    machine.loaded = false;
    assertEquals(
        "ethtool -G eth0 rx 4096 tx 4096", machine.expect(Severity.NOTE, "rings").remedy());
    machine.rings = new Rings(256, 256, 256, 256);
    gone("rings");
  }

  @Test
  void losses() {
    machine.losses = List.of(new Loss("rx_missed_errors", 1234), new Loss("rx_fifo", 1));
    assertEquals(
        "rx_missed_errors +1,234, rx_fifo +1 within 1.0 s, by the driver",
        machine.expect(Severity.WARNING, "losses").evidence());
    machine.losses = java.util.Collections.nCopies(9, new Loss("drop", 1));
    assertTrue(machine.expect(Severity.WARNING, "losses").evidence().contains(" and 3 more"));
    machine.losses = List.of();
    gone("losses");
    machine.losses = null;
    gone("losses");
  }

  private RegionReading region(String engine, int id, long used) {
    return new RegionReading(
        engine, id, 1 << 20, "app[7]", List.of(new Pool("rings", 36864, 200, used)), List.of());
  }

  @Test
  void poolsThatAreNearlyUsedUp() {
    machine.regions.add(region("kernel", 1, 180));
    Finding found = machine.expect(Severity.WARNING, "pools");
    assertEquals("region 1 of the module", found.subject());
    assertEquals("rings 180 of 200 in use by the ports found", found.evidence());
    assertEquals("echo 400 > " + PARAMETERS + "ring_num", found.remedy());
    machine.regions.set(0, region("kernel", 3, 200));
    assertEquals(
        "echo 400 > " + PARAMETERS + "priv_ring_num",
        machine.expect(Severity.WARNING, "pools").remedy());
    machine.regions.set(0, region("embedded", 1, 200));
    Finding embedded = machine.expect(Severity.WARNING, "pools");
    assertEquals("region 1 of app[7]", embedded.subject());
    assertEquals("", embedded.remedy(), "no parameter changes it");
    machine.regions.set(0, region("kernel", 1, 179));
    gone("pools");
    machine.regions.set(0, new RegionReading("kernel", 2, 1, "", List.of(), List.of()));
    machine.expect(Severity.UNKNOWN, "pools");
  }

  @Test
  void poolsThatAreTooSmallForAnInterface() {
    machine.queues = 128;
    assertEquals(
        "echo 512 > " + PARAMETERS + "ring_num && echo 524288 > " + PARAMETERS + "buf_num",
        machine.expect(Severity.FAULT, "pools").remedy());
    machine.queues = 2;
    machine.rings = new Rings(4096, 4096, 4096, 4096);
    assertEquals(
        "echo 131072 > " + PARAMETERS + "ring_size",
        machine.expect(Severity.FAULT, "pools").remedy());
    machine.netmapMode = true;
    machine.mode = "native";
    gone("pools");
    machine.netmapMode = false;
    machine.loaded = false;
    gone("pools");
    machine.loaded = true;
    machine.rings = new Rings(1024, 1024, 1024, 1024);
    gone("pools");
    machine.regions.add(region("kernel", 1, 170));
    machine.parameters.put("ring_num", 175L);
    assertEquals(
        "echo 256 > " + PARAMETERS + "ring_num", machine.expect(Severity.FAULT, "pools").remedy());
  }

  @Test
  void aReaderThatStalls() {
    machine.port("eth0", PortKind.NIC, false, Case.ring(Direction.RX, 1023, false));
    Finding found = machine.expect(Severity.FAULT, "stall");
    assertEquals("eth0 of app[7]", found.subject());
    assertEquals("rx 0: all 1023 slots full, and nothing moved for 1.0 s", found.evidence());
    assertEquals("", found.remedy());
    machine.ports.set(
        0,
        new Port(
            "eth0",
            PortKind.NIC,
            false,
            "app[7]",
            List.of(7L),
            List.of(Case.ring(Direction.TX, 1023, false))));
    Finding stopped = machine.expect(Severity.FAULT, "stall");
    assertTrue(stopped.evidence().endsWith("; its process is stopped"), stopped.evidence());
    assertTrue(stopped.effect().startsWith("what it sends does not leave"), stopped.effect());
    assertEquals("kill -CONT 7", stopped.remedy());
    machine.ports.clear();
    machine.port("eth0", PortKind.NIC, false, Case.ring(Direction.RX, 1023, true));
    machine.port("eth0", PortKind.NIC, false, Case.ring(Direction.RX, 1022, false));
    machine.port("eth0/r", PortKind.MONITOR, false, Case.ring(Direction.TX, 1023, false));
    gone("stall");
    assertEquals(
        2,
        machine.findings().stream().filter(f -> f.check().equals("ports")).count(),
        "ports that are well say so, once for a name");
  }

  @Test
  void aHostRingThatNobodyReads() {
    machine.port(
        "eth0",
        PortKind.NIC,
        true,
        Case.ring(Direction.TX, 0, false),
        Case.ring(Direction.HOST_RX, 1023, false));
    assertTrue(machine.expect(Severity.FAULT, "host-ring").effect().contains("its sockets wait"));
    gone("stall");
    machine.ports.clear();
    machine.port("eth0", PortKind.NIC, true, Case.ring(Direction.TX, 0, false));
    assertTrue(
        machine.expect(Severity.NOTE, "host-ring").evidence().contains("nobody has its host ring"));
    machine.ports.clear();
    machine.port("eth0", PortKind.NIC, true, Case.ring(Direction.HOST_RX, 0, false));
    assertTrue(
        machine.expect(Severity.WARNING, "host-ring").effect().contains("open netmap:eth0*"));
    machine.ports.clear();
    machine.port("eth0", PortKind.NIC, false, Case.ring(Direction.HOST_RX, 0, false));
    gone("host-ring");
    machine.ports.clear();
    machine.port(
        "eth0",
        PortKind.NIC,
        true,
        Case.ring(Direction.TX, 0, false),
        Case.ring(Direction.HOST_RX, 1023, true));
    gone("host-ring");
  }

  @Test
  void indicesThatMakeNoSense() {
    machine.port(
        "vale0:a",
        PortKind.VALE,
        true,
        new Port.Ring(Direction.TX, 3, 1024, 5000, 0, 1023, 0, false, false));
    Finding found = machine.expect(Severity.FAULT, "indices");
    assertEquals("tx 3: head 5000, cur 0, tail 1023 of 1024 slots", found.evidence());
    machine.ports.clear();
    machine.port("vale0:a", PortKind.VALE, true, Case.ring(Direction.TX, 0, false));
    gone("indices");
  }

  @Test
  void whoMovesThePackets() {
    machine.netmapMode = true;
    machine.expect(Severity.UNKNOWN, "mode");
    machine.mode = "emulated";
    assertEquals(
        "driver ixgbe; netmap is emulated on it", machine.expect(Severity.NOTE, "mode").evidence());
    machine.mode = "native";
    gone("mode");
  }

  @Test
  void theModuleAndItsDevice() {
    machine.node = Node.REFUSED;
    Finding refused = machine.expect(Severity.WARNING, "module");
    assertTrue(refused.evidence().contains("rw------- root:root"), refused.evidence());
    assertEquals("chgrp users /dev/netmap && chmod g+rw /dev/netmap", refused.remedy());
    machine.node = Node.ABSENT;
    assertEquals(
        "mknod -m 600 /dev/netmap c 10 58", machine.expect(Severity.FAULT, "module").remedy());
    machine.deviceNumber = null;
    assertEquals(
        "modprobe -r netmap && modprobe netmap", machine.expect(Severity.FAULT, "module").remedy());
    machine.loaded = false;
    assertEquals("modprobe netmap", machine.expect(Severity.NOTE, "module").remedy());
    machine.installed = false;
    Finding none = machine.expect(Severity.NOTE, "module");
    assertTrue(none.evidence().endsWith("this kernel's modules have none"), none.evidence());
    assertEquals("", none.remedy());
    machine.loaded = true;
    machine.node = Node.USABLE;
    gone("module");
  }

  @Test
  void holders() {
    machine.holders.add("pkt-gen[4]");
    machine.holders.add("bridge[5]");
    assertEquals(
        "/dev/netmap is open in pkt-gen[4], bridge[5]",
        machine.expect(Severity.NOTE, "holders").evidence());
    machine.holders.clear();
    gone("holders");
  }

  @Test
  void privileges() {
    machine.hidden.add("2 processes cannot be looked into");
    machine.privileged = false;
    Finding found = machine.expect(Severity.UNKNOWN, "privileges");
    assertEquals("2 processes cannot be looked into", found.evidence());
    assertEquals("sudo netmap-top doctor eth0", found.remedy());
    machine.privileged = true;
    assertEquals("", machine.expect(Severity.UNKNOWN, "privileges").remedy());
    machine.hidden.clear();
    gone("privileges");
  }

  @Test
  void aProgramThatIsNotThereIsNamed() {
    machine.flow = new Flow(false, true, true);
    machine.missing = Set.of("ethtool");
    assertTrue(
        machine
            .expect(Severity.WARNING, "flow-control")
            .remedy()
            .endsWith("tx off  # install ethtool first"));
    machine.missing = Set.of("ip");
    assertTrue(machine.expect(Severity.WARNING, "flow-control").remedy().endsWith("tx off"));
  }
}
