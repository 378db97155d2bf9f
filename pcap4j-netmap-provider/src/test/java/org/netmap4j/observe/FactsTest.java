package org.netmap4j.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netmap4j.engine.PoolsInfo;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RingKind;
import org.netmap4j.host.Ethtool;
import org.netmap4j.host.Link;
import org.netmap4j.host.NetInterface;
import org.netmap4j.observe.InterfaceFacts.Mode;

/** Facts of real interfaces, and of folders that look like a machine's. */
class FactsTest {
  @Test
  void theLoopbackSaysWhatItIs() {
    InterfaceFacts lo = InterfaceFacts.of("lo").orElseThrow();
    assertTrue(lo.device().loopback());
    Link link = lo.link().orElseThrow();
    assertTrue(link.up());
    assertEquals(Optional.of(true), link.carrier());
    assertEquals(lo.device().mtu(), link.mtu());
    assertEquals("noqueue", link.qdisc());
    assertTrue(
        lo.ethtool().offloads().orElseThrow().stream()
            .anyMatch(one -> one.name().equals("tx") && one.on() && !one.changeable()),
        lo.toString());
    assertEquals(Optional.empty(), lo.ethtool().rings());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nosuch0", "a-name-that-no-interface-has", "x\0y", "\u001b[7m"})
  void whatIsNoInterfaceHasNoFacts(String name) {
    assertEquals(Optional.empty(), InterfaceFacts.of(name));
    assertEquals(Optional.empty(), Link.find(name));
    assertEquals(Ethtool.NONE, Ethtool.of(name));
    assertEquals(List.of(), Ethtool.counters(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rx_dropped",
        "rx_queue_0_drops",
        "rx_missed_errors",
        "rx_no_buffer_count",
        "rx_fifo_errors",
        "rx_over_errors",
        "RX overruns",
        "tx_aborted_errors",
        "rx_discards",
        "rx_out_of_buffer",
        "alloc_rx_buff_failed",
        "port.rx_crc_errors",
        "rx0_no_dma_resources"
      })
  void lossesAreKnownByTheirNames(String name) {
    assertTrue(InterfaceFacts.countsLosses(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rx_packets",
        "tx_bytes",
        "rx_interrupts",
        "tx_restart_queue",
        "recovered",
        "peer_ifindex",
        "overhead",
        "dropless_roce",
        ""
      })
  void otherCountersAreNone(String name) {
    assertFalse(InterfaceFacts.countsLosses(name));
  }

  private static InterfaceFacts with(String qdisc) {
    NetInterface device = new NetInterface("x", 1, true, false, 1500, 1, 1, "", false, false);
    Link link = new Link(true, Optional.of(true), 1500, qdisc, OptionalInt.empty(), false);
    return new InterfaceFacts(device, Optional.of(link), Ethtool.NONE);
  }

  @Test
  void emulationIsToldByTheQueueingDisciplineAndTheParameters() {
    Map<String, Long> usual = Map.of("admode", 0L, "generic_txqdisc", 1L);
    assertEquals(Optional.of(Mode.EMULATED), with("netmapemu").mode(usual));
    assertEquals(Optional.of(Mode.NATIVE), with("mq").mode(usual));
    assertEquals(Optional.of(Mode.EMULATED), with("mq").mode(Map.of("admode", 2L)));
    assertEquals(Optional.of(Mode.NATIVE), with("mq").mode(Map.of("admode", 1L)));
    assertEquals(Optional.empty(), with("mq").mode(Map.of("admode", 0L, "generic_txqdisc", 0L)));
    assertEquals(Optional.empty(), with("mq").mode(Map.of()), "nothing is known");
  }

  private static void write(Path root, String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void aMachineWithoutTheModule(@TempDir Path root) throws IOException {
    assertEquals(Optional.empty(), ModuleFacts.in(root).installed());
    write(root, "proc/sys/kernel/osrelease", "6.1.0-x\n");
    write(root, "lib/modules/6.1.0-x/modules.dep", "kernel/a/dummy.ko.xz: kernel/b.ko\n");
    ModuleFacts facts = ModuleFacts.in(root);
    assertFalse(facts.loaded());
    assertEquals(Optional.of(false), facts.installed());
    assertEquals(Optional.empty(), facts.node());
    assertEquals(Map.of(), facts.parameters());
    write(root, "lib/modules/6.1.0-x/modules.dep", "a.ko:\nextra/netmap.ko.xz: a.ko\n");
    assertEquals(Optional.of(true), ModuleFacts.in(root).installed());
    write(root, "proc/sys/kernel/osrelease", "../../etc");
    assertEquals(Optional.empty(), ModuleFacts.in(root).installed());
  }

  @Test
  void parametersThatMakeNoSenseAreLeftOut(@TempDir Path root) throws IOException {
    String folder = "sys/module/netmap/parameters/";
    write(root, folder + "buf_size", "2048\n");
    write(root, folder + "admode", "-1");
    write(root, folder + "text", "eth0");
    write(root, folder + "empty", "");
    write(root, folder + "long", "1".repeat(1000));
    write(root, folder + "wide", "9".repeat(19));
    Files.createDirectories(root.resolve(folder + "folder"));
    write(root, "sys/class/misc/netmap/dev", "10:58; rm -rf /\n");
    write(root, "dev/netmap", "");
    ModuleFacts facts = ModuleFacts.in(root);
    assertTrue(facts.loaded());
    assertEquals(Map.of("buf_size", 2048L, "admode", -1L), facts.parameters());
    assertEquals(Optional.empty(), facts.deviceNumber());
    assertEquals("rw-", facts.node().orElseThrow().permissions().substring(0, 3));
    write(root, "sys/class/misc/netmap/dev", "10:58\n");
    assertEquals(Optional.of("10:58"), ModuleFacts.in(root).deviceNumber());
    for (int i = 0; i < 1000; i++) {
      write(root, folder + "p" + i, "1");
    }
    assertEquals(256, ModuleFacts.in(root).parameters().size(), "bounded");
  }

  @Test
  void sharedRingsAreNeededOnce() {
    PoolUse.Need need = new PoolUse.Need();
    need.port();
    need.port();
    need.ring(0, PortKind.NIC, RingKind.RX, 100);
    need.ring(0, PortKind.NIC, RingKind.RX, 100);
    need.ring(4096, PortKind.NIC, RingKind.TX, 50);
    need.ring(8192, PortKind.PIPE, RingKind.TX, 10);
    need.ring(12288, PortKind.PIPE, RingKind.RX, 10);
    PoolsInfo.Pool pool = new PoolsInfo.Pool(0, 200, 2048);
    List<PoolUse> uses = need.of(new PoolsInfo(1, 1 << 20, pool, pool, pool));
    assertEquals(List.of(2L, 4L, 162L), uses.stream().map(PoolUse::needed).toList());
    assertTrue(uses.stream().allMatch(use -> use.total() == 200 && use.bytes() == 2048));
  }

  @Test
  void aProcessOfThisNamespaceSharesItsNetworkAndRuns() {
    Owner self = new Owner(ProcessHandle.current().pid(), "java", true);
    assertEquals(Optional.of(true), self.sharesNetwork());
    assertFalse(self.stopped());
    Owner gone = new Owner(Integer.MAX_VALUE, "gone", false);
    assertEquals(Optional.empty(), gone.sharesNetwork());
    assertFalse(gone.stopped());
  }
}
