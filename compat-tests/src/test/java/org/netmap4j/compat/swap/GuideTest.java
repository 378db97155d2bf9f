package org.netmap4j.compat.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netmap4j.compat.Commands;
import org.netmap4j.compat.Traffic;
import org.netmap4j.compat.VethPair;

/** The commands of the guide, as they are printed. */
class GuideTest {
  private static final Path GUIDE = Path.of("..", "pcap4j-netmap-provider", "PCAP4J.md");

  @TempDir private Path folder;

  private static List<String> commands() throws Exception {
    List<String> commands = new ArrayList<>();
    Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(GUIDE))
        .results()
        .forEach(it -> commands.addAll(it.group(1).lines().toList()));
    return commands;
  }

  /** What the guide says that there is: the jar, a folder of pcap4j's, and a device eth0. */
  private void prepare(VethPair pair) throws Exception {
    Files.copy(Pcap4jJars.agent(), folder.resolve("pcap4j-netmap-provider.jar"));
    Path lib = Files.createDirectory(folder.resolve("lib"));
    List<Path> jars = new ArrayList<>(Pcap4jJars.of(Pcap4jJars.STABLE));
    jars.add(Pcap4jJars.jar("pcap4j-sample-"));
    for (Path jar : jars) {
      Files.copy(jar, lib.resolve(jar.getFileName()));
    }
    String near = "ip -n " + pair.near + " link set ";
    Commands.ok(near + pair.a + " down");
    Commands.ok(near + pair.a + " name eth0");
    Commands.ok(near + "eth0 up");
    VethPair.awaitCarrier(pair.near, "eth0");
  }

  @Test
  void theCommandsDoWhatTheGuideSays() throws Exception {
    List<String> commands = commands();
    assertEquals(5, commands.size(), commands::toString);
    try (VethPair pair = VethPair.create(1, 1500)) {
      pair.neighbours();
      prepare(pair);
      for (String command : commands) {
        try (Pcap4jRun run =
            Pcap4jRun.in(pair.near).withoutLibpcap().in(folder).shell(command).start()) {
          for (int i = 0; i < 300 && run.isAlive(); i++) {
            Traffic.datagrams(pair.far, "192.0.2.1", 1);
            Thread.sleep(100);
          }
          assertEquals(0, run.end(), () -> command + run.all());
          String wanted = command.contains(" weave ") ? "4 classes of pcap4j woven" : "ps_recv: ";
          assertTrue(run.text().contains(wanted), () -> command + run.all());
          int packets = run.text().split("\\[UDP Header", -1).length - 1;
          assertEquals(command.contains(" weave ") ? 0 : 5, packets, () -> command + run.all());
        }
      }
    }
  }
}
