package org.netmap4j.compat.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.netmap4j.compat.Commands;
import org.netmap4j.compat.DoctorRun;
import org.netmap4j.compat.DoctorRun.Found;
import org.netmap4j.compat.ExampleRun;
import org.netmap4j.compat.Hoarder;
import org.netmap4j.compat.Traffic;
import org.netmap4j.compat.VethPair;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.Registration;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.observe.ModuleFacts;

/** What the doctor finds of the module is real, and its commands mend it. */
@Tag("kernel")
class DoctorKernelTest {
  private static final Path PARAMETERS = Path.of("/sys/module/netmap/parameters");

  private static ExampleRun hoard(VethPair pair, String port) throws Exception {
    ExampleRun run = ExampleRun.startMain(pair.near, "kernel", Hoarder.class.getName(), port);
    run.await("ready");
    return run;
  }

  private static void gone(DoctorRun run, String check, String subject) throws IOException {
    assertEquals(Optional.empty(), run.found(check, subject), run.out());
  }

  @Test
  void anEmulatedNicWithAHostRingThatNobodyReads() throws Exception {
    Kernel.engine();
    try (VethPair pair = VethPair.create(1, 1500)) {
      pair.neighbours();
      Commands.ok("ip netns exec " + pair.near + " ethtool -K " + pair.a + " tx off gso off");
      try (ExampleRun hoarder = hoard(pair, "netmap:" + pair.a + "*")) {
        Traffic.datagrams(pair.near, "192.0.2.2", 2000);
        hoarder.await("full");
        Commands.ok("kill -STOP " + hoarder.pid());
        DoctorRun sick = DoctorRun.inside(pair.near, pair.a);
        assertEquals(1, sick.code(), sick.out());
        Found mode = sick.expect("note", "mode", pair.a);
        assertEquals("driver veth; netmap is emulated on it", mode.evidence());
        assertTrue(
            sick.expect("note", "holders", "host").evidence().contains("java[" + hoarder.pid()),
            sick.out());
        assertTrue(
            sick.all("pools", "region 1 of the module")
                .orElseThrow()
                .evidence()
                .contains("rings 4"),
            sick.out());
        Found host = sick.expect("fault", "host-ring", pair.a + " of ");
        assertTrue(host.evidence().startsWith("host-rx 0: all 1023 slots full"), host.evidence());
        Commands.ok(host.remedy());
        hoarder.await("reads");
        DoctorRun well = DoctorRun.inside(pair.near, pair.a);
        gone(well, "host-ring", pair.a);
        gone(well, "pools", "region 1");
      }
      DoctorRun closed = DoctorRun.inside(pair.near, pair.a);
      gone(closed, "mode", pair.a);
      gone(closed, "holders", "host");
    }
  }

  @Test
  void aHostRingWithoutATransmitQueueInNetmapMode() throws Exception {
    Kernel.engine();
    try (VethPair pair = VethPair.create(1, 1500)) {
      try (ExampleRun host = hoard(pair, "netmap:" + pair.a + "^")) {
        DoctorRun sick = DoctorRun.inside(pair.near, pair.a);
        assertTrue(
            sick.expect("warning", "host-ring", pair.a).evidence().contains("none of its transmit"),
            sick.out());
        try (ExampleRun nic = hoard(pair, "netmap:" + pair.a)) {
          gone(DoctorRun.inside(pair.near, pair.a), "host-ring", pair.a);
          assertTrue(nic.isAlive() && host.isAlive());
        }
      }
      try (ExampleRun nic = hoard(pair, "netmap:" + pair.a)) {
        DoctorRun cut = DoctorRun.inside(pair.near, pair.a);
        assertTrue(
            cut.expect("note", "host-ring", pair.a).evidence().contains("nobody has its host ring"),
            cut.out());
        assertTrue(nic.isAlive());
      }
    }
  }

  @Test
  void packetsThatDoNotFitIntoTheModulesBuffers() throws Exception {
    Kernel.engine();
    try (VethPair pair = VethPair.create(1, 9000);
        Parameters kept = Parameters.keep("buf_size", "buf_num")) {
      Found mtu = DoctorRun.inside(pair.near, pair.a).expect("fault", "mtu", pair.a);
      kept.run(mtu.remedy());
      gone(DoctorRun.inside(pair.near, pair.a), "mtu", pair.a);
    }
  }

  @Test
  void poolsThatAreTooSmallAndThatAreUsedUp() throws Exception {
    Kernel.engine();
    try (VethPair pair = VethPair.create(4, 1500);
        Parameters kept = Parameters.keep("ring_num", "buf_num")) {
      kept.set("ring_num", 8);
      Found need = DoctorRun.inside(pair.near, pair.a).expect("fault", "pools", pair.a);
      assertTrue(need.evidence().startsWith("opening it takes 10 rings"), need.evidence());
      kept.run(need.remedy());
      gone(DoctorRun.inside(pair.near, pair.a), "pools", pair.a);
      kept.set("ring_num", 10);
      Found full;
      try (ExampleRun nic = hoard(pair, "netmap:" + pair.a + "*")) {
        full = DoctorRun.inside(pair.near, pair.a).expect("warning", "pools", "region 1");
        assertEquals("rings 10 of 10 in use by the ports found", full.evidence());
        assertTrue(nic.isAlive());
      }
      kept.run(full.remedy());
      try (ExampleRun nic = hoard(pair, "netmap:" + pair.a + "*")) {
        DoctorRun well = DoctorRun.inside(pair.near, pair.a);
        gone(well, "pools", "region 1");
        assertTrue(well.all("pools", "region 1").orElseThrow().evidence().contains("10 of 20"));
        assertTrue(nic.isAlive());
      }
    }
  }

