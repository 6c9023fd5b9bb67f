package org.radiologytrust.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.reviews.LearningCases.Case;
import org.radiologytrust.journal.reviews.LearningCases.Note;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Sex;
import org.radiologytrust.review.Decision;

/** No export names anybody, whatever a report and its note say. */
@Tag("safety")
class NamelessCasesTest {
  private static final SiteFiles FILES = SiteFiles.shipped();
  private static final NamelessCases CASES = new NamelessCases(FILES);
  private static final Pattern ISO = Pattern.compile("\\b\\d{4}-\\d{2}-\\d{2}\\b");
  private static final int REPORTS = 600;

  /** Some of them are ordinary words, too. */
  private static final List<String> NAMES =
      List.of(
          "Kowalski",
          "O'Brien",
          "Müller-Lüdenscheidt",
          "Nguyen",
          "Smith",
          "Young",
          "Hall",
          "Berg",
          "de la Cruz",
          "Oyelaran",
          "White",
          "Baker",
          "García",
          "Li",
          "Stone",
          "Abernathy");

  private static final List<String> GIVEN =
      List.of("Petra", "Jane Quentin", "Björn", "May", "Zbigniew", "Rose", "Tuan");

  /** One invented report with people in it. */
  private record Invented(
      Patient patient, String reader, String referrer, List<LocalDate> dates, Case kept) {}

  private record Shipped(String title, String text) {}

  private static final List<Shipped> SHIPPED =
      FILES.yaml("lab/checks/reports.yaml", new TypeReference<List<Shipped>>() {});

