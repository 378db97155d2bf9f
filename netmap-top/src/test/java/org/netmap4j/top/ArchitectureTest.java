package org.netmap4j.top;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of the tool's packages point down. */
class ArchitectureTest {
  private static final JavaClasses TOOL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.netmap4j.top");

  @Test
  void arrowsPointDown() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("org.netmap4j.top..")
        .layer("main")
        .definedBy("org.netmap4j.top")
        .optionalLayer("source")
        .definedBy("org.netmap4j.top.source..")
        .layer("doctor")
        .definedBy("org.netmap4j.top.doctor..")
        .layer("packet")
        .definedBy("org.netmap4j.top.packet..")
        .layer("config")
        .definedBy("org.netmap4j.top.config..")
        .layer("ui")
        .definedBy("org.netmap4j.top.ui..")
        .layer("batch")
        .definedBy("org.netmap4j.top.batch..")
        .layer("export")
        .definedBy("org.netmap4j.top.export..")
        .layer("replay")
        .definedBy("org.netmap4j.top.replay..")
        .layer("term")
        .definedBy("org.netmap4j.top.term..")
        .layer("sample")
        .definedBy("org.netmap4j.top.sample..")
        .layer("packet")
        .definedBy("org.netmap4j.top.packet..")
        .layer("units")
        .definedBy("org.netmap4j.top.units..")
        .layer("model")
        .definedBy("org.netmap4j.top.model..")
        .whereLayer("main")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("source")
        .mayOnlyBeAccessedByLayers("main")
        .whereLayer("doctor")
        .mayOnlyBeAccessedByLayers("main", "source")
        .whereLayer("packet")
        .mayOnlyBeAccessedByLayers("source")
        .whereLayer("config")
        .mayOnlyBeAccessedByLayers("main")
        .whereLayer("ui")
        .mayOnlyBeAccessedByLayers("main", "config")
        .whereLayer("batch")
        .mayOnlyBeAccessedByLayers("main")
        .whereLayer("export")
        .mayOnlyBeAccessedByLayers("main")
        .whereLayer("replay")
        .mayOnlyBeAccessedByLayers("main")
        .whereLayer("term")
        .mayOnlyBeAccessedByLayers("main", "config", "ui")
        .whereLayer("sample")
        .mayOnlyBeAccessedByLayers("main", "ui", "batch")
        .whereLayer("packet")
        .mayOnlyBeAccessedByLayers("source")
        .whereLayer("units")
        .mayOnlyBeAccessedByLayers("main", "config", "ui", "batch", "source", "packet", "doctor")
        .check(TOOL);
    slices().matching("org.netmap4j.top.(*)..").should().beFreeOfCycles().check(TOOL);
  }

  @Test
  void nativeCodeIsReachedThroughTheTerminalAndTheOutputOnly() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.netmap4j.top.config..",
            "org.netmap4j.top.ui..",
            "org.netmap4j.top.doctor..",
            "org.netmap4j.top.model..",
            "org.netmap4j.top.packet..",
            "org.netmap4j.top.sample..",
            "org.netmap4j.top.export..",
            "org.netmap4j.top.replay..",
            "org.netmap4j.top.units..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.netmap4j.ffi..", "java.lang.foreign..")
        .check(TOOL);
  }

  @Test
  void nothingNeedsADesktop() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.awt..", "javax.swing..", "com.googlecode.lanterna.gui2..")
        .orShould()
        .dependOnClassesThat()
        .haveSimpleName("DefaultTerminalFactory")
        .check(TOOL);
  }

  /** What pcap4j captures with needs natives. */
  @Test
  void ofPcap4jOnlyPacketsAreUsed() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.netmap4j.top.packet")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.pcap4j..")
        .check(TOOL);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.pcap4j.core..", "com.sun.jna..")
        .check(TOOL);
  }

  @Test
  void picocliStaysAtTheCommandLine() {
    classes()
        .that()
        .resideOutsideOfPackage("org.netmap4j.top")
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackage("picocli..")
        .check(TOOL);
  }
}
