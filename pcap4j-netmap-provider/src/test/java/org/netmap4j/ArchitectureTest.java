package org.netmap4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The arrows between the packages point down, and nothing points outside that should not. */
class ArchitectureTest {
  private static final String ROOT = "org.netmap4j";

  /** Each package, and those of ours that it may know. */
  private static final Map<String, List<String>> ARROWS =
      Map.ofEntries(
          Map.entry("", List.of("engine", "engine.embedded", "ffi", "host", "bpf", "error")),
          Map.entry("bpf", List.of()),
          Map.entry("engine", List.of("error")),
          Map.entry("engine.embedded", List.of("engine", "ffi", "host", "savefile", "error")),
          Map.entry("engine.kernel", List.of("engine", "ffi", "host", "error")),
          Map.entry("ffi", List.of("error")),
          Map.entry("host", List.of("ffi", "error")),
          Map.entry("observe", List.of("engine", "ffi", "host", "error")),
          Map.entry("pcap", List.of("", "engine", "bpf", "host", "error")),
          Map.entry("savefile", List.of("error")),
          Map.entry("error", List.of()),
          Map.entry("swap", List.of("swap.backend")),
          Map.entry("swap.backend", List.of("", "pcap", "savefile", "bpf", "host", "error")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  private static String name(String room) {
    return room.isEmpty() ? ROOT : ROOT + "." + room;
  }

  @Test
  void allPackagesAreOnTheMap() {
    TreeSet<String> found = new TreeSet<>();
    CLASSES.forEach(c -> found.add(c.getPackageName()));
    TreeSet<String> expected = new TreeSet<>();
    ARROWS.keySet().forEach(room -> expected.add(name(room)));
    assertEquals(expected, found);
  }

  @Test
  void arrowsPointDown() {
    ARROWS.forEach((room, below) -> {
      List<String> allowed = new ArrayList<>();
      allowed.add(name(room));
      below.forEach(b -> allowed.add(name(b)));
      classes()
          .that()
          .resideInAPackage(name(room))
          .should()
          .onlyDependOnClassesThat(
              new com.tngtech.archunit.base.DescribedPredicate<JavaClass>(
                  "are not ours or in " + allowed) {
                @Override
                public boolean test(JavaClass other) {
                  return !other.getPackageName().startsWith(ROOT)
                      || allowed.contains(other.getPackageName());
                }
              })
          .check(CLASSES);
    });
  }

  /** All others get their engine from outside. */
  @Test
  void onlyAChannelKnowsAnEngineByItself() {
    noClasses()
        .that()
        .resideInAPackage(ROOT)
        .and()
        .doNotHaveFullyQualifiedName(Channel.class.getName())
        .should()
        .dependOnClassesThat()
        .resideInAPackage(name("engine.embedded"))
        .check(CLASSES);
  }

  @Test
  void thereAreNoCycles() {
    slices().matching("org.netmap4j.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyTheJdkIsNeeded() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("org.netmap4j..", "java..", "org.jspecify..")
        .check(CLASSES);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.logging..", "sun..", "jdk.internal..")
        .check(CLASSES);
  }

  @Test
  void nativeCallsStayInOneRoom() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".ffi")
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.lang\\.foreign\\.(Linker|SymbolLookup|FunctionDescriptor).*"
                + "|java\\.lang\\.invoke\\.MethodHandle")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".ffi")
        .should()
        .callMethod(java.lang.foreign.MemorySegment.class, "reinterpret", long.class)
        .orShould()
        .callMethod(java.lang.foreign.MemorySegment.class, "ofAddress", long.class)
        .check(CLASSES);
  }
}
