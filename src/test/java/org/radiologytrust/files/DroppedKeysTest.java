package org.radiologytrust.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.check.Checks;
import org.radiologytrust.ingest.hl7.Hl7Reports;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Report;
import org.radiologytrust.text.sections.Segmenter;

/**
 * A site's copy of a data file without one of its keys, for each key of each file; of entries that
 * are alike, such as body parts, the first that has the key. Either the shipped value is taken and
 * the reader says so, or the message names file, line and key, or the key is one that an entry need
 * not have.
 */
@Tag("safety")
class DroppedKeysTest {
  private static final List<Path> RESOURCES =
      List.of(
          Path.of("checks/src/main/resources"),
          Path.of("src/main/resources"),
          Path.of("lab/src/main/resources"));
  private static final TypeFactory TYPE = TypeFactory.defaultInstance();

  /** What the product reads each file into. Steps and other languages are read like their likes. */
  private static final Map<String, String> TYPES =
      """
      check/attributes.yaml List<review.ShownFlag$Row>
      check/exceptions.yaml List<model.NeverHere>
      check/strengths.yaml List<check.StrengthTable$Row>
      check/weights.yaml List<check.WeightTable$Row>
      ingest/cda-styles.yaml ingest.document.cda.CdaStyles
      ingest/dicom/recipes.yaml List<ingest.dicom.recipe.Recipes$Entry>
      ingest/dicom/slices.yaml ingest.dicom.select.SliceRules$File
      ingest/fhir/fhir-in.yaml ingest.fhir.report.FhirCodes
      ingest/hl7/charsets.yaml Map<String,List<String>>
      ingest/radiology-codes.yaml ingest.RadiologyCodes$Lists
      lab/checks/clashes.yaml List<lab.checks.Clashes$Words>
      lab/checks/errors.yaml lab.checks.Kind$Words
      lab/checks/kinds.yaml List<String>
      lab/checks/patient.yaml lab.checks.PatientWords$Data
      lab/checks/patients.yaml List<lab.checks.PatientEvent>
      lab/checks/reports.yaml List<lab.checks.InventedReports$Invented>
      lab/checks/sections.yaml Map<String,List<String>>
      lab/checks/studies.yaml lab.checks.StudyWords$Data
      lab/synth/invented.yaml lab.synth.InventedNames
      lab/synth/layouts.yaml lab.synth.Layouts
      lab/synth/phrases.yaml lab.synth.SynthPhrases
      lab/synth/studies.yaml List<lab.synth.StudyWords>
      page/reasons.yaml List<page.flag.Reasons$Line>
      page/windows.yaml List<page.image.ViewWindows$Entry>
      retry/failures.yaml Map<String,retry.RetryTable$Line>
      steps/step.yaml pipeline.step.StepCatalog$Settings
      pilot/accept.yaml acceptance.RuleFile$File
      words/addenda.yaml check.within.AddendumWords
      words/advice.yaml check.tables.AdviceReader$Words
      words/ages.yaml check.patient.AgeWords$File
      words/anatomy.yaml Map<String,text.mentions.Anatomy$Entry>
      words/assessments.yaml check.tables.Assessments$Words
      words/background.yaml text.sections.SentenceSections$Words
      words/body-parts.yaml List<check.exam.BodyParts$Part>
      words/categories.yaml check.tables.CategoryReader$Words
      words/change.yaml pipeline.words.ComparingClaims$Words
      words/claim-types.yaml pipeline.step.RuleClaims$Words
      words/communication.yaml text.mentions.CommunicationReader$Words
      words/comparison.yaml text.measures.Comparisons$Words
      words/contrast.yaml check.exam.ContrastWords$File
      words/courses.yaml check.within.Courses$Words
      words/critical-findings.yaml check.completeness.NotableWords
      words/dates.yaml text.measures.Dates$Words
      words/denied.yaml check.within.Denials$Words
      words/distinctions.yaml Map<String,Map<String,List<String>>>
      words/doubled-words.yaml check.form.DoubledWord$Words
      words/earlier.yaml check.earlier.EarlierWords
      words/findings.yaml Map<String,Map<String,List<String>>>
      words/headings.yaml text.sections.SectionHeadings$Words
      words/impression.yaml check.form.NoImpression$Words
      words/known-errors.yaml List<knownerrors.KnownError>
      words/language.yaml check.ReportLanguage$Words
      presign/severities.yaml presign.Severities$Table
      words/measures.yaml text.measures.MeasureWords
      words/mentions.yaml Map<String,Map<String,List<String>>>
      words/modalities.yaml check.exam.Modalities$Words
      words/names.yaml pipeline.mask.NameWords$Words
      words/answers.yaml pipeline.words.AnswerWords$Words
      words/normal.yaml pipeline.words.DenyingClaims$Words
      words/organs.yaml check.patient.SexOrgan$Words
      words/overconfident.yaml check.form.OverconfidentWords$Words
      words/persons.yaml check.patient.Persons$Words
      words/placeholders.yaml check.form.Placeholders$Words
      words/places.yaml text.mentions.MentionSides$Words
      words/pregnancy.yaml check.arithmetic.Pregnancy$Words
      words/recommendations.yaml text.mentions.RecommendationReader$Words
      words/removed-organs.yaml check.past.OrganRemovals$Words
      words/scopes.yaml text.mentions.ScopeWords$Words
      words/segments.yaml check.within.Segments$Words
      words/sentences-of-flags.yaml Map<String,List<String>>
      words/sentences.yaml text.sections.SentenceEnds$Words
      words/sex-words.yaml check.patient.SexWord$File
      words/side-order.yaml check.exam.SideOrder$Words
      words/side-within.yaml check.within.SideWithinWords
      words/side-words.yaml check.within.SideWords
      words/sides.yaml text.mentions.Sides$Words
      words/significant-findings.yaml check.completeness.NotableWords
      words/sizes.yaml text.measures.MeasuredThings$Words
      words/tables.yaml List<String>
      words/tables/bi-rads.yaml check.tables.AssessmentTable
      words/tables/breast-density.yaml check.tables.AssessmentTable
      words/tables/fleischner.yaml check.tables.AssessmentTable
      words/tables/li-rads.yaml check.tables.AssessmentTable
      words/tables/lung-rads.yaml check.tables.AssessmentTable
      words/tables/o-rads.yaml check.tables.AssessmentTable
      words/tables/pi-rads.yaml check.tables.AssessmentTable
      words/tables/ti-rads.yaml check.tables.AssessmentTable
      words/target-sum.yaml check.arithmetic.TargetSum$Words
      words/titles.yaml Map<String,String>
      words/units.yaml check.within.Unit$Words
      words/views.yaml check.exam.ViewWords$File
      words/volumes.yaml check.arithmetic.Volume$Words
      """
          .lines()
          .collect(Collectors.toMap(l -> l.split(" ")[0], l -> l.split(" ")[1]));

