package org.netmap4j.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.netmap4j.engine.Accuracy;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.Registration;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.engine.embedded.GeneratorOptions;
import org.netmap4j.engine.embedded.RegionLayout;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.DirectoryAbi;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.scripted.Descriptors;
import org.netmap4j.scripted.Seeds;

/** Rings of other processes, as an observer finds them. */
class ObserverTest {
  private static final String NOBODY = "65534";

  private static List<ObservedPort> portsOf(Inventory inventory, long pid) {
    return inventory.regions().stream()
        .filter(region -> region.owners().stream().anyMatch(owner -> owner.pid() == pid))
        .flatMap(region -> region.ports().stream())
        .toList();
  }

  /** What is seen, in the words of {@link OwnerProgram}. */
  private static List<String> lines(List<ObservedPort> ports) {
    List<String> lines = new ArrayList<>();
    for (ObservedPort port : ports) {
      for (ObservedRing ring : port.rings()) {
        lines.add(
            "%s %s head=%d cur=%d tail=%d packets=%d bytes=%d dropped=%d"
                .formatted(
                    port.name(),
                    ring.id(),
                    ring.head(),
                    ring.cur(),
                    ring.tail(),
                    ring.counters().orElseThrow().packets(),
                    ring.counters().orElseThrow().bytes(),
                    ring.counters().orElseThrow().dropped()));
      }
    }
    return lines;
  }

  private static void same(List<String> owners, Inventory inventory, long pid) {
    assertEquals(
        owners.stream().map(line -> line.replace("netmap:", "")).sorted().toList(),
        lines(portsOf(inventory, pid)).stream().sorted().toList());
  }

  @Test
  void anotherProcessIsSeenAsItSeesItself() throws Exception {
    try (OwnerRun owner = new OwnerRun("vale7:a", "vale7:b", "netmap:p{1", "netmap:p}1");
        Observer observer = Observer.open()) {
      Inventory first = observer.look();
      List<ObservedPort> ports = portsOf(first, owner.pid());
      assertEquals(
          List.of("p{1", "p}1", "vale7:a", "vale7:b"),
          ports.stream().map(ObservedPort::name).sorted().toList());
      for (ObservedPort port : ports) {
        PortKind kind = port.name().startsWith("vale") ? PortKind.VALE : PortKind.PIPE;
        assertEquals(kind, port.kind());
        assertEquals(2, port.rings().size(), port.name());
        for (ObservedRing ring : port.rings()) {
          assertEquals(1024, ring.slots());
          assertEquals(Accuracy.EXACT, ring.accuracy());
          assertTrue(ring.legal());
          assertEquals(0, ring.used());
        }
      }
      Owner found =
          first.regions().stream()
              .flatMap(region -> region.owners().stream())
              .filter(o -> o.pid() == owner.pid())
              .findFirst()
              .orElseThrow();
      assertEquals("java", found.command());
      assertFalse(found.self());

      same(owner.tell("send 1500"), observer.look(), owner.pid());
      same(owner.tell("queue 700"), observer.look(), owner.pid());
      Inventory queued = observer.look();
      ObservedRing rx =
          portsOf(queued, owner.pid()).stream()
              .filter(port -> port.name().equals("vale7:b"))
              .flatMap(port -> port.rings().stream())
              .filter(ring -> ring.id().kind().receives())
              .findFirst()
              .orElseThrow();
      assertEquals(2200, rx.counters().orElseThrow().packets());
      assertEquals(220_000, rx.counters().orElseThrow().bytes());
      assertEquals(700, rx.used());
      assertEquals(700, rx.movement().highWater());
      List<String> after = owner.tell("queue 700");
      assertTrue(after.stream().anyMatch(line -> line.contains("dropped=377")), after.toString());
      same(after, observer.look(), owner.pid());
      assertTrue(owner.isAlive());
    }
  }

  @Test
  void indicesAreFollowedBetweenLooks() throws Exception {
    try (OwnerRun owner = new OwnerRun("vale7:a", "vale7:b");
        Observer observer = Observer.open()) {
      observer.look();
      for (int i = 0; i < 10; i++) {
        owner.tell("send 300");
        observer.sample();
      }
      for (ObservedPort port : portsOf(observer.look(), owner.pid())) {
        for (ObservedRing ring : port.rings()) {
          boolean used = ring.id().kind().receives() == port.name().endsWith("b");
          assertEquals(used ? 3000 : 0, ring.movement().slots(), port.name() + " " + ring.id());
          assertTrue(ring.movement().countable());
        }
      }
      owner.tell("send 900");
      boolean late =
          portsOf(observer.look(), owner.pid()).stream()
              .flatMap(port -> port.rings().stream())
              .anyMatch(ring -> !ring.movement().countable());
      assertTrue(late, "900 of 1024 slots at once are too many to be counted");
    }
  }

