package org.netmap4j.compat.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netmap4j.NetmapPort;
import org.netmap4j.RxRing;
import org.netmap4j.compat.VethPair;
import org.netmap4j.error.NetmapException;

/** The module's own programs at the other end of our ports. */
@Tag("kernel")
class KernelAppsTest {
  private static final int PACKETS = 20_000;

  @TempDir Path folder;
  private Path apps = Path.of("");

  @BeforeEach
  void needsThePrograms() {
    Kernel.engine();
    String name = System.getenv().getOrDefault("NETMAP_TEST_APPS", "");
    assumeTrue(!name.isEmpty(), "no --apps: netmap's own programs are not here");
    apps = Path.of(name);
    assumeTrue(Files.isExecutable(apps.resolve("pkt-gen")), "no pkt-gen in " + apps);
  }

  /** A program of the module's, ended with the test. */
  private record App(Process process, Path log) implements AutoCloseable {
    String text() throws IOException {
      return Files.readString(log);
    }

    /** Waits until it has written {@code text}. */
    void await(String text) throws IOException, InterruptedException {
      for (int i = 0; i < 200 && !text().contains(text) && process.isAlive(); i++) {
        boolean _ = process.waitFor(100, TimeUnit.MILLISECONDS);
      }
      assertTrue(text().contains(text), text());
    }

    int end() throws InterruptedException {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end");
      return process.exitValue();
    }

    /** As Ctrl-C does: it then says how much it did. */
    void interrupt() throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      end();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private App start(List<String> before, String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(apps.resolve(program).toString());
    command.addAll(List.of(arguments));
    Path log = Files.createTempFile(folder, program, ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    return new App(process, log);
  }

  private static long number(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertTrue(matcher.find(), text);
    return Long.parseLong(matcher.group(1));
  }

  /** Counts what pkt-gen sends, and looks at it. */
  private static int receivePktGen(NetmapPort port) throws NetmapException {
    int[] seen = {0};
    while (seen[0] < PACKETS && port.awaitPackets(Duration.ofSeconds(10))) {
      for (RxRing ring : port.rxRings()) {
        ring.receive(
            0,
            batch -> {
              for (int i = 0; i < batch.size(); i++) {
                boolean udp =
                    batch.length(i) >= 60 && batch.u16(i, 12) == 0x0800 && batch.u8(i, 23) == 17;
                seen[0] += udp ? 1 : 0;
              }
            });
      }
    }
    port.rxsync(); // the sender waits until its slots are given back
    return seen[0];
  }

  private void fromPktGen(NetmapPort port, List<String> before, String name, int rate)
      throws Exception {
    try (App sender =
        start(
            before,
            "pkt-gen",
            "-i",
            name,
            "-f",
            "tx",
            "-n",
            "" + PACKETS,
            "-w",
            "0",
            "-b",
            "64",
            "-R",
            "" + rate)) {
      assertEquals(PACKETS, receivePktGen(port), sender.text());
      assertEquals(0, sender.end());
      assertEquals(PACKETS, number(sender.text(), "Sent (\\d+) packets"));
    }
  }

  private void toPktGen(NetmapPort port, List<String> before, String name, int rate)
      throws Exception {
    try (App receiver = start(before, "pkt-gen", "-i", name, "-f", "rx", "-w", "0")) {
      receiver.await("waiting for initial packets");
      byte[] frame = Kernel.frame(1, 60);
      long start = System.nanoTime();
      for (int i = 0; i < PACKETS; i++) {
        while (!port.inject(frame)) {
          port.txsync();
        }
        if (i % 64 == 63) {
          port.txsync();
          // slowly: a guest in software emulation may look away for a while
          while (System.nanoTime() - start < i * (1_000_000_000L / rate)) {
            Thread.onSpinWait();
          }
        }
      }
      port.flush(Duration.ofSeconds(10));
      boolean _ = receiver.process().waitFor(2, TimeUnit.SECONDS);
      receiver.interrupt();
      assertEquals(PACKETS, number(receiver.text(), "Received (\\d+) packets"));
    }
  }

  @Test
  void pktGenOverAPipe() throws Exception {
    try (NetmapPort port = Kernel.open("netmap:ka{1")) {
      fromPktGen(port, List.of(), "netmap:ka}1", 20_000);
      toPktGen(port, List.of(), "netmap:ka}1", 10_000);
    }
  }

  @Test
  void pktGenOverASwitch() throws Exception {
    // a switch drops what its reader is too slow for: rings as long as it allows
    String slots = "@conf:slots=4096";
    try (NetmapPort port = Kernel.open("vale3:ours" + slots)) {
      fromPktGen(port, List.of(), "vale3:theirs" + slots, 20_000);
      toPktGen(port, List.of(), "vale3:theirs" + slots, 10_000);
    }
  }

  @Test
  void pktGenOverAVethPair() throws Exception {
    try (VethPair pair = VethPair.create(1, 1500);
        NetmapPort port = VethPair.in(pair.near, () -> Kernel.open("netmap:" + pair.a))) {
      List<String> far = List.of("ip", "netns", "exec", pair.far);
      fromPktGen(port, far, "netmap:" + pair.b, 5_000); // more is lost while the JVM warms up
      toPktGen(port, far, "netmap:" + pair.b, 4_000);
    }
  }

  @Test
  void bridgeBetweenOurPorts() throws Exception {
    try (NetmapPort left = Kernel.open("netmap:kl{1");
        NetmapPort right = Kernel.open("netmap:kr{1");
        App bridge =
            start(List.of(), "bridge", "-i", "netmap:kl}1", "-i", "netmap:kr}1", "-w", "0")) {
      bridge.await("Ready to go");
      for (NetmapPort[] way : new NetmapPort[][] {{left, right}, {right, left}}) {
        List<byte[]> sent = Kernel.send(way[0], 500);
        List<byte[]> received = Kernel.receive(way[1], 500);
        assertEquals(500, received.size());
        for (int i = 0; i < 500; i++) {
          org.junit.jupiter.api.Assertions.assertArrayEquals(sent.get(i), received.get(i));
        }
      }
    }
  }
}
