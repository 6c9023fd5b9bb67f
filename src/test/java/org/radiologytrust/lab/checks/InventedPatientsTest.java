package org.radiologytrust.lab.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.radiologytrust.check.CheckSettings;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.CheckResult;

class InventedPatientsTest {
  private static final StudyWords STUDIES = PlainReports.studies();
  private static final List<InventedPatients.Patient> PATIENTS = invented(1);

  private static List<InventedPatients.Patient> invented(long seed) {
    InventedPatients patients = PlainReports.patients(seed);
    return IntStream.rangeClosed(1, 10 * patients.events().size())
        .mapToObj(number -> patients.of(number).orElseThrow())
        .toList();
  }

  @Test
  void eachHasTwoToSixDifferentReportsInOrderOfTheirStudies() {
    Set<Integer> sizes = new HashSet<>();
    for (InventedPatients.Patient p : PATIENTS) {
      List<Message> reports = p.seeded();
      sizes.add(reports.size());
      assertEquals(
          reports.size(), reports.stream().map(Message::id).collect(Collectors.toSet()).size());
      assertEquals(1, reports.stream().map(Message::subject).distinct().count());
      for (int i = 1; i < reports.size(); i++) {
        assertTrue(!reports.get(i).study().isBefore(reports.get(i - 1).study()));
      }
      assertEquals(p.plain().stream().map(Message::id).toList(), ids(reports));
    }
    assertEquals(Set.of(2, 3, 4, 5, 6), sizes);
  }

  private static List<String> ids(List<Message> reports) {
    return reports.stream().map(Message::id).toList();
  }

  @Test
  void theEventIsInTheReportAndAtMostInOneBeforeIt() {
    for (InventedPatients.Patient p : PATIENTS) {
      List<Integer> changed =
          IntStream.range(0, p.plain().size())
              .filter(i -> !text(p.plain().get(i)).equals(text(p.seeded().get(i))))
              .boxed()
              .toList();
      assertTrue(changed.size() == 1 || changed.size() == 2, p.event().event());
      assertEquals(p.at(), changed.get(changed.size() - 1), p.event().event());
    }
  }

  private static String text(Message m) {
    return m.text().text();
  }

  @Test
  void theSameSeedGivesTheSamePatients() {
    List<String> first = PATIENTS.stream().map(p -> text(p.seeded().get(p.at()))).toList();
    assertEquals(first, invented(1).stream().map(p -> text(p.seeded().get(p.at()))).toList());
    assertTrue(!first.equals(invented(2).stream().map(p -> text(p.seeded().get(p.at()))).toList()));
  }

  @Test
  void followUpsThatWereDoneHaveAnExaminationOfThatKind() {
    for (InventedPatients.Patient p : PATIENTS) {
      if (p.event().examined() != null) {
        long late =
            p.seeded().stream()
                .filter(m -> m.study().isAfter(p.seeded().get(p.at()).study()))
                .count();
        assertTrue(p.seeded().size() > 2);
        assertTrue(!p.event().flagged() || late > 0, "done late: after the report");
      }
    }
  }

  @Test
  void flagsOfAReportAreCountedForItsEvent() {
    ProductChecks product = new ProductChecks(SiteFiles.shipped(), CheckSettings.ALL_ON, STUDIES);
    PatientFigures figures =
        new PatientFigures(
            1,
            PATIENTS.size(),
            PlainReports.patients(1).events(),
            PATIENTS.stream()
                .map(
                    p ->
                        new PatientFigures.Measured(
                            p, product.checked(p.plain()), product.checked(p.seeded())))
                .toList());
    assertTrue(figures.recall().value() >= 0.8, "recall " + figures.recall());
    for (PatientEvent event : figures.events()) {
      if (!event.flagged()) {
        assertEquals(0, CheckTable.count(figures.flagged(event)), event.event());
      }
    }
    CheckFigures same = figures.figures();
    assertEquals(figures.reports(), same.reports().size());
    assertEquals(
        CheckTable.count(figures.recall()),
        same.errors().stream().filter(SeededError::found).count());
    List<CheckResult> plain =
        same.reports().stream().flatMap(r -> r.checked().flags().stream()).toList();
    assertEquals(List.of(), plain, "the reports as they are contradict each other nowhere");
    assertTrue(PatientTable.lines(figures).stream().allMatch(line -> line.length() <= 100));
  }
}