  private static Movement received(Observer observer, OwnerRun owner) {
    return portsOf(observer.look(), owner.pid()).stream()
        .filter(port -> port.name().equals("vale7:b"))
        .flatMap(port -> port.rings().stream())
        .filter(ring -> ring.id().kind().receives())
        .findFirst()
        .orElseThrow()
        .movement();
  }

  @Test
  void whatSamplesFindIsToldAtTheNextLook() throws Exception {
    try (OwnerRun owner = new OwnerRun("vale7:a", "vale7:b");
        Observer observer = Observer.open()) {
      assertEquals(1, received(observer, owner).looks());
      owner.tell("queue 300");
      observer.sample();
      owner.tell("queue 1000");
      for (int i = 0; i < 10; i++) {
        observer.sample();
      }
      Movement full = received(observer, owner);
      assertEquals(13, full.looks());
      assertEquals(11, full.fullLooks(), "1023 of 1024 slots, at ten samples and this look");
      assertEquals(1, full.stalls());
      assertEquals(1023, full.highWater());
      // 300 slots, and then the rest
      assertEquals(List.of(0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L, 1L), full.batches());
      assertTrue(full.burst().packets() >= 723, full.burst().toString());
      assertTrue(full.burst().micros() >= 5000, full.burst().toString());
      owner.tell("send 0");
      observer.sample();
      Movement later = received(observer, owner);
      assertEquals(1, later.stalls(), "it goes on, and is one");
      assertEquals(Burst.NONE, later.burst(), "no packet since");
    }
  }

  @Test
  void aSampleAllocatesNothingForARing() throws Exception {
    try (OwnerRun owner = new OwnerRun("vale7:a", "vale7:b");
        Observer observer = Observer.open()) {
      com.sun.management.ThreadMXBean memory =
          (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
      observer.look();
      owner.tell("send 100");
      observer.sample();
      long before = memory.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 1000; i++) {
        observer.sample();
      }
      long perSample = (memory.getCurrentThreadAllocatedBytes() - before) / 1000;
      assertTrue(
          perSample < 200, perSample + " bytes for each sample: an iterator is all there is");
    }
  }

  /** The inodes of the regions that a process has mapped. */
  private static List<String> regionInodes(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/maps")).stream()
        .filter(line -> line.contains(DirectoryAbi.NAME))
        .map(line -> line.replaceAll("^\\S+ \\S+ \\S+ \\S+ (\\d+) .*", "$1"))
        .distinct()
        .toList();
  }

  private static List<String> mappedHere(List<String> inodes) throws IOException {
    List<String> here = regionInodes(ProcessHandle.current().pid());
    return inodes.stream().filter(here::contains).toList();
  }

  @Test
  void whatIsClosedOrKilledIsGoneAtTheNextLook() throws Exception {
    try (OwnerRun owner = new OwnerRun("vale7:a", "vale7:b");
        Observer observer = Observer.open()) {
      assertEquals(2, portsOf(observer.look(), owner.pid()).size());
      owner.tell("close");
      List<ObservedPort> left = portsOf(observer.look(), owner.pid());
      assertEquals(List.of("vale7:a"), left.stream().map(ObservedPort::name).toList());
      List<String> inodes = regionInodes(owner.pid());
      assertFalse(inodes.isEmpty());
      assertEquals(inodes, mappedHere(inodes));
      owner.kill();
      observer.sample(); // of what is not there any more
      assertEquals(List.of(), portsOf(observer.look(), owner.pid()));
      assertEquals(List.of(), mappedHere(inodes));
    }
  }

