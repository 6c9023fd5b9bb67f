package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.check.rule.LoadedTable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.NeverHere;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.text.sections.Segmenter;

/** The exceptions of a site. */
class ExceptionsTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 12, 5);
  private static final String WHY = "why: 'Our template.', by: ann, until: 2027-01-31}\n";
  private static final String ASTERISKS = "- {check: template-left, words: 'stent ***', " + WHY;
  private static final String REPORT = "FINDINGS: The stent *** is open.\nIMPRESSION: Open stent.";
  private static final String SIDES =
      "FINDINGS: There is a left pleural effusion. IMPRESSION: Right pleural effusion.";

  private final AtomicReference<LocalDate> today = new AtomicReference<>(TODAY);
  private final AtomicReference<Optional<String>> loaded = new AtomicReference<>(Optional.empty());
  private final Checks shipped =
      new Checks(
          SiteFiles.shipped(), new CheckSettings(Set.of(), Duration.ofSeconds(20), today::get));
  private final Checks checks = shipped.withTable(loaded::get);

  private static String table(String exceptions) {
    return LoadedTable.of("").withExceptions(exceptions).text();
  }

  private List<CheckResult> of(String check, String text, String modality) {
    Report report = SampleRecords.report("A1", text);
    Order of = report.order();
    Order order =
        new Order(
            of.placerOrderNumber(),
            of.fillerOrderNumber(),
            of.accessionNumbers(),
            of.studyInstanceUids(),
            of.procedure(),
            modality,
            of.bodyPart(),
            of.laterality());
    Audit c = Audit.of(new UUID(0, 1), report.toBuilder().order(order).build()).build();
    return checks.run(Segmenter.of(SiteFiles.shipped()).segment(c)).results().stream()
        .filter(result -> result.check().equals(check))
        .toList();
  }

  private String strength(String check, String text) {
    return of(check, text, "CT").get(0).strength().word();
  }

  private String refused(String exceptions) {
    return assertThrows(IllegalArgumentException.class, () -> checks.read(table(exceptions)))
        .getMessage();
  }

  @Test
  void whatItSilencesIsStillFoundAndSaysWhy() {
    assertEquals("tell", strength("template-left", REPORT));
    loaded.set(Optional.of(table(ASTERISKS)));
    CheckResult flag = of("template-left", REPORT, "CT").get(0);
    assertEquals("quiet", flag.strength().word());
    assertTrue(flag.neverHere());
    assertEquals("never here until 2027-01-31 (ann): Our template.", flag.why());
    assertEquals("tell", strength("template-left", "FINDINGS: The *** is open."));
  }

  @Test
  void itEndsWithItsLastDay() {
    loaded.set(Optional.of(table(ASTERISKS)));
    today.set(LocalDate.of(2027, 1, 31));
    assertEquals("quiet", strength("template-left", REPORT));
    today.set(LocalDate.of(2027, 2, 1));
    assertEquals("tell", strength("template-left", REPORT));
    assertEquals(1, checks.exceptions().size());
  }

  @Test
  void itMayBeOfOneKindOfExamination() {
    loaded.set(Optional.of(table(ASTERISKS.replace("words", "modality: us, words"))));
    assertEquals("tell", of("template-left", REPORT, "CT").get(0).strength().word());
    assertEquals("tell", of("template-left", REPORT, "").get(0).strength().word());
    assertEquals("quiet", of("template-left", REPORT, "US").get(0).strength().word());
  }

  @Test
  void otherChecksSpeakOfTheSameSentence() {
    loaded.set(Optional.of(table(ASTERISKS.replace("template-left", "doubled-word"))));
    assertEquals("tell", strength("template-left", REPORT));
  }

  @Test
  void whatAlwaysTellsNeedsASentenceASecondPersonAndAnEarlyEnd() {
    String check = "side-findings-impression";
    String row =
        "- {check: side-findings-impression, sentence: 'right  Pleural effusion', second: Bob, "
            + WHY;
    assertEquals("tell", strength(check, SIDES));
    checks.read(table(row));
    loaded.set(Optional.of(table(row)));
    assertEquals("quiet", strength(check, SIDES));
    assertEquals("tell", strength(check, SIDES.replace("Right pl", "Small right pl")));
    String said =
        "check/exceptions.yaml line 1: 0/check is side-findings-impression, which always tells or is"
            + " of critical findings: it needs a whole sentence, and another person in second";
    assertEquals(said, refused(row.replace("second: Bob, ", "")));
    assertEquals(said, refused(row.replace("sentence", "words")));
    assertEquals(
        "check/exceptions.yaml line 1: 0/until must be within 90 days",
        refused(row.replace("2027-01-31", "2027-03-06")));
    checks.read(table(row.replace("2027-01-31", "2027-03-05")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"critical-uncommunicated", "critical-left-out"})
  void soDoWhatIsCritical(String check) {
    assertTrue(
        refused(ASTERISKS.replace("template-left", check))
            .contains(check + ", which always tells or is of critical"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "by: ann|second: ann, by: Ann|needs another person",
        "by: ann|by: ' '|needs the name of a person",
        "words: 'stent ***'|words: ''|has no words",
        "words: 'stent ***'|modality: CT|needs words or a sentence",
        "words:|sentence: a, words:|needs words or a sentence",
        "until: 2027-01-31|until: 31.01.2027|needs a day in until",
        "until: 2027-01-31|until: 2027-12-07|within 366 days",
        "check: template-left|check: template-lost|there is no check template-lost",
        "words:|word:|word",
      })
  void whatIsNotValidIsRefused(String part, String wrong, String said) {
    String message = refused(ASTERISKS.replace(part, wrong));
    assertTrue(message.contains("check/exceptions.yaml"), message);
    assertTrue(message.contains(said), message);
  }

  @Test
  void withStoredOnesThatAreNotValidTheFlagsTell() {
    loaded.set(Optional.of(table(ASTERISKS.replace("until", "till"))));
    assertEquals("tell", strength("template-left", REPORT));
    assertEquals(Set.of("check/exceptions.yaml"), checks.refused().keySet());
  }

  @Test
  void aFolderHasThem(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("check"));
    Files.writeString(folder.resolve("check/exceptions.yaml"), ASTERISKS);
    SiteFiles files = SiteFiles.in(folder);
    String text = LoadedTable.of(files).orElseThrow().text();
    assertEquals(ASTERISKS, LoadedTable.of(text).exceptions());
    assertEquals(List.of("template-left"), checksOf(text));
    assertEquals(text, LoadedTable.of(text).text());
  }

  private List<String> checksOf(String text) {
    loaded.set(Optional.of(text));
    return checks.exceptions().stream().map(NeverHere::check).toList();
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    NeverHere one =
        new NeverHere("denied", null, "It's “so”: {a}.", "US", "a 'b'", "ann", "bob", "2027-01-31");
    checks.read(table(one.yaml()));
    loaded.set(Optional.of(table(one.yaml())));
    assertEquals(List.of(one), checks.exceptions());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "the stent|The  STENT is open.|true",
        "tent|The stent is open.|false",
        "stent|Stents, stented, instent. stent|true",
        "stent|Stents, stented, instent.|false",
        "< 5 mm|A cyst of < 5 mm.|true",
        "> 5 mm|A cyst of < 5 mm.|false",
      })
  void wordsAreWholeWords(String words, String sentence, boolean about) {
    NeverHere one = new NeverHere("denied", words, null, null, "a", "b", null, "2027-01-31");
    assertEquals(about, one.isAbout(sentence));
    assertFalse(one.toString().contains(words));
  }
}