  /** Parameters that are put back. */
  private record Parameters(Map<String, String> before) implements AutoCloseable {
    static Parameters keep(String... names) throws IOException {
      Map<String, String> before = new java.util.TreeMap<>();
      for (String name : names) {
        before.put(name, Files.readString(PARAMETERS.resolve(name)).strip());
      }
      return new Parameters(before);
    }

    void set(String name, int value) throws IOException {
      assertTrue(before.containsKey(name));
      Files.writeString(PARAMETERS.resolve(name), Integer.toString(value));
    }

    void run(String command) throws IOException {
      assertTrue(before.keySet().stream().anyMatch(command::contains), command);
      Commands.ok(command);
    }

    @Override
    public void close() throws IOException {
      for (Map.Entry<String, String> parameter : before.entrySet()) {
        Files.writeString(PARAMETERS.resolve(parameter.getKey()), parameter.getValue());
      }
    }
  }

  @Test
  void indicesThatMakeNoSense() throws Exception {
    RegisterRequest request =
        new RegisterRequest("vale7:bad", NetmapAbi.REG_ALL_NIC, 0, 0, 0, 0, Geometry.ANY, false);
    Registration port = Kernel.engine().register(request);
    try {
      MemorySegment memory = port.region();
      long nifp = port.reply().nifpOffset();
      long ring = nifp + memory.get(JAVA_LONG, nifp + NetmapAbi.IF_RING_OFS);
      int head = memory.get(JAVA_INT, ring + NetmapAbi.RING_HEAD);
      memory.set(JAVA_INT, ring + NetmapAbi.RING_HEAD, 70_000);
      DoctorRun sick = DoctorRun.here();
      Found found = sick.expect("fault", "indices", "vale7:bad of ");
      assertTrue(found.evidence().startsWith("tx 0: head 70000, cur 0, tail"), found.evidence());
      memory.set(JAVA_INT, ring + NetmapAbi.RING_HEAD, head);
      gone(DoctorRun.here(), "indices", "vale7:bad");
    } finally {
      port.close();
    }
  }

  @Test
  void aDeviceThatMayNotBeOpenedOrIsNotThere() throws Exception {
    Kernel.engine();
    assumeTrue(Commands.have("setpriv"), "no 'setpriv' on this machine (package util-linux)");
    List<String> bare = List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all");
    try {
      Commands.ok("chown 65534:65534 /dev/netmap && chmod 600 /dev/netmap");
      Found refused = DoctorRun.of(bare, "lo").expect("warning", "module", "host");
      assertTrue(refused.evidence().contains("/dev/netmap is rw-------"), refused.evidence());
      Commands.ok(refused.remedy());
      gone(DoctorRun.of(bare, "lo"), "module", "host");
      Commands.ok("rm /dev/netmap");
      Found absent = DoctorRun.here("lo").expect("fault", "module", "host");
      Commands.ok(absent.remedy());
      gone(DoctorRun.here("lo"), "module", "host");
    } finally {
      Commands.ok(
          "rm -f /dev/netmap && mknod -m 600 /dev/netmap c $(tr : ' ' </sys/class/misc/netmap/dev)");
    }
  }

  @Test
  void flowControlAndSmallRingsOfACard() throws Exception {
    Kernel.engine();
    String card = System.getenv().getOrDefault("NETMAP_TEST_E1000", "");
    assumeTrue(!card.isEmpty(), "no NETMAP_TEST_E1000");
    assumeTrue(Commands.have("ethtool"), "no 'ethtool' on this machine (package ethtool)");
    Commands.run(List.of("ethtool", "-A", card, "autoneg", "off", "rx", "on", "tx", "on"));
    Commands.ok("ethtool -G " + card + " rx 256 tx 256");
    try {
      DoctorRun sick = DoctorRun.here(card);
      Found flow = sick.expect("warning", "flow-control", card);
      Found rings = sick.expect("warning", "rings", card);
      assertEquals(
          "ethtool -G " + card + " rx 2048 tx 2048",
          rings.remedy(),
          "no more than fits into a ring object of the module");
      Commands.run(List.of("sh", "-c", flow.remedy())); // 80: one of the values is as asked for
      Commands.ok(rings.remedy());
      DoctorRun well = DoctorRun.here(card);
      gone(well, "flow-control", card);
      gone(well, "rings", card);
      assertTrue(well.all("losses", card).isPresent(), well.out());
    } finally {
      Commands.ok("ethtool -G " + card + " rx 256 tx 256");
    }
  }

  @Test
  void theModulesParametersAreThoseThatTheSystemShows() throws Exception {
    Kernel.engine();
    ModuleFacts facts = ModuleFacts.now();
    assertTrue(facts.loaded());
    assertTrue(facts.node().orElseThrow().usable());
    assertTrue(facts.deviceNumber().orElseThrow().startsWith("10:"));
    List<String> lines =
        Commands.ok("cd " + PARAMETERS + " && grep -E . *").lines().sorted().toList();
    List<String> ours =
        facts.parameters().entrySet().stream()
            .map(parameter -> parameter.getKey() + ":" + parameter.getValue())
            .sorted()
            .toList();
    assertEquals(lines, ours);
  }
}