  @TempDir Path folder;

  /** All files of the product that have keys and are read into a type. */
  static List<String> files() throws IOException {
    Set<String> others =
        Set.of(
            // a site has none
            "check/guard.yaml",
            "ingest/dicom/non-images.yaml",
            "presign/manifest.yaml",
            // as the mappings of sites, it has a reader of its own: OruMappingTest
            "publish/oru.yaml");
    List<String> files = new ArrayList<>();
    for (Path resources : RESOURCES) {
      try (Stream<Path> all = Files.walk(resources)) {
        all.map(file -> resources.relativize(file).toString())
            .filter(name -> name.endsWith(".yaml") && !others.contains(name))
            .filter(name -> !name.startsWith("sites/"))
            .forEach(files::add);
      }
    }
    return files;
  }

  private static JavaType type(String file) {
    String name =
        TYPES.get(file.replaceFirst("(?<=words|steps)/[^/]+(?=/)|(?<=errors)/[^/]+(?=[.])", ""));
    return TYPE.constructFromCanonical(
        name.replaceAll("\\b([a-z]+\\.)+[A-Z]", "org.radiologytrust.$0")
            .replaceAll("\\b(Map|List)<", "java.util.$1<")
            .replaceAll("\\bString\\b", "java.lang.String"));
  }

