package org.netmap4j.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the doctor finds is real, its commands mend it, and then it finds no more. What needs the
 * module is in {@code kernel.DoctorKernelTest}.
 */
@Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DoctorTest {
  private static void mend(VethPair pair, DoctorRun.Found found) throws Exception {
    assertTrue(!found.remedy().isEmpty(), found.toString());
    Commands.ok("ip netns exec " + pair.near + " " + found.remedy());
  }

  private static void offloads(VethPair pair, String device, String state) throws Exception {
    Commands.ok(
        "ip netns exec %s ethtool -K %s gro %s gso %s tx %s"
            .formatted(pair.near, device, state, state, state));
  }

  @Test
  void linkOffloadsAndMtuAreMendedByTheirCommands() throws Exception {
    assumeTrue(Commands.have("ethtool"), "no 'ethtool' on this machine (package ethtool)");
    try (VethPair pair = VethPair.create(1, 1500)) {
      List<String> inside = TopRun.inside(pair.near);
      Commands.ok("ip -n " + pair.near + " link add doc0 type veth peer name doc1");
      Commands.ok("ip -n " + pair.near + " link set doc0 mtu 9000");
      offloads(pair, "doc0", "on");
      DoctorRun sick = DoctorRun.of(inside, "doc0");
      assertEquals(1, sick.code(), sick.out());
      DoctorRun.Found down = sick.expect("fault", "link", "doc0");
      assertEquals("the interface is down", down.evidence());
      DoctorRun.Found mtu = sick.expect("warning", "mtu", "doc0");
      assertTrue(mtu.evidence().contains("9,014 bytes; buffers of 2,048"), mtu.evidence());
      DoctorRun.Found offloads = sick.expect("warning", "offloads", "doc0");
      assertTrue(offloads.evidence().matches("gro,.*\\btso\\b.*\\bgso\\b.* tx are on"), sick.out());
      for (DoctorRun.Found found : List.of(down, mtu, offloads)) {
        mend(pair, found);
      }
      DoctorRun better = DoctorRun.inside(pair.near, "doc0");
      assertEquals(Optional.empty(), better.found("mtu", "doc0"));
      assertEquals(Optional.empty(), better.found("offloads", "doc0"), better.out());
      DoctorRun.Found carrier = better.expect("fault", "link", "doc0");
      assertTrue(carrier.evidence().contains("doc1 at the other end is down"), better.out());
      mend(pair, carrier);
      VethPair.awaitCarrier(pair.near, "doc0");
      DoctorRun well = DoctorRun.text(inside, "doc0");
      assertEquals(0, well.code(), well.out());
      assertTrue(well.out().contains("OK       link: doc0: up, with a carrier"), well.out());
      assertTrue(well.out().lines().allMatch(line -> line.length() <= 80), well.out());
      assertTrue(well.out().indexOf('\u001b') < 0, "no colours without a terminal");
    }
  }

  /** The other end is elsewhere: no command of this namespace brings it up. */
  @Test
  void aPeerInAnotherNamespaceHasNoCommand() throws Exception {
    try (VethPair pair = VethPair.create(1, 1500)) {
      Commands.ok("ip -n " + pair.far + " link set " + pair.b + " down");
      DoctorRun sick = DoctorRun.inside(pair.near, pair.a);
      assertEquals("", sick.expect("fault", "link", pair.a).remedy());
    }
  }

  @Test
  void aStalledReaderIsFoundAndWoken() throws Exception {
    try (VethPair pair = VethPair.create(1, 1500);
        ExampleRun hoarder =
            ExampleRun.startMain(pair.near, "embedded", Hoarder.class.getName(), pair.a)) {
      hoarder.await("ready");
      Traffic.datagrams(pair.far, "192.0.2.1", 6000);
      hoarder.await("full");
      Commands.ok("kill -STOP " + hoarder.pid());
      List<String> inside = TopRun.inside(pair.near);
      DoctorRun sick = DoctorRun.of(inside, pair.a);
      assertEquals(1, sick.code(), sick.out());
      DoctorRun.Found stall = sick.expect("fault", "stall", pair.a + " of java[" + hoarder.pid());
      assertTrue(
          stall.evidence().matches("rx 0: all \\d+ slots full, .*; its process is stopped"),
          stall.evidence());
      Commands.ok(stall.remedy());
      hoarder.await("reads");
      DoctorRun well = DoctorRun.inside(pair.near, pair.a);
      assertEquals(Optional.empty(), well.found("stall", pair.a), well.out());
      assertTrue(well.all("ports", pair.a).isPresent(), well.out());
    }
  }

  @Test
  void lossesThatTheDriverCountsAreTold() throws Exception {
    try (VethPair pair = VethPair.create(1, 1500)) {
      pair.neighbours();
      List<String> inside = TopRun.inside(pair.near);
      try (XdpDrop drop = XdpDrop.on(pair.near, pair.a)) {
        assertTrue(drop.attached());
        Thread sender = Thread.ofPlatform().daemon().start(() -> trickle(pair));
        DoctorRun sick = DoctorRun.of(inside, pair.a);
        sender.interrupt();
        sender.join();
        assertTrue(
            sick.expect("warning", "losses", pair.a).evidence().contains("drops +"), sick.out());
      }
      DoctorRun well = DoctorRun.inside(pair.near, pair.a);
      assertEquals(Optional.empty(), well.found("losses", pair.a), well.out());
    }
  }

  private static void trickle(VethPair pair) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Traffic.datagrams(pair.far, "192.0.2.1", 16);
        Thread.sleep(50);
      }
    } catch (Exception e) {
      // the test has what it wants
    }
  }

  @Test
  void whatMayNotBeLookedAtIsUnknown() throws Exception {
    assumeTrue(Commands.have("setpriv"), "no 'setpriv' on this machine (package util-linux)");
    try (VethPair pair = VethPair.create(1, 1500)) {
      List<String> bare = new ArrayList<>(TopRun.inside(pair.near));
      bare.addAll(List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"));
      DoctorRun.Found hidden = DoctorRun.of(bare, pair.a).expect("unknown", "privileges", "host");
      assertTrue(hidden.evidence().contains("cannot be looked into"), hidden.evidence());
      assertEquals("sudo netmap-top doctor " + pair.a, hidden.remedy());
      DoctorRun root = DoctorRun.inside(pair.near, pair.a);
      assertTrue(
          root.found("privileges", "host")
              .map(left -> !left.evidence().equals(hidden.evidence()) && left.remedy().isEmpty())
              .orElse(true),
          root.out());
    }
  }

  @Test
  void whatIsNotThereIsFourAndWhatIsWrittenWronglyIsTwo() throws Exception {
    DoctorRun unknown = DoctorRun.text(List.of(), "nosuch0");
    assertEquals(4, unknown.code());
    assertTrue(unknown.out().contains("nosuch0: no such interface (have: "), unknown.out());
    assertEquals(2, DoctorRun.text(List.of(), "--format", "xml").code());
  }

  @Test
  void factsRegionsAndFindingsAreInTheSamples(@TempDir Path folder) throws Exception {
    try (VethPair pair = VethPair.create(2, 1500);
        TopRun top =
            TopRun.start(
                folder,
                TopRun.inside(pair.near),
                "--format",
                "json",
                "-n",
                "4",
                "-d",
                "1",
                pair.a)) {
      assertEquals(0, top.end(), top.err());
      JsonNode last = top.json().get(3);
      JsonNode facts = last.get("ports").get(0).get("facts");
      assertEquals("embedded", facts.get("mode").asText());
      assertEquals("veth", facts.get("driver").asText());
      assertTrue(facts.get("up").asBoolean());
      assertEquals(10_000_000_000L, facts.get("bitsPerSecond").asLong());
      assertEquals(1500, facts.get("mtu").asInt());
      assertEquals(2, facts.get("receiveQueues").asInt());
      assertTrue(facts.get("offloads").toString().contains("\"tso\""), facts.toString());
      JsonNode own = null;
      for (JsonNode region : last.get("regions")) {
        own = region.get("ports").toString().contains(pair.a) ? region : own;
      }
      assertTrue(own != null && !own.has("owner"), last.toString());
      JsonNode buffers = own.get("pools").get(2);
      assertEquals("buffers", buffers.get("name").asText());
      assertEquals(2048, buffers.get("objectBytes").asInt());
      assertTrue(buffers.get("used").asLong() > 1000, own.toString());
      assertTrue(last.get("findings").toString().contains("\"link\""), last.toString());
    }
  }
}