  private static <T> T any(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static Invented invented(Random random) {
    String digits = "" + (1_000_000 + random.nextInt(8_999_999));
    Patient patient =
        new Patient(
            List.of(new Identifier("", "MRN" + digits, "MR")),
            any(random, NAMES),
            any(random, GIVEN),
            LocalDate.of(1930 + random.nextInt(80), 1 + random.nextInt(12), 1 + random.nextInt(28)),
            Sex.FEMALE,
            "");
    String reader = any(random, GIVEN) + " " + any(random, NAMES);
    String referrer = any(random, GIVEN) + " " + any(random, NAMES);
    LocalDate first = LocalDate.of(2015, 1, 1).plusDays(random.nextInt(3_000));
    // nearer than any export moves them: none becomes another of the same report by chance
    List<LocalDate> dates = List.of(first, first.plusDays(1 + random.nextInt(170)));
    Shipped shipped = any(random, SHIPPED);
    String accession = "ACC-" + random.nextInt(100_000, 999_999);
    String text =
        Stream.of(
                line(random, "", "Patient: " + patient.familyName() + ", " + patient.givenName()),
                line(random, "", "MRN: MRN" + digits + ", accession " + accession),
                line(random, "", "DOB: " + written(random, patient.birthDate())),
                line(random, "", "Referring physician: " + referrer),
                "COMPARISON: CT of " + written(random, dates.get(0)) + ".",
                shipped.text.replace("{side}", "left").replace("{SIDE}", "LEFT"),
                "Date of exam " + written(random, dates.get(1)) + ".",
                line(random, "", "Discussed with Dr. " + referrer + " at 14:05."),
                line(random, "", "Signed by " + reader + ", MD"))
            .filter(line -> !line.isEmpty())
            .map(line -> random.nextInt(10) == 0 ? line.toUpperCase(Locale.ROOT) : line)
            .reduce((a, b) -> a + "\n" + b)
            .orElseThrow();
    Report report =
        Report.of("HOSP", accession)
            .patient(patient)
            .order(
                new Order(
                    "PL" + digits,
                    "FI" + digits,
                    List.of(accession),
                    List.of(),
                    new Coding("", "", "CT knee for Dr. " + referrer),
                    "CT",
                    "",
                    ""))
            .text(text)
            .radiologist(reader)
            .status(ReportStatus.FINAL)
            .issued(Instant.parse("2026-04-01T10:00:00Z"))
            .build();
    Decision decision =
        Decision.of(UUID.randomUUID(), UUID.randomUUID(), "claim.1", Decision.Kind.LEARNING, "rita")
            .build();
    Note note =
        new Note(
            1, "Told " + patient.familyName() + " and Dr. " + reader + ".", "rita", Instant.EPOCH);
    return new Invented(
        patient,
        reader,
        referrer,
        dates,
        new Case(
            UUID.randomUUID(),
            decision,
            SampleRecords.checkedOnly(UUID.randomUUID(), report),
            note,
            false));
  }

  private static String line(Random random, String without, String with) {
    return random.nextInt(3) == 0 ? without : with;
  }

  private static String written(Random random, LocalDate date) {
    String pattern =
        any(
            random,
            List.of("d MMMM yyyy", "yyyy-MM-dd", "MMMM d, yyyy", "d MMM yyyy", "MM/dd/yyyy"));
    return date.format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
  }

  private static String all(NamelessCase one) {
    return String.join("\n", one.exam(), one.flag(), one.reason(), one.note(), one.text());
  }

  @Test
  void noExportHasANameANumberOrADateOfThePatientOrThePhysicians() {
    Random random = new Random(42);
    int sure = 0;
    int moved = 0;
    for (int i = 0; i < REPORTS; i++) {
      Invented one = invented(random);
      NamelessCase nameless = CASES.of(List.of(one.kept)).get(0);
      if (!nameless.sure()) {
        assertThrows(IllegalArgumentException.class, () -> NamelessCases.file(List.of(nameless)));
        continue;
      }
      sure++;
      String file = new String(NamelessCases.file(List.of(nameless)), StandardCharsets.UTF_8);
      for (String name :
          List.of(one.patient.familyName(), one.patient.givenName(), one.reader, one.referrer)) {
        // a particle names nobody
        for (String part : name.replace("de la ", "").split("[ -]")) {
          assertFalse(named(file, part), () -> part + " in " + file);
        }
      }
      Report report = one.kept.audit().report();
      for (String number :
          List.of(
              one.patient.identifiers().get(0).value(),
              report.reportId(),
              report.order().placerOrderNumber(),
              one.kept.id().toString(),
              one.kept.report().toString())) {
        assertFalse(file.contains(number), number);
      }
      for (LocalDate date :
          Stream.concat(one.dates.stream(), Stream.of(one.patient.birthDate())).toList()) {
        for (String pattern :
            List.of("d MMMM yyyy", "yyyy-MM-dd", "MMMM d, yyyy", "d MMM yyyy", "MM/dd/yyyy")) {
          String day = date.format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
          assertFalse(
              file.toLowerCase(Locale.ROOT).contains(day.toLowerCase(Locale.ROOT)),
              () -> day + " in " + file);
        }
      }
      List<LocalDate> shown = new ArrayList<>();
      Matcher m = ISO.matcher(all(nameless));
      while (m.find()) {
        shown.add(LocalDate.parse(m.group()));
      }
      if (shown.size() == 2) {
        moved++;
        assertEquals(
            ChronoUnit.DAYS.between(one.dates.get(0), one.dates.get(1)),
            ChronoUnit.DAYS.between(shown.get(0), shown.get(1)));
        assertNotEquals(one.dates.get(0), shown.get(0));
      }
    }
    assertTrue(sure > REPORTS / 3, "only " + sure + " of " + REPORTS + " could be exported");
    assertTrue(moved > REPORTS / 10, "only " + moved + " show both dates");
  }

  /** A name that is an ordinary word, too, may stand as such: in small letters, or in a heading. */
  private static boolean named(String file, String name) {
    return Pattern.compile("(?<![\\p{L}])" + Pattern.quote(name) + "(?![\\p{L}])")
        .matcher(file)
        .find();
  }

  @Test
  void theDatesOfOnePatientMoveTogetherAndThoseOfAnExportAnew() {
    Invented one = invented(new Random(3));
    String exam = "Exam of 12 March 2024.";
    Case first = with(one.kept, exam);
    Case second = with(one.kept, "Exam of 22 March 2024.");
    List<NamelessCase> export = CASES.of(List.of(first, second));
    LocalDate a = date(export.get(0));
    assertEquals(a.plusDays(10), date(export.get(1)));
    assertTrue(a.isBefore(LocalDate.of(2023, 10, 1)), a + "");
    List<LocalDate> others =
        Stream.generate(() -> date(CASES.of(List.of(first)).get(0))).limit(5).distinct().toList();
    assertTrue(others.size() > 1, "each export moves them by other days");
  }

  private static Case with(Case kept, String text) {
    Report report = kept.audit().report().toBuilder().text(text).build();
    return new Case(
        kept.report(),
        kept.decision(),
        SampleRecords.checkedOnly(UUID.randomUUID(), report),
        null,
        true);
  }

  private static LocalDate date(NamelessCase one) {
    Matcher m = ISO.matcher(one.text());
    assertTrue(m.find(), one.text());
    return LocalDate.parse(m.group());
  }

  @Test
  void theFileHasTheseFieldsAndNoOthers() throws Exception {
    NamelessCase one = CASES.of(List.of(with(invented(new Random(1)).kept, "Normal."))).get(0);
    JsonNode line = new ObjectMapper().readTree(NamelessCases.file(List.of(one)));
    List<String> fields = new ArrayList<>();
    line.fieldNames().forEachRemaining(fields::add);
    assertEquals(
        List.of(
            "number",
            "check",
            "modality",
            "exam",
            "flag",
            "reason",
            "note",
            "text",
            "evidenceChanged"),
        fields);
    assertEquals("model", line.get("check").asText());
  }
}
