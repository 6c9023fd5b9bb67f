package org.radiologytrust.journal.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.desk.Launches.Answer;
import org.radiologytrust.journal.desk.Launches.Launch;
import org.radiologytrust.journal.desk.PatientReports.Others;
import org.radiologytrust.journal.inbox.Inbox.ChangedPatient;
import org.radiologytrust.journal.inbox.Inbox.PatientChange;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Sex;

/**
 * What a person finds beside the worklist: the own filters, a patient's other reports, and the ways
 * from a RIS or PACS. One subclass for each store.
 */
@Tag("safety")
abstract class DeskContract extends OpenedJournal {
  private static final Duration VALID = Duration.ofMinutes(5);

  private record Filters(String site, Set<String> states) {}

  private void receive(Report report) {
    clock.advance(Duration.ofSeconds(1));
    journal.inbox().receive(SampleMessages.report("k" + clock.instant(), report));
  }

  private static Report report(String site, String accession, Patient patient, int day) {
    return SampleRecords.report(
            site,
            accession,
            "MRN1",
            "Lungs clear.",
            ReportStatus.FINAL,
            SampleRecords.ISSUED.minus(Duration.ofDays(day)))
        .toBuilder()
        .patient(patient)
        .build();
  }

  private static Patient named(String mrn, String family, int year) {
    return new Patient(
        List.of(new Identifier("urn:oid:1.2.3", mrn, "MR")),
        family,
        "Jane",
        LocalDate.of(year, 2, 3),
        Sex.FEMALE,
        "");
  }

  private static Patient jane() {
    return SampleRecords.patient("MRN1");
  }

  private UUID id(String accession) {
    return journal.worklist().page(Worklist.Filter.ALL, 0, 100).rows().stream()
        .filter(row -> row.exam().accession().equals(accession))
        .findFirst()
        .orElseThrow()
        .report();
  }

  private List<String> others(String accession) {
    return accessions(journal.patientReports().others(id(accession), 10));
  }

  private static List<String> accessions(Others others) {
    return others.reports().stream().map(other -> other.row().exam().accession()).toList();
  }

  private Launch launch(String accession, String patient) {
    UUID id = journal.launches().add(accession, patient, VALID).orElseThrow();
    return journal.launches().take(id, VALID).orElseThrow();
  }

  // filters

  @Test
  void eachUserHasFiltersUntilTheyAreForgotten() {
    Filters filters = new Filters("NORD", Set.of("open"));
    journal.keptFilters().keep("rita", new Filters("", Set.of()));
    journal.keptFilters().keep("rita", filters);
    reopen();
    assertEquals(Optional.of(filters), journal.keptFilters().find("rita", Filters.class));
    assertTrue(journal.keptFilters().find("Rita", Filters.class).isEmpty());
    assertTrue(journal.keptFilters().find("rita", Integer.class).isEmpty(), "another form");
    journal.keptFilters().forget("rita");
    journal.keptFilters().forget("rita");
    assertTrue(journal.keptFilters().find("rita", Filters.class).isEmpty());
  }

  // a patient's other reports

  @Test
  void theNewestReportsOfThePatientComeFirst() {
    receive(report("HOSP", "A1", jane(), 0));
    receive(report("HOSP", "A2", jane(), 400));
    receive(report("NORD", "A3", jane(), 30));
    receive(report("HOSP", "B1", named("MRN2", "Doe", 1961), 0));
    assertEquals(List.of("A3", "A2"), others("A1"));
    assertEquals(List.of(), others("B1"), "another number is another patient");
    Others one = journal.patientReports().others(id("A1"), 1);
    assertEquals(List.of("A3"), accessions(one));
    assertFalse(one.complete());
    assertTrue(journal.patientReports().others(id("A1"), 2).complete());
    assertEquals(SampleRecords.ISSUED.minus(Duration.ofDays(30)), one.reports().get(0).at());
    assertEquals(List.of(), journal.patientReports().others(UUID.randomUUID(), 10).reports());
  }

  @Test
  void aNumberAloneDoesNotMakeOnePatient() {
    receive(report("HOSP", "A1", jane(), 0));
    receive(report("HOSP", "A2", named("MRN1", "Roe", 1961), 1));
    receive(report("HOSP", "A3", named("MRN1", "Doe", 1966), 2));
    receive(report("HOSP", "A4", named("MRN1", "Doe", 1961), 3));
    assertEquals(
        List.of("A2", "A4"), others("A1"), "the given name is shared, as after a marriage");
    receive(
        report(
            "HOSP",
            "A5",
            new Patient(
                jane().identifiers(), "Roe", "Ann", LocalDate.of(1961, 2, 3), Sex.FEMALE, ""),
            4));
    assertEquals(List.of("A2", "A4"), others("A1"));
  }

