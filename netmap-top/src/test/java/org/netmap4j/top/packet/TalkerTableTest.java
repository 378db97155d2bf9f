package org.netmap4j.top.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.netmap4j.top.model.Label;
import org.netmap4j.top.model.Talkers;
import org.netmap4j.top.model.Talkers.Talker;

/** Who talks, held against counting them all. */
class TalkerTableTest {
  private static final int BASE = 0x0a000000;

  private static String name(int flow) {
    return Names.ip4(BASE + flow) + "." + (1000 + flow % 50_000);
  }

  private static byte[] frame(int flow) {
    return Frames.udp(BASE + flow, 0xc0000201, 1000 + flow % 50_000, 53);
  }

  @Test
  void fewAreCountedExactly() {
    TalkerTable table = new TalkerTable(0);
    for (int i = 0; i < 1000; i++) {
      byte[] frame = frame(i % 10);
      table.add(frame, frame.length, 100 + i % 10);
    }
    table.rate(2_000_000_000L);
    Talkers talkers = table.talkers(Label.EXACT);
    assertEquals(Label.EXACT, talkers.label());
    assertEquals(10, talkers.flows().size());
    assertEquals(
        new Talker(name(9), "192.0.2.1.53", "UDP", 100, 10_900, 0, 50, 5450),
        talkers.flows().getFirst());
    assertEquals(
        new Talker("192.0.2.1", "", "", 1000, 104_500, 0, 500, 52_250), talkers.hosts().getFirst());
    assertEquals(11, talkers.hosts().size());
    assertEquals(Label.INFERRED, table.talkers(Label.INFERRED).label(), "the tap lost some");
  }

  @Test
  void ofManyTheHeaviestAreFound() {
    long seed = Long.getLong("netmap.test.seed", System.nanoTime());
    System.out.println("TalkerTableTest seed " + seed);
    Random random = new Random(seed);
    TalkerTable table = new TalkerTable(0);
    Map<Integer, Long> exact = new HashMap<>();
    int packets = 1_000_000;
    for (int i = 0; i < packets; i++) {
      // Zipf with exponent 1 over a million flows: uniform in the logarithm of the rank
      int flow = (int) Math.exp(random.nextDouble() * Math.log(1_000_000));
      byte[] frame = frame(flow);
      table.add(frame, frame.length, 100);
      exact.merge(flow, 100L, Long::sum);
    }
    Talkers talkers = table.talkers(Label.EXACT);
    assertEquals(Label.INFERRED, talkers.label());
    assertEquals(Talkers.LISTED, talkers.flows().size());
    Map<String, Long> byName =
        exact.entrySet().stream()
            .collect(Collectors.toMap(flow -> name(flow.getKey()), Map.Entry::getValue));
    for (Talker talker : talkers.flows()) {
      long real = byName.getOrDefault(talker.source(), 0L);
      assertTrue(talker.bytes() <= real, talker + " had " + real);
      assertTrue(talker.bytes() + talker.missed() >= real, talker + " had " + real);
    }
    List<String> top =
        exact.entrySet().stream()
            .sorted(Map.Entry.<Integer, Long>comparingByValue().reversed())
            .limit(20)
            .map(flow -> name(flow.getKey()))
            .toList();
    Set<String> found =
        talkers.flows().stream().limit(25).map(Talker::source).collect(Collectors.toSet());
    assertTrue(found.containsAll(top), top + " among " + found);
  }

  @Test
  void aMillionFlowsTakeBoundedMemory() {
    SpaceSaving kept = new SpaceSaving(4096);
    FlowKey key = FlowKey.reader();
    for (int i = 0; i < 1_000_000; i++) {
      byte[] frame = frame(i);
      key.read(frame, frame.length);
      kept.add(key, 60);
    }
    assertEquals(4096, kept.heaviest(Integer.MAX_VALUE).size());
    assertTrue(kept.gaveUp());
    long all =
        kept.heaviest(Integer.MAX_VALUE).stream()
            .mapToLong(entry -> entry.bytes() + entry.missed())
            .sum();
    assertEquals(60_000_000, all, "what is known and what was given up make up all");
  }

  @Test
  void otherThanIpIsToldByItsAddressesToo() {
    TalkerTable table = new TalkerTable(0);
    byte[] unknown = Frames.ethernet("88b5", "00".repeat(46));
    byte[] tagged =
        Frames.ethernet(
            "8100",
            "0005"
                + "86dd"
                + "6000000000083a40"
                + "20010db8"
                + "00".repeat(11)
                + "01"
                + "ff02"
                + "00".repeat(13)
                + "01"
                + "8000000000000000");
    table.add(unknown, unknown.length, 60);
    table.add(tagged, tagged.length, 66);
    table.add(unknown, 3, 60);
    List<String> said =
        table.talkers(Label.EXACT).flows().stream()
            .map(it -> it.source() + " > " + it.destination() + " " + it.protocol())
            .toList();
    assertTrue(said.contains("2001:db8::1 > ff02::1 ICMPv6"), said.toString());
    assertTrue(
        said.contains("02:00:00:00:00:01 > 02:00:00:00:00:02 ethertype 0x88b5"), said.toString());
    assertEquals(3, said.size());
  }
}
