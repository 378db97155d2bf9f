package org.netmap4j.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What rings are seen to do: uneven loads, short bursts, readers that stall. */
@Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ActivityTest {
  /** A flow has a port of its own; so many are even over four queues. */
  private static final int FLOWS = 2000;

  @TempDir private Path folder;

  private TopRun top(VethPair pair, String delay, String... ports) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--batch", "--format", "json", "-d", delay));
    arguments.addAll(List.of(ports));
    TopRun top = TopRun.start(folder, TopRun.inside(pair.near), arguments.toArray(String[]::new));
    top.awaitOutput("\"version\"");
    return top;
  }

  /** Sends so many datagrams, round the ports from 10,000 on. */
  private static void flows(VethPair pair, int packets, int flows) throws Exception {
    VethPair.in(
        pair.far,
        () -> {
          try (DatagramSocket socket = new DatagramSocket()) {
            byte[] payload = new byte[100];
            for (int i = 0; i < packets; i++) {
              InetSocketAddress to = new InetSocketAddress("192.0.2.1", 10_000 + i % flows);
              socket.send(new DatagramPacket(payload, payload.length, to));
            }
          }
          return packets;
        });
  }

  /** Ends the tool; all samples that it has written. */
  private static JsonNode samples(TopRun top) throws Exception {
    top.process().destroy();
    assertEquals(143, top.end(), top.err());
    return top.json();
  }

  private static JsonNode port(JsonNode sample, String name) throws IOException {
    for (JsonNode port : sample.get("ports")) {
      if (port.get("name").asText().equals(name)) {
        return port;
      }
    }
    throw new IOException("no " + name + " in " + sample);
  }

  /** How much came through the receive rings by a sample. */
  private static long received(JsonNode samples, int i, String name) {
    return i < 0 ? 0 : TopRun.sum(samples.get(i), name, "rx", "packets");
  }

  /** The port in the sample in which the most packets came. */
  private static JsonNode busiest(JsonNode samples, String name) throws IOException {
    int best = 0;
    for (int i = 1; i < samples.size(); i++) {
      long more = received(samples, i, name) - received(samples, i - 1, name);
      if (more > received(samples, best, name) - received(samples, best - 1, name)) {
        best = i;
      }
    }
    return port(samples.get(best), name);
  }

  @Test
  void aSkewedLoadHasAHotRing() throws Exception {
    try (VethPair pair = VethPair.create(4, 1500);
        TopRun top = top(pair, "0.3", pair.a)) {
      pair.neighbours();
      flows(pair, 400, 400);
      flows(pair, 4000, 1);
      top.awaitOutput("\"hotRing\"");
      JsonNode samples = samples(top);
      JsonNode port = busiest(samples, pair.a);
      JsonNode imbalance = port.get("imbalance");
      assertTrue(imbalance.get("maxToMean").asDouble() > 2, imbalance.toString());
      assertTrue(imbalance.get("jain").asDouble() < 0.5, imbalance.toString());
      long hot = imbalance.get("hotRing").asLong();
      for (JsonNode ring : port.get("rings")) {
        if (ring.get("direction").asText().equals("rx") && ring.get("ring").asLong() != hot) {
          assertTrue(ring.get("packets").asLong() < 1000, ring.toString());
        }
      }
      assertEquals(hot, port.get("imbalance10Seconds").get("hotRing").asLong());
    }
  }

  @Test
  void anEvenLoadHasNone() throws Exception {
    try (VethPair pair = VethPair.create(4, 1500);
        TopRun top = top(pair, "0.3", pair.a)) {
      pair.neighbours();
      for (int i = 0; i < 8; i++) {
        flows(pair, FLOWS, FLOWS);
        Thread.sleep(100); // a ring takes as many at once
      }
      Thread.sleep(1000); // so that the last of it is in a sample
      JsonNode samples = samples(top);
      JsonNode latest = samples.get(samples.size() - 1);
      long lost = TopRun.sum(latest, pair.a, "rx", "drops");
      assertTrue(received(samples, samples.size() - 1, pair.a) + lost >= 8 * FLOWS);
      assertTrue(lost < FLOWS, "lost: " + lost);
      JsonNode imbalance = port(samples.get(samples.size() - 1), pair.a).get("imbalance10Seconds");
      assertTrue(imbalance.get("maxToMean").asDouble() < 1.3, imbalance.toString());
      assertTrue(imbalance.get("jain").asDouble() > 0.95, imbalance.toString());
      assertFalse(imbalance.has("hotRing"), imbalance.toString());
    }
  }

  @Test
  void aBurstOfSomeMillisecondsInAnIdleSecondIsShown() throws Exception {
    try (VethPair pair = VethPair.create(1, 1500);
        TopRun top = top(pair, "1", pair.a)) {
      pair.neighbours();
      flows(pair, 300, 1); // what is compiled by now is fast
      Thread.sleep(1500);
      flows(pair, 300, 1);
      Thread.sleep(2300);
      JsonNode samples = samples(top);
      int last = samples.size() - 1;
      while (received(samples, last, pair.a) == received(samples, last - 1, pair.a)) {
        last--; // nothing came
      }
      JsonNode ring = port(samples.get(last), pair.a).get("rings").get(0);
      JsonNode burst = ring.get("burst");
      double whole = ring.get("packetsPerSecond").asDouble();
      assertTrue(burst.get("micros").asLong() >= 5000, ring.toString());
      assertTrue(burst.get("packetsPerSecond").asDouble() > 4 * whole, ring.toString());
      assertEquals(
          burst.get("packets").asLong() * 1e6 / burst.get("micros").asLong(),
          burst.get("packetsPerSecond").asDouble(),
          0.01);
      JsonNode next = port(samples.get(last + 1), pair.a).get("rings").get(0);
      assertEquals(0, next.get("burst").get("packets").asLong(), "gone in the next reading");
      assertEquals(0, next.get("packetsPerSecond").asDouble());
      assertTrue(next.get("average").get("seconds10").asDouble() > 0, next.toString());
      assertTrue(next.get("lastMinute").get("max").asDouble() >= whole, next.toString());
      // payloads of 100 bytes, with their headers, are in the class of up to 255
      long of255 = ring.get("sizes").get(2).asLong();
      assertTrue(of255 >= 2 && of255 <= 600, ring.toString());
    }
  }

  /** The first ring of another process's port, in the last whole line; empty when not there. */
  private static Optional<JsonNode> others(TopRun top, String name) throws IOException {
    String out = top.out();
    String whole = out.substring(0, out.lastIndexOf('\n'));
    JsonNode last = new ObjectMapper().readTree(whole.substring(whole.lastIndexOf('\n') + 1));
    for (JsonNode port : last.get("ports")) {
      if (port.has("owner") && port.get("name").asText().equals(name)) {
        return Optional.of(port.get("rings").get(0));
      }
    }
    return Optional.empty();
  }

  @Test
  void aReaderThatStallsIsSeenFromOutside() throws Exception {
    try (VethPair pair = VethPair.create(1, 1500);
        ExampleRun reader =
            ExampleRun.startMain(pair.near, "embedded", StalledReader.class.getName(), pair.a);
        TopRun top =
            TopRun.start(folder, TopRun.inside(pair.near), "--format", "ndjson", "-d", "0.2")) {
      pair.neighbours();
      top.awaitOutput("\"name\":\"" + pair.a + "\",\"kind\":\"nic\",\"owner\":\"java[");
      Optional<JsonNode> stalled = Optional.empty();
      for (int i = 0; i < 100 && stalled.isEmpty(); i++) {
        flows(pair, 200, 1);
        Thread.sleep(50);
        stalled = others(top, pair.a).filter(ring -> ring.get("stalls").asLong() > 0);
      }
      assertTrue(stalled.isPresent(), "no stall: " + reader.text() + top.out());
      String ring = stalled.get().toString();
      assertEquals(1023, stalled.get().get("highWater").asLong(), ring);
      assertTrue(stalled.get().get("fullLooks").asLong() > 1, ring);
      assertTrue(stalled.get().get("batches").size() > 1, ring);
      assertTrue(reader.isAlive());
    }
  }
}
