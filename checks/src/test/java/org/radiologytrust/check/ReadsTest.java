package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Sex;
import org.radiologytrust.text.sections.Segmenter;

/**
 * A check reads no more than it says. A decision about its flag holds on while what it says that it
 * reads is equal; if it read more, a decision could hold on for a flag of other data.
 */
@Tag("long")
@Tag("safety")
class ReadsTest {
  private static final Checks CHECKS = new Checks(SiteFiles.shipped());
  private static final Segmenter SEGMENTER = new Segmenter(SiteFiles.shipped());

  /** Every so many of the texts of all checks: each runs through all checks many times. */
  private static final int STEP = 9;

  private static final Patient WOMAN = patient(Sex.FEMALE, 1960);

  private static final Report BASE =
      Report.of("HOSP", "A1")
          .patient(WOMAN)
          .order(order("CT chest right with contrast", "R", "CT", "CHEST"))
          .text("Normal.")
          .issued(SampleRecords.ISSUED)
          .effective(SampleRecords.ISSUED)
          .build();

  /** For inputs of one kind: the report with another value of each. */
  private static Map<Set<CheckInput>, List<Report>> changed(Report r) {
    Instant later = SampleRecords.ISSUED.plusSeconds(40L * 86_400);
    return Map.of(
        Set.of(
            CheckInput.PROCEDURE,
            CheckInput.ORDERED_SIDE,
            CheckInput.ORDERED_MODALITY,
            CheckInput.ORDERED_BODY_PART),
        List.of(
            ordered(r, order("XR knee 3 views left", "L", "DX", "KNEE")),
            ordered(r, order("", "", "", ""))),
        Set.of(CheckInput.SEX),
        List.of(
            r.toBuilder().patient(patient(Sex.MALE, 1960)).build(),
            r.toBuilder().patient(patient(Sex.UNKNOWN, 1960)).build()),
        Set.of(CheckInput.BIRTH_DATE),
        List.of(r.toBuilder().patient(patient(Sex.FEMALE, 2001)).build()),
        Set.of(CheckInput.STUDY_DATE),
        List.of(r.toBuilder().effective(later).build()),
        Set.of(),
        List.of(
            r.toBuilder()
                .patient(new Patient(List.of(), "Roe", "Al", WOMAN.birthDate(), WOMAN.sex(), "x"))
                .radiologist("Dr. B")
                .issued(later)
                .build()));
  }

  private static Patient patient(Sex sex, int year) {
    return new Patient(List.of(), "Doe", "Jo", LocalDate.of(year, 1, 1), sex, "");
  }

  private static Order order(String procedure, String side, String modality, String part) {
    return new Order(
        "", "", List.of("A1"), List.of(), new Coding("", "1", procedure), modality, part, side);
  }

  private static Report ordered(Report report, Order order) {
    return report.toBuilder().order(order).build();
  }

  private static List<String> texts() throws IOException {
    List<String> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("checks/src/test/resources/checks"))) {
      for (Path file : files.sorted().toList()) {
        Files.readAllLines(file).stream()
            .filter(line -> line.contains("|"))
            .map(line -> line.substring(line.indexOf('|') + 1).replace('~', '\n'))
            .forEach(all::add);
      }
    }
    List<String> some = new ArrayList<>();
    for (int i = 0; i < all.size(); i += STEP) {
      some.add(all.get(i));
    }
    return some;
  }

  private static Map<String, Set<String>> flags(Report report) {
    Audit audit = SEGMENTER.segment(Audit.of(new UUID(0, 1), report).build());
    return CHECKS.check(audit).checks().stream()
        .collect(
            Collectors.groupingBy(
                CheckResult::check,
                Collectors.mapping(
                    r -> r.first() + " | " + r.second() + " | " + r.action(), Collectors.toSet())));
  }

  @Test
  void aCheckReadsNoMoreThanItSays() throws IOException {
    List<String> more = new ArrayList<>();
    Set<String> flagged = new HashSet<>();
    for (String text : texts()) {
      Report report = BASE.toBuilder().text(Report.canonicalText(text)).build();
      Map<String, Set<String>> before = flags(report);
      flagged.addAll(before.keySet());
      changed(report)
          .forEach(
              (inputs, reports) ->
                  reports.forEach(
                      other -> {
                        Map<String, Set<String>> after = flags(other);
                        for (Check check : CHECKS.all()) {
                          boolean reads = check.reads().stream().anyMatch(inputs::contains);
                          String id = check.id();
                          if (!reads
                              && !before
                                  .getOrDefault(id, Set.of())
                                  .equals(after.getOrDefault(id, Set.of()))) {
                            more.add(id + " reads " + inputs + ": " + text);
                          }
                        }
                      }));
    }
    assertEquals(List.of(), more);
    assertTrue(flagged.size() > 20, () -> "too few checks flag something: " + flagged);
  }
}
