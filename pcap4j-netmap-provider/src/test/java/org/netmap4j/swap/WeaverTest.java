package org.netmap4j.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is put into pcap4j's classes, and which classes are refused. */
class WeaverTest {
  private static final List<String> WOVEN =
      List.of(Pcap4j.NATIVE_MAPPINGS, Pcap4j.LIBRARY, Pcap4j.HANDLE, Pcap4j.PCAPS);

  private static final ClassFile VERIFYING =
      ClassFile.of(
          ClassFile.ClassHierarchyResolverOption.of(
              ClassHierarchyResolver.ofResourceParsing(WeaverTest.class.getClassLoader())
                  .orElse(
                      ClassHierarchyResolver.of(
                          List.of(),
                          Helpers.NAMES.stream()
                              .collect(
                                  Collectors.toMap(
                                      ClassDesc::ofInternalName,
                                      it -> ConstantDescs.CD_Object))))));

  static List<String> versions() {
    return PublishedPcap4j.VERSIONS;
  }

  private static ClassModel woven(String version, String name, Weaver.Mode mode)
      throws IOException, WeaveException {
    byte[] original = PublishedPcap4j.bytes(PublishedPcap4j.jar(version), name);
    return ClassFile.of().parse(PublishedPcap4j.weaver(mode).weave(original));
  }

  private static Set<String> called(ClassModel model) {
    Set<String> called = new TreeSet<>();
    for (MethodModel method : model.methods()) {
      method.code().stream()
          .flatMap(it -> it.elementStream())
          .filter(InvokeInstruction.class::isInstance)
          .map(InvokeInstruction.class::cast)
          .forEach(it -> called.add(it.owner().asInternalName() + "." + it.name().stringValue()));
    }
    return called;
  }

  @ParameterizedTest
  @MethodSource("versions")
  void wovenClassesAreValid(String version) throws IOException, WeaveException {
    for (Weaver.Mode mode : Weaver.Mode.values()) {
      for (String name : WOVEN) {
        ClassModel model = woven(version, name, mode);
        assertEquals(List.of(), VERIFYING.verify(model), name);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void noNativeIsLeftAndNothingIsLoadedAtTheStart(String version)
      throws IOException, WeaveException {
    ClassModel natives = woven(version, Pcap4j.NATIVE_MAPPINGS, Weaver.Mode.DEFINE);
    assertTrue(natives.methods().stream().noneMatch(it -> it.flags().has(AccessFlag.NATIVE)));
    Set<String> called = called(natives);
    assertTrue(called.contains("org/netmap4j/swap/Helpers.define"), called::toString);
    assertTrue(called.contains(Helpers.PACKETS + ".pcap_loop"), called::toString);
    called.addAll(called(woven(version, Pcap4j.LIBRARY, Weaver.Mode.DEFINE)));
    called.retainAll(
        Set.of(
            "com/sun/jna/Function.getFunction",
            "com/sun/jna/Native.register",
            "com/sun/jna/Native.load",
            "com/sun/jna/NativeLibrary.getInstance",
            "java/lang/System.getenv"));
    assertEquals(Set.of(), called);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void packetsAreFetchedWithoutNativeMemory(String version) throws IOException, WeaveException {
    byte[] original = PublishedPcap4j.bytes(PublishedPcap4j.jar(version), Pcap4j.HANDLE);
    assertTrue(
        called(ClassFile.of().parse(original)).contains(Pcap4j.NATIVE_MAPPINGS + ".pcap_next_ex"));
    Set<String> called = called(woven(version, Pcap4j.HANDLE, Weaver.Mode.DEFINE));
    assertTrue(called.contains(Helpers.PACKETS + ".pcap_next_ex"), called::toString);
    assertTrue(called.contains(Helpers.PACKETS + ".pcap_next"), called::toString);
    assertTrue(called.contains(Helpers.OPENING + ".closing"), called::toString);
    assertTrue(
        called.stream().noneMatch(it -> it.startsWith(Pcap4j.NATIVE_MAPPINGS + ".pcap_next")),
        called::toString);
  }

  /** A JVM of any age reads what is put in: no class file gets a later version. */
  @ParameterizedTest
  @MethodSource("versions")
  void classFilesKeepTheirVersion(String version) throws IOException, WeaveException {
    for (String name : WOVEN) {
      byte[] original = PublishedPcap4j.bytes(PublishedPcap4j.jar(version), name);
      assertEquals(
          ClassFile.of().parse(original).majorVersion(),
          woven(version, name, Weaver.Mode.BESIDE).majorVersion());
    }
  }

  @Test
  void theHelpersAreThoseThatWereCompiled() throws IOException, URISyntaxException {
    Path folder = Path.of(WeaverTest.class.getResource("/META-INF/netmap4j/pcap4j/").toURI());
    try (Stream<Path> files = Files.walk(folder)) {
      Set<String> found =
          files
              .map(it -> folder.relativize(it).toString())
              .filter(it -> it.endsWith(".class"))
              .map(it -> it.substring(0, it.length() - ".class".length()))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(found, new TreeSet<>(Helpers.NAMES));
    }
  }

  /** They are linked while pcap4j is being initialised: nothing in them may need a bootstrap. */
  @Test
  void theHelpersAreLinkedWithoutBootstraps() {
    for (String name : Helpers.NAMES) {
      ClassModel model = ClassFile.of().parse(Helpers.bytes(name));
      for (MethodModel method : model.methods()) {
        assertTrue(
            method.code().stream()
                .flatMap(it -> it.elementStream())
                .noneMatch(
                    java.lang.classfile.instruction.InvokeDynamicInstruction.class::isInstance),
            () -> name + "." + method.methodName());
      }
    }
  }

  @Test
  void anUnknownNativeThatTakesAHandleIsRefused() throws IOException {
    byte[] original = PublishedPcap4j.bytes(PublishedPcap4j.jar("1.8.2"), Pcap4j.NATIVE_MAPPINGS);
    ClassFile files = ClassFile.of();
    byte[] fork =
        files.transformClass(
            files.parse(original),
            java.lang.classfile.ClassTransform.endHandler(it ->
                it.withMethod(
                    "pcap_inject",
                    MethodTypeDesc.of(ConstantDescs.CD_int, Pcap4j.POINTER),
                    ClassFile.ACC_STATIC | ClassFile.ACC_NATIVE,
                    _ -> {})));
    WeaveException refused =
        assertThrows(
            WeaveException.class, () -> PublishedPcap4j.weaver(Weaver.Mode.DEFINE).weave(fork));
    assertTrue(refused.toString().contains("pcap_inject"), refused::toString);
  }

  @Test
  void aWovenClassIsRefused() throws IOException, WeaveException {
    byte[] original = PublishedPcap4j.bytes(PublishedPcap4j.jar("1.8.2"), Pcap4j.NATIVE_MAPPINGS);
    Weaver weaver = PublishedPcap4j.weaver(Weaver.Mode.BESIDE);
    byte[] once = weaver.weave(original);
    WeaveException refused = assertThrows(WeaveException.class, () -> weaver.weave(once));
    assertTrue(refused.toString().contains("is woven already"), refused::toString);
  }
}
