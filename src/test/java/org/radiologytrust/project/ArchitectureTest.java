package org.radiologytrust.project;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Tx;

/**
 * One way through the code: a stage sees model, journal, settings and itself; only the pipeline
 * sees llm, and only the page the check before signing.
 */
class ArchitectureTest {
  private static final String BASE = "org.radiologytrust.";
  private static final List<String> ALL =
      List.of(
          "ingest.hl7",
          "ingest.fhir",
          "ingest.dicom",
          "ingest.kafka",
          "ingest.ehr",
          "correlate",
          "pipeline",
          "llm",
          "check",
          "score",
          "publish",
          "notify",
          "fhirread",
          "presign",
          "page",
          "auth",
          "operate",
          "ops",
          "cli",
          "camel",
          "process",
          "lab",
          "tls",
          "app");
  private static final Pattern BY_NUMBER = Pattern.compile("rs\\.get\\w+\\((?:[2-9]|\\d\\d)\\)");
  private static final int MOST_FILES = 40;

  /** Records that everything hands on; divided, each part would need the others. */
  private static final List<String> LARGER_FOLDERS =
      List.of("checks/src/main/java/org/radiologytrust/model");

  /**
   * Classes that use each other, each circle within one package. In Camel's, a component makes an
   * endpoint that knows it; in the others, a class makes or compares objects that know its kind.
   */
  private static final List<List<String>> KNOWN_CIRCLES =
      List.of(
          List.of("camel.JournalComponent", "camel.JournalConsumer", "camel.JournalEndpoint"),
          List.of("camel.JournalClusterService", "camel.JournalClusterView"),
          List.of("settings.CamelKeys", "settings.ModuleSettings", "settings.Settings"),
          List.of("files.SiteFiles", "files.YamlReader"),
          List.of("model.Patient", "model.PatientMatch"),
          List.of("model.NumberMatch", "model.Report"),
          List.of("text.mentions.EarlierReading", "text.mentions.ReportReading"),
          List.of("ingest.dicom.DecodedFrame", "ingest.dicom.FrameArrays"),
          List.of("ingest.document.read.Documents", "ingest.document.read.MessageDocuments"),
          List.of("app.App", "app.Features"),
          List.of("lab.synth.FindingMention", "lab.synth.FindingWords"),
          List.of("lab.radfact.EntailmentCases", "lab.radfact.PhraseCases", "lab.radfact.RadFact"),
          List.of(
              "ingest.fhir.report.Forms",
              "ingest.fhir.report.LinkedDocuments",
              "ingest.fhir.report.LinkedResources",
              "ingest.fhir.report.MessageEntries",
              "ingest.fhir.report.PatientMapper",
              "ingest.fhir.report.PatientMention",
              "ingest.fhir.report.ReportPatient",
              "ingest.fhir.report.ReportResources"),
          List.of(
              "pipeline.step.AlignmentStep",
              "pipeline.step.AuditChanges",
              "pipeline.step.AuditMerge",
              "pipeline.step.BlankStep",
              "pipeline.step.ClaimsStep",
              "pipeline.step.FindingsStep",
              "pipeline.step.ImageJudge",
              "pipeline.step.PromptParts",
              "pipeline.step.QuestionStep",
              "pipeline.step.RewriteStep",
              "pipeline.step.RunImages",
              "pipeline.step.Step",
              "pipeline.step.StepCalls",
              "pipeline.step.StepCatalog",
              "pipeline.step.StepList",
              "pipeline.step.StepTools",
              "pipeline.step.Steps"));