  private static Object read(SiteFiles files, String file) {
    JavaType type = type(file);
    TypeReference<Object> reference =
        new TypeReference<>() {
          @Override
          public Type getType() {
            return type;
          }
        };
    return file.startsWith("words/")
        ? files.language(file.substring(6, 8)).words(file.substring(9), reference)
        : files.yaml(file, reference);
  }

  @ParameterizedTest
  @MethodSource("files")
  void aKeyThatIsMissingIsTakenFromTheShippedFileOrNamed(String file) throws IOException {
    JsonNode shipped = YamlReader.tree(SiteFiles.shipped().text(file));
    Object wanted = read(SiteFiles.shipped(), file);
    drop(folder, file, List.of());
    assertEquals(wanted, read(SiteFiles.in(folder), file), "a whole copy");
    Set<String> tried = new HashSet<>();
    for (JsonPointer key : keys(shipped)) {
      boolean outermost = key.tail().matches();
      if (!outermost && !tried.add(kind(type(file), key))) {
        continue;
      }
      drop(folder, file, List.of(key.toString()));
      SiteFiles files = SiteFiles.in(folder);
      String name = key.toString().substring(1).replace("~1", "/");
      try {
        Object read = read(files, file);
        String said = file + " lacks " + name + ": the shipped value is used";
        boolean none = shipped.at(key).isContainerNode() && shipped.at(key).isEmpty();
        if (files.warnings().equals(List.of(said)) || outermost && none) {
          assertEquals(wanted, read, name);
        } else {
          assertEquals(List.of(), files.warnings(), name);
          assertTrue(!outermost && mayBeMissing(type(file), key), name);
        }
      } catch (IllegalArgumentException e) {
        assertTrue(
            e.getMessage().matches("\\Q" + file + "\\E line \\d+: \\Q" + name + "\\E is missing"),
            e.getMessage());
      }
    }
  }

  private static List<JsonPointer> keys(JsonNode tree) {
    List<JsonPointer> keys = new ArrayList<>();
    addKeys(tree, JsonPointer.empty(), keys);
    return keys;
  }

  private static void addKeys(JsonNode tree, JsonPointer at, List<JsonPointer> keys) {
    for (Map.Entry<String, JsonNode> entry : tree.properties()) {
      keys.add(at.appendProperty(entry.getKey()));
      addKeys(entry.getValue(), at.appendProperty(entry.getKey()), keys);
    }
    for (int i = 0; tree.isArray() && i < tree.size(); i++) {
      addKeys(tree.get(i), at.appendIndex(i), keys);
    }
  }

  /** What the keys of entries that are alike have in common. */
  private static String kind(JavaType type, JsonPointer key) {
    if (key.matches()) {
      return "";
    }
    String name = type.isRecordType() ? key.getMatchingProperty() : "*";
    return name + "/" + kind(inner(type, key), key.tail());
  }

  /** What an object has under the first part of a key. */
  private static JavaType inner(JavaType type, JsonPointer key) {
    return type.isRecordType()
        ? TYPE.resolveMemberType(component(type, key).getGenericType(), type.getBindings())
        : type.getContentType();
  }

  /** Whether the file need not have a key: a record allows it, or it is an entry of a map. */
  private static boolean mayBeMissing(JavaType type, JsonPointer key) {
    if (!key.tail().matches()) {
      return mayBeMissing(inner(type, key), key.tail());
    }
    return !type.isRecordType() || RequiredComponents.mayBeMissing(component(type, key));
  }

  private static RecordComponent component(JavaType type, JsonPointer key) {
    return Stream.of(type.getRawClass().getRecordComponents())
        .filter(c -> c.getName().equals(key.getMatchingProperty()))
        .findFirst()
        .orElseThrow();
  }

  /** The flags of the examples with these files, by example; each must be checked to its end. */
  private static Map<String, List<CheckResult>> flags(SiteFiles files) throws IOException {
    Checks checks = new Checks(files);
    Segmenter segmenter = new Segmenter(files);
    Hl7Reports reader = new Hl7Reports("main", ZoneOffset.UTC, "UNICODE UTF-8", Map.of(), files);
    Map<String, List<CheckResult>> flags = new TreeMap<>();
    try (Stream<Path> examples = Files.list(Path.of("docs/examples"))) {
      for (Path example : examples.filter(f -> f.toString().endsWith(".hl7")).toList()) {
        Report report = ((Inbox.Parsed) reader.disposition(Files.readAllBytes(example))).first();
        Audit audit = Audit.of(new UUID(0, 1), report).started(Instant.EPOCH).build();
        flags.put(example.toString(), checks.check(segmenter.segment(audit)).checks());
      }
    }
    return flags;
  }

