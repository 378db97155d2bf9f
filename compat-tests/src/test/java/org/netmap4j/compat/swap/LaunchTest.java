package org.netmap4j.compat.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netmap4j.compat.Commands;
import org.netmap4j.compat.Traffic;
import org.netmap4j.compat.VethPair;

/** The ways in which programs are started, with the agent and with a woven jar. */
class LaunchTest {
  private static final String DATAGRAM = "packet 142 ";

  @TempDir private Path folder;
  private Path classes = Path.of("");
  private Path loaders = Path.of("");

  @BeforeEach
  void compile() throws IOException {
    classes = Files.createDirectory(folder.resolve("classes"));
    Pcap4jJars.compile("Receiver", Pcap4jJars.STABLE, classes);
    loaders = Files.createDirectory(folder.resolve("loaders"));
    Pcap4jJars.compile("ChildLoader", Pcap4jJars.STABLE, loaders);
  }

  private static VethPair pair() throws IOException {
    VethPair pair = VethPair.create(1, 1500);
    pair.neighbours();
    return pair;
  }

  private static String[] receiver(VethPair pair) {
    return new String[] {"Receiver", "netmap:" + pair.a, "3", "udp", "loop"};
  }

  private List<Path> with(Path... more) {
    List<Path> all = new ArrayList<>(Pcap4jJars.of(Pcap4jJars.STABLE));
    all.add(classes);
    all.addAll(List.of(more));
    return all;
  }

  /** Three datagrams are received, whole. */
  private static void receives(VethPair pair, Pcap4jRun.Launch launch) throws Exception {
    try (Pcap4jRun run = launch.start()) {
      run.await("ready");
      Traffic.datagrams(pair.far, "192.0.2.1", 3);
      assertEquals(0, run.end(), run::all);
      assertEquals(3, run.text().lines().filter(it -> it.startsWith(DATAGRAM)).count(), run::all);
    }
  }

  @Test
  void onTheClassPath() throws Exception {
    try (VethPair pair = pair()) {
      receives(
          pair,
          Pcap4jRun.in(pair.near)
              .withoutLibpcap()
              .swapped()
              .classPath(with())
              .program(receiver(pair)));
    }
  }

  /** The agent's jar is all that it needs; an alias is all that names a port. */
  @Test
  void anInterfacesNameIsAnAlias() throws Exception {
    try (VethPair pair = pair()) {
      receives(
          pair,
          Pcap4jRun.in(pair.near)
              .swapped()
              .jvm("-Dnetmap.alias=eth7=netmap:" + pair.a)
              .classPath(with())
              .program("Receiver", "eth7", "3", "udp", "next"));
    }
  }

  @Test
  void byAVariable() throws Exception {
    try (VethPair pair = pair()) {
      receives(
          pair,
          Pcap4jRun.in(pair.near)
              .variable("JAVA_TOOL_OPTIONS", "-javaagent:" + Pcap4jJars.agent())
              .classPath(with())
              .program(receiver(pair)));
    }
  }

  @Test
  void inAFatJar() throws Exception {
    Path fat = folder.resolve("fat.jar");
    fatJar(fat);
    try (VethPair pair = pair()) {
      String[] receiver = receiver(pair);
      receiver[0] = fat.toString();
      receives(
          pair, Pcap4jRun.in(pair.near).withoutLibpcap().swapped().jvm("-jar").program(receiver));
    }
  }