  private static final JavaClasses CLASSES = ProductClasses.ALL;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ingest.hl7",
        "ingest.fhir",
        "ingest.dicom",
        "ingest.kafka",
        "ingest.ehr",
        "ingest.document",
        "correlate",
        "pipeline",
        "llm",
        "check",
        "score",
        "publish",
        "notify",
        "fhirread",
        "page",
        "auth",
        "lab.phantom",
        "text",
        "tls",
        "camel",
        "retry"
      })
  void stageSeesNoOtherStage(String stage) {
    String[] others =
        ALL.stream()
            .filter(p -> !stage.startsWith(p))
            .filter(p -> !(stage.equals("pipeline") && p.equals("llm")))
            .filter(p -> !(stage.equals("page") && p.equals("presign")))
            .map(p -> BASE + p + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(BASE + stage + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .because("a stage makes its own record of the settings, and knows nothing of the whole")
        .check(CLASSES);
  }

  @Test
  void modelSeesNothingAndJournalTheModelAlone() {
    String[] stages = ALL.stream().map(p -> BASE + p + "..").toArray(String[]::new);
    for (String below : List.of("model", "review", "authorship", "journal")) {
      noClasses()
          .that()
          .resideInAPackage(BASE + below + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(stages)
          .check(CLASSES);
    }
    noClasses()
        .that()
        .resideInAnyPackage(BASE + "model..", BASE + "review..", BASE + "authorship..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(BASE + "journal..")
        .check(CLASSES);
  }

  @Test
  void rootKeepsTheEntryPointAlone() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/java/org/radiologytrust"))) {
      assertEquals(
          List.of("Main"),
          files
              .filter(Files::isRegularFile)
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .filter(name -> !name.equals("package-info"))
              .sorted()
              .toList());
    }
  }

  @Test
  void everyPackageMarksWhatMayBeNull() {
    Set<String> unmarked =
        CLASSES.stream()
            .map(JavaClass::getPackage)
            .filter(p -> !p.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), unmarked);
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    Set<String> silent = new TreeSet<>();
    for (String root : List.of("src/main/java", "checks/src/main/java", "lab/src/main/java")) {
      try (Stream<Path> files = Files.walk(Path.of(root))) {
        for (Path file : files.filter(f -> f.endsWith("package-info.java")).toList()) {
          if (!Files.readString(file).startsWith("/**")) {
            silent.add(file.toString());
          }
        }
      }
    }
    assertEquals(Set.of(), silent);
  }

  @Test
  void stagesFormNoCycle() {
    slices().matching("org.radiologytrust.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void packagesFormNoCycle() {
    freeOfCycles("packages", JavaClass::getPackageName);
  }

  @Test
  void classesFormNoCycleButTheKnownOnes() {
    freeOfCycles("classes", ArchitectureTest::outermostOrKnown);
  }

  private static void freeOfCycles(String what, Function<JavaClass, String> slice) {
    slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass type) {
                return SliceIdentifier.of(slice.apply(type));
              }

              @Override
              public String getDescription() {
                return what;
              }
            })
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  /** All classes of a known circle have one name, so that they form no other circle. */
  private static String outermostOrKnown(JavaClass type) {
    String name = outermost(type);
    return KNOWN_CIRCLES.stream()
        .filter(circle -> circle.stream().anyMatch(known -> name.equals(BASE + known)))
        .map(circle -> circle.get(0))
        .findFirst()
        .orElse(name);
  }

  /** A number is right by luck once somebody adds a column; the first of one alone is clear. */
  @Test
  void columnsAreReadByName() throws IOException {
    List<String> byNumber = new ArrayList<>();
    try (Stream<Path> files = sources(Path.of("src/main/java"))) {
      for (Path file : files.toList()) {
        BY_NUMBER
            .matcher(Files.readString(file))
            .results()
            .forEach(found -> byNumber.add(file.getFileName() + ": " + found.group()));
      }
    }
    assertEquals(List.of(), byNumber);
  }

  /** Whoever opens a folder sees all of it at once. */
  @Test
  void noFolderHasMoreThanFortyFiles() throws IOException {
    Map<Path, Long> files;
    try (Stream<Path> all =
        Stream.of("src", "checks/src", "lab/src", "testkit/src")
            .map(Path::of)
            .flatMap(ArchitectureTest::sources)) {
      files = all.collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
    }
    files.values().removeIf(count -> count <= MOST_FILES);
    assertEquals(LARGER_FOLDERS, files.keySet().stream().map(Path::toString).toList());
  }

  private static Stream<Path> sources(Path folder) {
    try {
      return Files.walk(folder)
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type.getName());
  }

  @Test
  void onlyTheJournalHasTransactions() {
    noClasses()
        .that()
        .resideOutsideOfPackage(BASE + "journal..")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Db.class, Tx.class)
        .because("its packages are open to each other, and to nobody else")
        .check(CLASSES);
  }

  /** The product's jar is complete without the laboratory's. */
  @Test
  void onlyTheLaboratorySeesTheLaboratory() {
    noClasses()
        .that()
        .resideOutsideOfPackage(BASE + "lab..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(BASE + "lab..")
        .check(CLASSES);
  }

  /** Nor anything else that makes objects of a class that the bytes name. */
  @Test
  @Tag("safety")
  void nothingDeserialisesJava() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.io\\.(ObjectInput(?!Filter).*|Externalizable)"
                + "|java\\.(beans|rmi)\\..*"
                + "|javax\\.(naming|script)\\..*"
                + "|javax\\.management\\.remote\\..*"
                + "|org\\.yaml\\.snakeyaml\\.(?!error).*"
                + "|com\\.thoughtworks\\..*|com\\.esotericsoftware\\..*"
                + "|com\\.fasterxml\\.jackson\\.annotation\\.JsonTypeInfo")
        .orShould()
        .callMethodWhere(
            DescribedPredicate.describe(
                "lets JSON name classes", call -> call.getName().endsWith("DefaultTyping")))
        .orShould()
        .callMethodWhere(
            DescribedPredicate.describe(
                "loads classes by name",
                call ->
                    List.of("forName", "loadClass").contains(call.getName())
                        && call.getTargetOwner().getName().startsWith("java.lang.Class")))
        .check(CLASSES);
  }

  /** Decoding is bounded there; pictures in a PDF are named and never decoded. */
  @Test
  @Tag("safety")
  void picturesAreDecodedInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackage(BASE + "images")
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "javax\\.imageio\\..*"
                + "|java\\.awt\\.Toolkit"
                + "|org\\.apache\\.pdfbox\\.(rendering\\.P.*|pdmodel\\.graphics\\.image\\..*)")
        .check(CLASSES);
  }

  /** What Camel, its components and the JVM can be told in files, with what else starts them. */
  @Test
  void noConfigurationLetsJavaObjectsIn() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder :
        List.of(
            "routes",
            "config",
            "src/main/resources",
            "checks/src/main/resources",
            "lab/src/main/resources")) {
      try (Stream<Path> all = Files.walk(Path.of(folder))) {
        all.filter(Files::isRegularFile).forEach(files::add);
      }
    }
    for (String file :
        List.of(
            "rtl",
            "test",
            "Dockerfile",
            "docker-compose.yml",
            "pom.xml",
            "server.pom.xml",
            "checks/pom.xml",
            "lab/pom.xml")) {
      files.add(Path.of(file));
    }
    files.add(Path.of("src/main/java/org/radiologytrust/app/CamelSettings.java"));
    Pattern opens =
        Pattern.compile(
            "(?i)transferExchange|transferException|allowJavaSerializedObject"
                + "|allowSerializedHeaders|x-java-serialized-object|ObjectDecoder|jmxremote"
                + "|createConnector|usePlatformMBeanServer|allowDefaultCodec: *\"?true");
    for (Path file : files) {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      assertFalse(opens.matcher(text).find(), file.toString());
      // Camel's codec of netty takes Java's objects where a route names no other and leaves it on
      assertEquals(
          count(text, "uri: \"?netty:"), count(text, "allowDefaultCodec: false"), file.toString());
      assertEquals(
          count(text, "[a-z]Deserializer:"),
          count(text, "common[.]serialization[.]ByteArrayDeserializer"),
          file.toString());
    }
  }

  private static long count(String text, String what) {
    return Pattern.compile(what).matcher(text).results().count();
  }
}