  @Test
  void aNumberWithoutAnAuthorityIsThatOfItsSite() {
    Patient local =
        new Patient(
            List.of(new Identifier("", "17", "")),
            "Doe",
            "Jane",
            LocalDate.of(1961, 2, 3),
            Sex.FEMALE,
            "");
    receive(report("HOSP", "A1", local, 0));
    receive(report("HOSP", "A2", local, 1));
    receive(report("NORD", "A3", local, 2));
    assertEquals(List.of("A2"), others("A1"));
  }

  @Test
  void aMergeJoinsTheReportsOfBothNumbers() {
    receive(report("HOSP", "A1", jane(), 0));
    receive(report("HOSP", "A2", named("MRN2", "Doe", 1961), 1));
    assertEquals(List.of(), others("A1"));
    merge();
    assertEquals(List.of("A2"), others("A1"));
    assertEquals(List.of("A1"), others("A2"));
    assertEquals(new Launch(Answer.FOUND, List.of(id("A1"))), launch("A1", "MRN2"));
  }

  /** MRN1 becomes MRN2. */
  private void merge() {
    clock.advance(Duration.ofSeconds(1));
    journal
        .inbox()
        .receive(
            SampleMessages.message(
                "HIS",
                "m" + clock.instant(),
                new PatientChange(
                    List.of(new ChangedPatient(named("MRN2", "Doe", 1961), jane().identifiers())),
                    null,
                    false)));
  }

  // launches

  @Test
  void accessionAndPatientMustBelongTogether() {
    receive(report("HOSP", "A1", jane(), 0));
    receive(report("NORD", "A1", named("MRN2", "Roe", 1970), 0));
    receive(report("SUED", "A1", jane(), 0));
    assertEquals(2, launch("A1", "MRN1").reports().size(), "several");
    Launch one = launch("A1", "MRN2");
    assertEquals(Answer.FOUND, one.answer());
    assertEquals("NORD", row(one.reports().get(0)).site());
    Launch wrong = launch("A1", "MRN9");
    assertEquals(Answer.OTHER_PATIENT, wrong.answer());
    assertEquals(3, wrong.reports().size());
    assertEquals(new Launch(Answer.NONE, List.of()), launch("A2", "MRN1"));
    assertEquals(new Launch(Answer.NONE, List.of()), launch("A", "MRN1"), "no part of a number");
    assertEquals(Answer.OTHER_PATIENT, launch("A1", "MRN").answer());
  }

  private Worklist.Row row(UUID report) {
    return journal.worklist().page(Worklist.Filter.ALL, 0, 100).rows().stream()
        .filter(row -> row.report().equals(report))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aWayCanBeFollowedOnceAndForAShortTime() {
    receive(report("HOSP", "A1", jane(), 0));
    UUID id = journal.launches().add("A1", "MRN1", VALID).orElseThrow();
    assertTrue(journal.launches().take(UUID.randomUUID(), VALID).isEmpty());
    assertTrue(journal.launches().take(id, VALID).isPresent());
    assertTrue(journal.launches().take(id, VALID).isEmpty());
    UUID old = journal.launches().add("A1", "MRN1", VALID).orElseThrow();
    clock.advance(VALID);
    assertTrue(journal.launches().take(old, VALID).isEmpty());
  }

  @Test
  void noNumberIsStoredAndNobodyFillsTheTable() {
    receive(report("HOSP", "A1", jane(), 0));
    for (int i = 0; i < 500; i++) {
      assertTrue(journal.launches().add("CANARY", "MRN1", VALID).isPresent());
    }
    assertTrue(journal.launches().add("CANARY", "MRN1", VALID).isEmpty());
    String rows =
        db(journal)
            .read(
                tx -> tx.list("select id || answer || reports from launch", rs -> rs.getString(1)))
            .stream()
            .collect(Collectors.joining());
    assertFalse(rows.contains("CANARY") || rows.contains("MRN1"));
    clock.advance(VALID);
    assertTrue(journal.launches().add("A1", "MRN1", VALID).isPresent());
  }
}
