package org.netmap4j.compat.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.netmap4j.NetmapPort;
import org.netmap4j.engine.Accuracy;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RingKind;
import org.netmap4j.error.NetmapException;
import org.netmap4j.observe.Inventory;
import org.netmap4j.observe.ObservedPort;
import org.netmap4j.observe.ObservedRing;
import org.netmap4j.observe.Observer;

/** The module's rings in the hands of pkt-gen, as an observer sees them. */
@Tag("kernel")
class ObserverTest {
  private static final String SWITCH = "vale6:gen";

  private static App generator(String port, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-i", port, "-f", "tx", "-w", "0"));
    arguments.addAll(List.of("-R", "5000", "-b", "32"));
    arguments.addAll(List.of(more));
    return App.start(List.of(), "pkt-gen", arguments.toArray(String[]::new));
  }

  private static Optional<ObservedPort> find(Inventory inventory, String name) {
    return inventory.regions().stream()
        .filter(region -> region.engine().equals("kernel"))
        .flatMap(region -> region.ports().stream())
        .filter(port -> port.name().equals(name))
        .findFirst();
  }

  /** Looks until the port is there or not, as wanted; for half a minute at most. */
  private static Inventory await(Observer observer, String name, boolean there)
      throws InterruptedException {
    Inventory inventory = observer.look();
    for (int i = 0; i < 300 && find(inventory, name).isPresent() != there; i++) {
      Thread.sleep(100);
      inventory = observer.look();
    }
    assertEquals(there, find(inventory, name).isPresent(), name + " in " + inventory);
    return inventory;
  }

  private static long sent(Inventory inventory, String name) {
    return find(inventory, name).stream()
        .flatMap(port -> port.rings().stream())
        .filter(ring -> ring.id().kind() == RingKind.TX)
        .mapToLong(ring -> ring.movement().slots())
        .sum();
  }

  private static void moves(Observer observer, String name) throws InterruptedException {
    long before = sent(observer.look(), name);
    Inventory inventory = observer.look();
    for (int i = 0; i < 1000 && sent(inventory, name) <= before; i++) {
      Thread.sleep(10);
      observer.sample();
      inventory = observer.look();
    }
    assertTrue(sent(inventory, name) > before, inventory.toString());
  }

  private static long devicesOpen() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(ObserverTest::isDevice).count();
    }
  }

  private static boolean isDevice(Path fd) {
    try {
      return Files.readSymbolicLink(fd).toString().equals("/dev/netmap");
    } catch (IOException e) {
      return false; // the one that lists the folder
    }
  }

  @Test
  void aNicInAnotherProcessIsSeenAndForgotten() throws Exception {
    Kernel.engine();
    String nic = Kernel.veth()[0];
    long before = devicesOpen();
    try (Observer observer = Observer.open();
        App app = generator("netmap:" + nic)) {
      Inventory inventory = await(observer, nic, true);
      ObservedPort port = find(inventory, nic).orElseThrow();
      assertEquals(PortKind.NIC, port.kind());
      assertTrue(port.rings().size() >= 2, port.toString());
      for (ObservedRing ring : port.rings()) {
        assertTrue(ring.legal(), ring.toString());
        assertEquals(Accuracy.SAMPLED, ring.accuracy());
        assertTrue(ring.counters().isEmpty());
      }
      assertTrue(
          inventory.deviceHolders().stream().anyMatch(o -> o.pid() == app.process().pid()),
          inventory.toString());
      assertTrue(
          inventory.regions().stream()
              .filter(region -> region.id() == 1)
              .anyMatch(region -> region.owners().toString().contains("pkt-gen")),
          inventory.toString());
      moves(observer, nic);
      app.interrupt();
      await(observer, nic, false);
      assertTrue(devicesOpen() <= before + 1, "at most one NULL port for a second or so");
    }
    assertEquals(before, devicesOpen());
  }

  /** A NIC that nobody sends through: its indices stand still, and it is open all the same. */
  @Test
  void anIdleNicIsTakenForOpenAndAClosedOneIsNot() throws Exception {
    Kernel.engine();
    String nic = Kernel.veth()[0];
    try (Observer observer = Observer.open();
        App keeper = generator("vale6:keep")) {
      try (App idle =
          App.start(List.of(), "pkt-gen", "-i", "netmap:" + nic, "-f", "rx", "-w", "0")) {
        idle.await("waiting for initial packets");
        await(observer, nic, true);
        idle.interrupt();
      }
      await(observer, nic, false);
      assertTrue(keeper.process().isAlive());
    }
  }

  @Test
  void aSwitchsPortIsSeenWithItsRegion() throws Exception {
    Kernel.engine();
    List<String> listed = names();
    try (Observer observer = Observer.open();
        App app = generator(SWITCH)) {
      Inventory inventory = await(observer, SWITCH, true);
      assertEquals(PortKind.VALE, find(inventory, SWITCH).orElseThrow().kind());
      moves(observer, SWITCH);
      app.interrupt();
      await(observer, SWITCH, false);
    }
    assertEquals(listed, names(), "no port was made, and none is kept");
  }

  private static List<String> names() throws NetmapException {
    return Kernel.engine().control().valeList().stream().map(port -> port.name()).toList();
  }

  @Test
  void aPipeIsSeenOnceItHasMoved() throws Exception {
    Kernel.engine();
    try (NetmapPort end = Kernel.open("netmap:ko{1");
        Observer observer = Observer.open();
        App app = generator("netmap:ko}1", "-n", "100000")) {
      for (int i = 0; i < 300 && find(observer.look(), "ko}1").isEmpty(); i++) {
        Thread.sleep(100);
        end.rxsync();
        end.rxRings().getFirst().skip();
        end.rxsync();
      }
      assertEquals(PortKind.PIPE, find(observer.look(), "ko}1").orElseThrow().kind());
      assertTrue(app.process().isAlive());
    }
  }

  /** Our own NICs stay what they are: nothing but NULL ports and monitors was registered. */
  @Test
  void aNicThatNobodyHasOpenIsLeftAlone() throws Exception {
    Kernel.engine();
    String nic = Kernel.veth()[0];
    try (Observer observer = Observer.open();
        App keeper = generator(SWITCH)) {
      await(observer, SWITCH, true);
      for (int i = 0; i < 20; i++) {
        assertFalse(find(observer.look(), nic).isPresent());
        Thread.sleep(100);
      }
      assertTrue(keeper.process().isAlive());
    }
  }
}
