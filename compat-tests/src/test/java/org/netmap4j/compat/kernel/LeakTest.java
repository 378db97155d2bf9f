package org.netmap4j.compat.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.PortBuilder;
import org.netmap4j.PortMode;
import org.netmap4j.compat.Commands;
import org.netmap4j.engine.Control;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.Registration;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.host.NetInterfaces;

/**
 * Ports opened and closed a thousand times, ports that are refused, and ports of a process that is
 * killed leave nothing behind: in this process, and in the module.
 *
 * <p>All but copy monitors, which have regions of their own, are in region 1, which another port
 * keeps from being made anew each time. It has far fewer rings and buffers than a thousand ports
 * take. What is free of its netmap_if objects and buffers is counted by taking all: the module's
 * own parameters tell how many there are, in use or not.
 */
@Tag("kernel")
class LeakTest {
  private static final int TIMES = 1000;
  private static final String PERSISTENT = "kvl0";
  private static final int NULL_PORT = 7; // NR_REG_NULL
  private static final int MORE_THAN_THERE_ARE = 1_000_000;

  private Control control;
  private NetmapPort keeper;

  @BeforeEach
  void prepare() throws IOException {
    control = Kernel.engine().control();
    control.newInterface(PERSISTENT, Geometry.ANY, 1);
    Commands.ok("ip link set " + PERSISTENT + " up");
    keeper = Kernel.open("netmap:keep{1@1");
  }

  @AfterEach
  void end() throws NetmapException {
    if (keeper != null) {
      keeper.close();
    }
    if (NetInterfaces.exists(PERSISTENT)) {
      control.deleteInterface(PERSISTENT);
    }
  }

  /** What there is of everything that a port could leave behind. */
  private record Trace(
      List<String> descriptors,
      long mappings,
      List<String> interfaces,
      TreeSet<Integer> regions,
      List<String> switches,
      int freeInterfaces,
      int freeBuffers) {}

  private Trace trace() throws IOException {
    TreeSet<Integer> regions = new TreeSet<>();
    for (int memId = 1; memId < 100; memId++) {
      try {
        regions.add(control.portInfo("", memId).memId());
      } catch (NetmapException e) {
        // there is none of this number
      }
    }
    return new Trace(
        descriptors(),
        mappings(),
        NetInterfaces.names(),
        regions,
        control.valeList().stream().map(port -> port.name()).toList(),
        freeInterfaces(),
        freeBuffers());
  }

  /** Descriptors that a port could have left: the device, sockets, epoll and eventfd. */
  private static List<String> descriptors() throws IOException {
    List<String> found = new ArrayList<>();
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      for (Path fd : open.toList()) {
        if (Files.isSymbolicLink(fd)) {
          String target = Files.readSymbolicLink(fd).toString();
          if (target.matches("/dev/netmap|socket:.*|anon_inode:.*")) {
            found.add(target);
          }
        }
      }
    }
    return found.stream().sorted().toList();
  }

  private static long mappings() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .filter(line -> line.contains("/dev/netmap"))
        .count();
  }

  private static Registration nothing(int extraBuffers) throws NetmapException {
    return Kernel.engine()
        .register(
            new RegisterRequest("nothing", NULL_PORT, 0, 0, 1, extraBuffers, Geometry.ANY, false));
  }

  private static int freeInterfaces() {
    List<Registration> taken = new ArrayList<>();
    try {
      while (true) {
        taken.add(nothing(0));
      }
    } catch (NetmapException e) {
      Kernel.says("priv_ring_num", e.error());
    }
    taken.forEach(Registration::close);
    return taken.size();
  }

  private static int freeBuffers() throws NetmapException {
    try (Registration all = nothing(MORE_THAN_THERE_ARE)) {
      return all.reply().extraBuffers();
    }
  }

  private static PortBuilder port(String name) {
    String[] ends = Kernel.veth();
    PortBuilder port =
        Netmap.port(name.replace("NIC", ends[0]).replace("PERSISTENT", PERSISTENT))
            .engine(Kernel.engine());
    return name.endsWith("null") ? port.mode(PortMode.NULL).memory(1) : port;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "netmap:NIC",
        "netmap:NIC-1",
        "netmap:NIC^",
        "vale4:leak@1",
        "netmap:keep{2",
        "netmap:keep{1/r",
        "netmap:keep{1/zr",
        "netmap:null",
        "netmap:PERSISTENT"
      })
  void aThousandOpensLeaveNothingBehind(String name) throws IOException {
    port(name).open().close();
    Trace before = trace();
    for (int i = 0; i < TIMES; i++) {
      port(name).open().close();
    }
    assertEquals(before, trace());
  }

  @Test
  void refusalsLeaveNothingBehind() throws IOException {
    List<String> names =
        List.of(
            "netmap:keep{1^",
            "netmap:nosuch0",
            "vale4:leak/r",
            "vale4:leak@1@offset=4096",
            "vale4:leak@extmem=/nosuch",
            "vale4:leak@extmem=/etc/hostname",
            "vale4:leak@share=vale4:none",
            "vale4:leak@99");
    Trace before = trace();
    for (int i = 0; i < 25; i++) {
      for (String name : names) {
        Kernel.cannotOpen(NetmapError.class, name);
      }
    }
    assertEquals(before, trace());
  }

  @Test
  void aKilledProcessLeavesNothingBehind() throws Exception {
    List<String> names =
        List.of(
            "netmap:NIC",
            "netmap:NIC-1",
            "netmap:NIC^",
            "vale4:leak",
            "netmap:kt{1",
            "netmap:kt{1/r",
            "netmap:kt{1/zr",
            "netmap:null",
            "netmap:PERSISTENT");
    Trace before = trace();
    for (int i = 0; i < 3; i++) {
      List<String> command = new ArrayList<>();
      command.add(System.getProperty("java.home") + "/bin/java");
      command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
      command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), Holder.class.getName()));
      command.addAll(names);
      Process holder =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try (BufferedReader said = holder.inputReader()) {
        assertEquals("open", said.readLine());
        assertTrue(control.valeList().stream().anyMatch(p -> p.name().equals("vale4:leak")));
      } finally {
        holder.destroyForcibly().waitFor();
      }
      assertEquals(before, trace());
    }
  }

  /** Opens the ports that it is told, and waits to be killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] names) throws Exception {
      List<NetmapPort> ports = new ArrayList<>();
      for (String name : names) {
        ports.add(port(name).open());
      }
      System.out.println("open");
      Thread.sleep(600_000);
      ports.forEach(NetmapPort::close);
    }
  }
}