  private void fatJar(Path to) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Receiver");
    Set<String> there = new HashSet<>();
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(to), manifest)) {
      for (Path jar : Pcap4jJars.of(Pcap4jJars.STABLE)) {
        try (InputStream file = Files.newInputStream(jar);
            JarInputStream in = new JarInputStream(file)) {
          for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
            if (!entry.getName().startsWith("module-info") && there.add(entry.getName())) {
              out.putNextEntry(new JarEntry(entry.getName()));
              in.transferTo(out);
            }
          }
        }
      }
      for (String name : List.of("Receiver.class", "Receiver$1.class")) {
        out.putNextEntry(new JarEntry(name));
        Files.copy(classes.resolve(name), out);
      }
    }
  }

  /** As modules: pcap4j's requires slf4j's by its old name. */
  @Test
  void onTheModulePath() throws Exception {
    try (VethPair pair = pair()) {
      receives(pair, modules(pair).withoutLibpcap().swapped().program(receiver(pair)));
    }
  }

  private Pcap4jRun.Launch modules(VethPair pair) {
    return Pcap4jRun.in(pair.near)
        .jvm("--module-path", Pcap4jJars.path(Pcap4jJars.of(Pcap4jJars.STABLE)))
        .jvm("--add-modules", "org.pcap4j.core,org.pcap4j.packetfactory.statik")
        .jvm("-cp", classes.toString());
  }

  /** The provider is a module, too, and an agent besides. */
  @Test
  void withTheLibraryAsAModule() throws Exception {
    List<Path> jars = new ArrayList<>(Pcap4jJars.of(Pcap4jJars.STABLE));
    jars.add(Pcap4jJars.agent());
    try (VethPair pair = pair()) {
      receives(
          pair,
          Pcap4jRun.in(pair.near)
              .jvm("--module-path", Pcap4jJars.path(jars))
              .jvm("--add-modules", "org.netmap4j,org.pcap4j.core,org.pcap4j.packetfactory.statik")
              .jvm("--enable-native-access=org.netmap4j,com.sun.jna")
              .jvm("-cp", classes.toString())
              .swapped()
              .program(receiver(pair)));
    }
  }

  @Test
  void inALoaderOfItsOwn() throws Exception {
    try (VethPair pair = pair()) {
      List<String> program =
          new ArrayList<>(List.of("ChildLoader", "system", Pcap4jJars.path(with())));
      program.addAll(List.of(receiver(pair)));
      receives(
          pair,
          Pcap4jRun.in(pair.near)
              .withoutLibpcap()
              .swapped()
              .jvm("-cp", loaders.toString())
              .program(program.toArray(String[]::new)));
    }
  }

  /** One that does not see the class path has to have the library itself. */
  @Test
  void inALoaderThatSeesNoClassPath() throws Exception {
    try (VethPair pair = pair()) {
      for (boolean beside : new boolean[] {true, false}) {
        List<Path> jars = beside ? with(Pcap4jJars.agent()) : with();
        List<String> program =
            new ArrayList<>(List.of("ChildLoader", "platform", Pcap4jJars.path(jars)));
        program.addAll(List.of(receiver(pair)));
        Pcap4jRun.Launch launch =
            Pcap4jRun.in(pair.near)
                .swapped()
                .jvm("-cp", loaders.toString())
                .program(program.toArray(String[]::new));
        if (beside) {
          receives(pair, launch);
          continue;
        }
        try (Pcap4jRun run = launch.start()) {
          assertEquals(1, run.end(), run::all);
          assertTrue(
              run.errors().contains("netmap4j: org.pcap4j.core.NativeMappings stays as it is: "),
              run::all);
          assertTrue(run.errors().contains("put netmap4j's jar beside pcap4j's"), run::all);
        }
      }
    }
  }

  private Path woven() throws IOException {
    Path jar = folder.resolve("woven.jar");
    Commands.ok(
        "%s -jar %s weave %s %s"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                Pcap4jJars.agent(),
                Pcap4jJars.jar("pcap4j-core-1.8.2"),
                jar));
    return jar;
  }

  @Test
  void aWovenJarNeedsNoAgent() throws Exception {
    List<Path> jars = new ArrayList<>(List.of(woven(), Pcap4jJars.agent(), classes));
    jars.addAll(Pcap4jJars.besidesCore(Pcap4jJars.STABLE));
    try (VethPair pair = pair()) {
      receives(
          pair, Pcap4jRun.in(pair.near).withoutLibpcap().classPath(jars).program(receiver(pair)));
    }
  }

  @Test
  void aWovenJarAsAModuleFindsTheLibraryOnTheClassPath() throws Exception {
    List<Path> jars = new ArrayList<>(List.of(woven()));
    jars.addAll(Pcap4jJars.besidesCore(Pcap4jJars.STABLE));
    try (VethPair pair = pair()) {
      receives(
          pair,
          Pcap4jRun.in(pair.near)
              .jvm("--module-path", Pcap4jJars.path(jars))
              .jvm("--add-modules", "org.pcap4j.core,org.pcap4j.packetfactory.statik")
              .classPath(List.of(classes, Pcap4jJars.agent()))
              .program(receiver(pair)));
    }
  }

  @Test
  void aWovenJarWithTheAgentIsLeftAsItIs() throws Exception {
    List<Path> jars = new ArrayList<>(List.of(woven(), classes));
    jars.addAll(Pcap4jJars.besidesCore(Pcap4jJars.STABLE));
    try (VethPair pair = pair()) {
      receives(pair, Pcap4jRun.in(pair.near).swapped().classPath(jars).program(receiver(pair)));
    }
  }

  /** With a native that is not known, pcap4j goes on as it is: with libpcap, all of it. */
  @Test
  void aPcap4jThatIsNotKnownIsLeftAsItIs() throws Exception {
    List<Path> jars = new ArrayList<>(List.of(fork(), classes));
    jars.addAll(Pcap4jJars.besidesCore(Pcap4jJars.STABLE));
    try (VethPair pair = pair()) {
      try (Pcap4jRun run =
          Pcap4jRun.in(pair.near)
              .swapped()
              .classPath(jars)
              .program("Receiver", "netmap:" + pair.a, "3", "udp", "loop")
              .start()) {
        assertEquals(1, run.end(), run::all);
        assumeTrue(!run.errors().contains("UnsatisfiedLinkError"), "no libpcap on this machine");
        List<String> said = run.errors().lines().filter(it -> it.startsWith("netmap4j: ")).toList();
        assertEquals(1, said.size(), run::all);
        assertTrue(said.getFirst().contains("does not know: pcap_inject("), run::all);
        assertTrue(run.errors().contains("PcapNativeException"), run::all);
      }
      receives(
          pair,
          Pcap4jRun.in(pair.near)
              .swapped()
              .classPath(jars)
              .program("Receiver", pair.a, "3", "udp", "next"));
    }
  }

  private Path fork() throws IOException {
    Path fork = folder.resolve("fork.jar");
    Files.copy(Pcap4jJars.jar("pcap4j-core-1.8.2"), fork);
    try (FileSystem jar = FileSystems.newFileSystem(fork)) {
      Path natives = jar.getPath("org/pcap4j/core/NativeMappings.class");
      ClassFile files = ClassFile.of();
      byte[] more =
          files.transformClass(
              files.parse(Files.readAllBytes(natives)),
              ClassTransform.endHandler(it ->
                  it.withMethod(
                      "pcap_inject",
                      MethodTypeDesc.of(ConstantDescs.CD_int, ClassDesc.of("com.sun.jna.Pointer")),
                      ClassFile.ACC_STATIC | ClassFile.ACC_NATIVE,
                      _ -> {})));
      Files.write(natives, more);
    }
    return fork;
  }

  /** The agent does nothing to a program that has no pcap4j. */
  @Test
  void withoutPcap4jNothingIsSaid() throws Exception {
    try (VethPair pair = pair();
        Pcap4jRun run = Pcap4jRun.in(pair.near).swapped().program("-version").start()) {
      assertEquals(0, run.end(), run::all);
      assertTrue(run.errors().startsWith("openjdk"), run::all);
    }
  }

  @Test
  void theAlphaVersionStreams() throws Exception {
    Path alpha = Files.createDirectory(folder.resolve("alpha"));
    Pcap4jJars.compile("AlphaStream", Pcap4jJars.ALPHA, alpha);
    List<Path> jars = new ArrayList<>(Pcap4jJars.of(Pcap4jJars.ALPHA));
    jars.add(alpha);
    try (VethPair pair = pair();
        Pcap4jRun run =
            Pcap4jRun.in(pair.near)
                .withoutLibpcap()
                .swapped()
                .classPath(jars)
                .program("AlphaStream", pair.a, folder.resolve("alpha.pcap").toString())
                .start()) {
      run.await("ready");
      Traffic.datagrams(pair.far, "192.0.2.1", 6);
      assertEquals(0, run.end(), run::all);
      List<String> ways =
          run.text().lines().map(it -> it.replaceFirst(" 20\\d\\d-.*", "")).toList();
      assertEquals(
          List.of(
              "ready",
              "stream 142 9",
              "stream 142 9",
              "stream 142 9",
              "loop 142 9",
              "loop 142 9",
              "next 142 9",
              "received 6",
              "file 142 9",
              "after the end: null"),
          ways,
          run::all);
    }
  }
}