  @Test
  void anInterfacesRingsAreSeen() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "not root: no packet sockets");
    try (OwnerRun owner = new OwnerRun("netmap:lo");
        Observer observer = Observer.open()) {
      ObservedPort port = portsOf(observer.look(), owner.pid()).getFirst();
      assertEquals("lo", port.name());
      assertEquals(PortKind.NIC, port.kind());
      assertEquals(1, port.rings().stream().filter(r -> r.id().kind().receives()).count());
    }
  }

  @Test
  void nothingIsLeftOfAnObserver() throws Exception {
    List<String> before = Descriptors.open();
    Observer observer = Observer.open();
    try (OwnerRun owner = new OwnerRun("vale7:a");
        observer) {
      assertEquals(1, portsOf(observer.look(), owner.pid()).size());
      assertEquals(before, Descriptors.open(), "a mapping needs no descriptor");
    }
    assertThrows(IllegalStateException.class, observer::look);
    observer.sample();
    assertEquals(before, Descriptors.open());
    assertEquals(List.of(), Descriptors.mapped());
  }

  /** A memfd of this process's own, with a name of the test's. */
  private static int memfd(String name, long bytes, int seals) {
    int fd = Libc.memfdCreate(name, LinuxAbi.MFD_CLOEXEC | LinuxAbi.MFD_ALLOW_SEALING);
    assertTrue(fd >= 0);
    assertEquals(0, Libc.ftruncate(fd, bytes));
    if (seals != 0) {
      assertEquals(0, Libc.fcntl(fd, LinuxAbi.F_ADD_SEALS, seals));
    }
    return fd;
  }

  /** Of this process; others on this machine may have regions that cannot be read too. */
  private static List<String> ownRefusals(Inventory inventory) {
    String self = "[" + ProcessHandle.current().pid() + "]";
    return inventory.refusals().stream()
        .filter(refusal -> refusal.subject().endsWith(self))
        .map(Refusal::message)
        .toList();
  }

  private static String refusal(String name, long bytes, int seals, byte[] content)
      throws IOException {
    int fd = memfd(name, bytes, 0);
    try (Observer observer = Observer.open()) {
      Files.write(Path.of("/proc/self/fd/" + fd), content);
      if (content.length == 0) {
        assertEquals(0, Libc.ftruncate(fd, bytes)); // the write has cut it
      }
      if (seals != 0) {
        assertEquals(0, Libc.fcntl(fd, LinuxAbi.F_ADD_SEALS, seals));
      }
      Inventory inventory = observer.look();
      assertEquals(List.of(), portsOf(inventory, ProcessHandle.current().pid()));
      return String.join("\n", ownRefusals(inventory));
    } finally {
      Libc.close(fd);
    }
  }

  @Test
  void memfdsThatAreNoRegionsAreRefused() throws IOException {
    String name = DirectoryAbi.NAME + "1:";
    byte[] nothing = {};
    says("not sealed", refusal(name, 1 << 20, 0, nothing));
    says("not sealed", refusal(name, 1 << 20, 2, nothing)); // against shrinking alone
    says("too short", refusal(name, 0, LinuxAbi.SEALS_SIZE, nothing));
    says("too short", refusal(name, 1, LinuxAbi.SEALS_SIZE, nothing));
    says("too short", refusal(name, 4096, LinuxAbi.SEALS_SIZE, nothing));
    says("no directory", refusal(name, 8192, LinuxAbi.SEALS_SIZE, nothing));
    says("no directory", refusal(name, 1L << 40, LinuxAbi.SEALS_SIZE, nothing));
    says("map", refusal(name, 1L << 60, LinuxAbi.SEALS_SIZE, nothing));
    assertEquals("", refusal("another-name", 8192, LinuxAbi.SEALS_SIZE, nothing));
    Random random = Seeds.random(ObserverTest.class);
    byte[] noise = new byte[1 << 16];
    for (int i = 0; i < 50; i++) {
      random.nextBytes(noise);
      says("no directory", refusal(name + "\u001b[2J", 0, LinuxAbi.SEALS_SIZE, noise));
    }
  }

  private static void says(String part, String text) {
    assertTrue(text.contains(part), text);
    assertTrue(text.chars().noneMatch(c -> c < ' ' && c != '\n'), "control characters");
  }

  /** A hole in huge pages can be a fault, whatever the seals. */
  @Test
  void memfdsInHugePagesAreRefused() throws IOException {
    int huge = 4; // MFD_HUGETLB
    int fd =
        Libc.memfdCreate(
            DirectoryAbi.NAME + "1:", LinuxAbi.MFD_CLOEXEC | LinuxAbi.MFD_ALLOW_SEALING | huge);
    assumeTrue(fd >= 0, "no memfd in huge pages here: " + Libc.strerror(-fd));
    try (Observer observer = Observer.open()) {
      int sized = Libc.ftruncate(fd, 1 << 21);
      assumeTrue(sized == 0, "no size for it: " + Libc.strerror(-sized));
      assertEquals(0, Libc.fcntl(fd, LinuxAbi.F_ADD_SEALS, LinuxAbi.SEALS_SIZE));
      says("ordinary memory", ownRefusals(observer.look()).toString());
    } finally {
      Libc.close(fd);
    }
  }

  /** A file of a user's that only looks like a memfd by its name. */
  @Test
  void otherFilesOfThatNameAreNoRegions() throws IOException {
    Path folder = Files.createTempDirectory("memfd");
    Path file = folder.resolve(DirectoryAbi.NAME + "1");
    Files.write(file, new byte[8192]);
    int fd = Libc.open(file.toString(), LinuxAbi.O_RDWR | LinuxAbi.O_CLOEXEC);
    try (Observer observer = Observer.open()) {
      assertEquals(List.of(), ownRefusals(observer.look()));
    } finally {
      Libc.close(fd);
      Files.delete(file);
      Files.delete(folder);
    }
  }

  /** Ports come and go while somebody looks: never half of one. */
  @Test
  void portsThatComeAndGoAreSeenWholeOrNotAtAll() throws Exception {
    EmbeddedEngine engine = new EmbeddedEngine(new RegionLayout(8, 512, 16, 1024, 256, 2048));
    Thread looker;
    List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
    java.util.concurrent.atomic.AtomicBoolean over =
        new java.util.concurrent.atomic.AtomicBoolean();
    java.util.concurrent.atomic.AtomicInteger seen =
        new java.util.concurrent.atomic.AtomicInteger();
    engine.addGenerator("keep", new GeneratorOptions(List.of(1L), 1, 8, System::nanoTime));
    try (Observer observer = Observer.open()) {
      Registration keep = register(engine, "keep");
      looker =
          Thread.ofPlatform()
              .start(() -> {
                while (!over.get()) {
                  try {
                    for (ObservedPort port :
                        portsOf(observer.look(), ProcessHandle.current().pid())) {
                      boolean known = port.name().equals("keep") || port.name().matches("[ab]{9}");
                      assertTrue(known, port.name());
                      assertTrue(port.rings().size() <= 2, port.toString());
                      seen.addAndGet(port.rings().size());
                    }
                  } catch (Throwable e) {
                    failures.add(e);
                    return;
                  }
                }
              });
      for (int i = 0; i < 3000 || (seen.get() < 1000 && failures.isEmpty()); i++) {
        String name = i % 2 == 0 ? "aaaaaaaaa" : "bbbbbbbbb";
        engine.addGenerator(name, new GeneratorOptions(List.of(9L), i, 8, System::nanoTime));
        register(engine, name).close();
      }
      over.set(true);
      looker.join();
      keep.close();
    }
    assertEquals(List.of(), failures);
  }

  private static Registration register(EmbeddedEngine engine, String name) throws NetmapException {
    return engine.register(
        new RegisterRequest(name, NetmapAbi.REG_ALL_NIC, 0, 0, 0, 0, Geometry.ANY, false));
  }

  @Test
  void whoMayNotReadIsToldWhatWouldHelp() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "not root: cannot be another user");
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/setpriv")), "no setpriv here (package util-linux)");
    List<String> command =
        new ArrayList<>(List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"));
    command.addAll(OwnerRun.java(Looker.class));
    try (OwnerRun owner = new OwnerRun("vale7:a")) {
      String said = OwnerRun.outputOf(command);
      assumeTrue(
          !said.contains("ClassNotFoundException"), "nobody may not read the classes: " + said);
      assertTrue(said.contains("cannot be looked into; run as root, or with CAP_SYS"), said);
      assertTrue(said.contains("regions 0"), said);
      assertTrue(owner.isAlive());
    }
  }

  /** Prints what can be seen, as a user who may not. */
  static final class Looker {
    private Looker() {}

    public static void main(String[] arguments) throws NetmapException {
      try (Observer observer = Observer.open()) {
        Inventory inventory = observer.look();
        inventory.notes().forEach(System.out::println);
        System.out.println("regions " + inventory.regions().size());
      }
    }
  }
}