  /** The keys of a list of the findings, of a refinement, and of a part of one. */
  @Test
  void reportsAreFlaggedAsWithTheShippedFiles(@TempDir Path site) throws IOException {
    drop(site, "words/en/denied.yaml", List.of("/neutral", "/normal"));
    drop(site, "words/en/critical-findings.yaml", List.of("/findings"));
    drop(site, "words/en/sex-words.yaml", List.of("/female/nouns", "/male"));
    drop(site, "words/en/headings.yaml", List.of("/sections/IMPRESSION", "/stamps"));
    SiteFiles files = SiteFiles.in(site);
    assertEquals(flags(SiteFiles.shipped()), flags(files));
    assertEquals(
        List.of(
            "words/en/critical-findings.yaml lacks findings: the shipped value is used",
            "words/en/denied.yaml lacks neutral: the shipped value is used",
            "words/en/denied.yaml lacks normal: the shipped value is used",
            "words/en/headings.yaml lacks sections/IMPRESSION: the shipped value is used",
            "words/en/headings.yaml lacks stamps: the shipped value is used",
            "words/en/sex-words.yaml lacks female/nouns: the shipped value is used",
            "words/en/sex-words.yaml lacks male: the shipped value is used"),
        files.warnings());
  }

  /** Also the names of the lists that a flag has. */
  @Test
  void reportsAreFlaggedAsWithTheShippedFilesWhereChangesChangeNothing(@TempDir Path site)
      throws IOException {
    int changed = 0;
    for (String file : files()) {
      JsonNode words = YamlReader.tree(SiteFiles.shipped().text(file));
      String key = words.isObject() ? words.fieldNames().next() : "";
      if (file.matches("words/en/[^/]+") && (key.isEmpty() || words.get(key).isContainerNode())) {
        Files.createDirectories(site.resolve(file).getParent());
        String none = "[no such word]";
        Files.writeString(
            site.resolve(file),
            "without: " + (key.isEmpty() ? none : "{" + key + ": " + none + "}"));
        changed++;
      }
    }
    SiteFiles files = SiteFiles.in(site);
    assertEquals(flags(SiteFiles.shipped()), flags(files));
    assertTrue(changed > 40 && files.warnings().size() > 40, files.warnings()::toString);
  }

  @Test
  void reportsAreCheckedWithoutAllThatEntriesNeedNotHave(@TempDir Path site) throws IOException {
    for (String file : files()) {
      if (file.equals("check/strengths.yaml")) {
        // a row need not say why, but one that asks must
        continue;
      }
      JavaType type = type(file);
      List<String> entries =
          keys(YamlReader.tree(SiteFiles.shipped().text(file))).stream()
              .filter(key -> !key.tail().matches() && mayBeMissing(type, key))
              .filter(key -> !kind(type, key).endsWith("*/"))
              .map(JsonPointer::toString)
              .toList();
      drop(site, file, entries);
    }
    // as the words of another language: of English ones, a check would be silent that must not be
    Files.move(site.resolve("words/en"), site.resolve("words/xx"));
    SiteFiles files = SiteFiles.in(site).language("xx");
    assertEquals(flags(SiteFiles.shipped()).keySet(), flags(files).keySet());
  }

  private static void drop(Path site, String file, List<String> keys) throws IOException {
    JsonNode copy = YamlReader.tree(SiteFiles.shipped().text(file));
    for (String key : keys) {
      JsonPointer place = JsonPointer.compile(key);
      if (copy.at(place.head()) instanceof ObjectNode object) {
        object.remove(place.last().getMatchingProperty());
      }
    }
    Path own = site.resolve(file);
    Files.createDirectories(own.getParent());
    Files.writeString(own, copy.toPrettyString());
  }
}
