package org.radiologytrust;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One way through the code: a stage sees model, journal and itself; only the pipeline sees llm. */
class ArchitectureTest {
  private static final String BASE = "org.radiologytrust.";
  private static final List<String> ALL =
      List.of(
          "ingest.hl7",
          "ingest.fhir",
          "ingest.dicom",
          "ingest.kafka",
          "correlate",
          "pipeline",
          "llm",
          "check",
          "score",
          "publish",
          "review",
          "auth",
          "ops",
          "cli",
          "phantom",
          "tls",
          "eval");
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.radiologytrust");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ingest.hl7",
        "ingest.fhir",
        "ingest.dicom",
        "ingest.kafka",
        "correlate",
        "pipeline",
        "llm",
        "check",
        "score",
        "publish",
        "review",
        "auth",
        "phantom",
        "tls"
      })
  void stageSeesNoOtherStage(String stage) {
    String[] others =
        ALL.stream()
            .filter(p -> !p.equals(stage))
            .filter(p -> !(stage.equals("pipeline") && p.equals("llm")))
            .map(p -> BASE + p + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(BASE + stage + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(BASE + stage + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.radiologytrust")
        .because("a stage is given what it needs and never reaches for the settings")
        .check(CLASSES);
  }

  @Test
  void modelSeesNothingAndJournalTheModelAlone() {
    noClasses()
        .that()
        .resideInAPackage(BASE + "model..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ALL.stream().map(p -> BASE + p + "..").toArray(String[]::new))
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage(BASE + "journal..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(BASE + "journal..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ALL.stream().map(p -> BASE + p + "..").toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void stagesFormNoCycle() {
    slices().matching("org.radiologytrust.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void nothingDeserialisesJava() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectInputStream")
        .check(CLASSES);
  }
}
