package org.netmap4j.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A sniffer on pcap4j between two network namespaces of its own, with pcap4j as it is published on
 * libpcap and with the agent, in turn: packets received, lost, and what the receiver's process took
 * of a processor for each.
 *
 * <p>{@code bench live}; needs root, and libpcap for the one.
 */
final class Live implements AutoCloseable {
  private static final int SECONDS = 16;

  /** Of so many parts of the packets the first warms the receiver up. */
  private static final int PARTS = 2;

  private static final int ROUNDS = 2;
  private static final String RECEIVER = "org.netmap4j.bench.pcap4j.LiveReceiver";

  private final String near = "nmb-near-" + ProcessHandle.current().pid();
  private final String far = "nmb-far-" + ProcessHandle.current().pid();

  /** What a run saw. */
  private record Seen(long sent, double offered, long received, double nanosEach) {}

  private Live() {}

  static void run() throws IOException, InterruptedException {
    System.out.println(Machine.text());
    try (Live live = new Live()) {
      live.network();
      for (int length : new int[] {60, 1500}) {
        for (int rate : new int[] {100_000, 0}) {
          for (int round = 1; round <= ROUNDS; round++) {
            say("pcap4j on libpcap", length, live.measure(false, rate, length));
            say("with the agent", length, live.measure(true, rate, length));
          }
        }
      }
    }
  }

  private static void say(String what, int length, Seen seen) {
    System.out.printf(
        Locale.ROOT,
        "%-18s %4d bytes, offered %7.0f/s: received %7d of %7d (%5.1f %% lost), %6.2f us of a"
            + " processor each%n",
        what,
        length,
        seen.offered,
        seen.received,
        seen.sent,
        100.0 * (seen.sent - seen.received) / seen.sent,
        seen.nanosEach / 1000);
  }

  private void network() throws IOException, InterruptedException {
    command("ip", "netns", "add", near);
    command("ip", "netns", "add", far);
    command(
        "ip", "-n", near, "link", "add", "va", "type", "veth", "peer", "name", "vb", "netns", far);
    for (String[] end : new String[][] {{near, "va"}, {far, "vb"}}) {
      String silent = "net.ipv6.conf." + end[1] + ".disable_ipv6=1";
      command("ip", "netns", "exec", end[0], "sysctl", "-qw", silent);
      command("ip", "-n", end[0], "link", "set", end[1], "up");
    }
  }

  private Seen measure(boolean swapped, int rate, int length)
      throws IOException, InterruptedException {
    long count = (long) SECONDS * (rate == 0 ? 200_000 : rate);
    Path lib = Pcap4jLoader.folder().resolveSibling("lib");
    List<String> receiver = new ArrayList<>(java(near));
    if (swapped) {
      receiver.add("-javaagent:" + Pcap4jLoader.agent(lib));
      receiver.add("-Dnetmap.alias=va=netmap:va");
      receiver.add("-Dnetmap.engine=embedded");
    }
    Path classes = Pcap4jLoader.folder().resolveSibling("classes");
    receiver.addAll(List.of("-cp", classes + ":" + Pcap4jLoader.folder() + "/*", RECEIVER, "va"));
    receiver.add("" + count / PARTS);
    Process receiving = start(receiver);
    try (BufferedReader said = receiving.inputReader()) {
      expect("ready", said.readLine());
      List<String> sender = new ArrayList<>(java(far));
      sender.add("-Dnetmap.engine=embedded");
      sender.addAll(List.of("-cp", classes + ":" + lib + "/*", LiveSender.class.getName(), "vb"));
      sender.addAll(List.of("" + count, "" + rate, "" + length));
      Process sending = start(sender);
      String[] sent = words(sending);
      String[] got = expect(null, said.readLine()).split(" ", -1);
      double seconds = Double.parseDouble(sent[1]) / 1e9;
      return new Seen(count, count / seconds, Long.parseLong(got[0]), Double.parseDouble(got[1]));
    } finally {
      receiving.destroyForcibly();
    }
  }

  private static String[] words(Process process) throws IOException, InterruptedException {
    try (BufferedReader said = process.inputReader()) {
      String line = expect(null, said.readLine());
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      return line.split(" ", -1);
    }
  }

  private static String expect(@Nullable String wanted, @Nullable String line) throws IOException {
    if (line == null || (wanted != null && !line.equals(wanted))) {
      throw new IOException("expected " + wanted + ", found " + line);
    }
    return line;
  }

  private static List<String> java(String namespace) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return List.of("ip", "netns", "exec", namespace, java, "--enable-native-access=ALL-UNNAMED");
  }

  private static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static void command(String... words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", words) + ": exit " + process.exitValue());
    }
  }

  @Override
  public void close() throws IOException {
    for (String namespace : List.of(near, far)) {
      new ProcessBuilder("ip", "netns", "del", namespace).start().onExit().join();
    }
  }
}
