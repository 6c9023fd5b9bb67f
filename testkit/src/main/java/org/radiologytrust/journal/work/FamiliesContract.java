package org.radiologytrust.journal.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.desk.PatientReports;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.PatientChange;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Study;

/**
 * Twins and families: they share the insurance, the account of the birth, the surname, the birth
 * date and all but one letter of the first name, and some messages have the numbers of the other's
 * order. Their record numbers differ. One subclass for each store.
 */
@Tag("safety")
abstract class FamiliesContract extends AuditedReports {
  private static final String RECORDS = "urn:oid:1.2.3";
  private static final LocalDate BORN = LocalDate.of(2019, 2, 3);
  private static final List<String> GIVEN = List.of("Anna", "Anne", "Anni");
  private static final int STEPS = 25;

  private static final Identifier INSURANCE = new Identifier("urn:oid:9.9", "INS9", "HC");
  private static final Identifier ACCOUNT = new Identifier(RECORDS, "ACC7", "AN");

  /** A child of the family; the record number is part of each text. */
  private static Patient child(int n, String family, Random random) {
    List<Identifier> ids =
        new ArrayList<>(List.of(INSURANCE, ACCOUNT, new Identifier(RECORDS, "MRN" + n, "MR")));
    Collections.shuffle(ids, random);
    return new Patient(ids, family, GIVEN.get(n), BORN, Sex.FEMALE, "");
  }

  private static String record(Patient patient) {
    return patient.identifiers().stream()
        .filter(id -> id.type().equals("MR"))
        .map(Identifier::value)
        .collect(Collectors.joining(" "));
  }

  private Outcome send(Report report) {
    clock.advance(Duration.ofSeconds(1));
    return journal.inbox().receive(SampleMessages.report("k" + ++messages, report)).outcome();
  }

  private static Report of(
      Patient patient, String accession, String filler, ReportStatus status, Instant issued) {
    return SampleRecords.report(
            "HOSP", accession, "", "Lungs of " + record(patient) + " at " + issued, status, issued)
        .toBuilder()
        .patient(patient)
        .order(
            new Order(
                "",
                filler,
                List.of(accession),
                List.of(),
                SampleRecords.report("A", "t").order().procedure(),
                "DX",
                "CHEST",
                ""))
        .build();
  }

  @Test
  void theOthersCorrectionIsHeld() {
    Random random = new Random(1);
    Patient one = child(0, "Doe", random);
    Patient other = child(1, "Doe", random);
    Instant at = SampleRecords.ISSUED;
    assertEquals(Outcome.PARSED, send(of(one, "A1", "F1", ReportStatus.FINAL, at)));
    for (ReportStatus status :
        List.of(ReportStatus.CORRECTED, ReportStatus.APPENDED, ReportStatus.CANCELLED)) {
      at = at.plusSeconds(60);
      assertEquals(Outcome.QUARANTINED, send(of(other, "A1", "F1", status, at)), status::name);
      assertEquals(Outcome.QUARANTINED, send(of(other, "A1", "", status, at)), status::name);
    }
    assertEquals(1, versions().size());
    assertEquals(
        Outcome.PARSED, send(of(one, "A1", "F1", ReportStatus.CORRECTED, at.plusSeconds(60))));
  }

  /** A person who read the reason releases the only message in quarantine. */
  private void release(Report report) {
    String held = journal.messages().quarantined(0, 1).get(0).id();
    assertEquals(
        Outcome.PARSED,
        journal
            .messages()
            .decideAgain(held, new Inbox.Parsed(report), (outcome, reason) -> new byte[0])
            .orElseThrow()
            .outcome());
  }

  /** One record number for two people: the second waits for a person, who may release it. */
  @Test
  void aRecordNumberOfAnotherPersonIsHeld() {
    Identifier record = new Identifier(RECORDS, "MRN0", "MR");
    Patient one = new Patient(List.of(record), "Doe", "Anna", BORN, Sex.FEMALE, "");
    Patient other =
        new Patient(List.of(record), "Miller", "John", BORN.minusYears(31), Sex.MALE, "");
    Instant at = SampleRecords.ISSUED;
    assertEquals(Outcome.PARSED, send(of(one, "A1", "F1", ReportStatus.FINAL, at)));
    assertEquals(Outcome.QUARANTINED, send(of(other, "A2", "F2", ReportStatus.FINAL, at)));
    assertEquals(Outcome.PARSED, send(of(one, "A3", "F3", ReportStatus.FINAL, at)));
    // a marriage, and one error
    Patient married = new Patient(List.of(record), "Roe", "Anna", BORN, Sex.FEMALE, "");
    assertEquals(Outcome.PARSED, send(of(married, "A4", "F4", ReportStatus.FINAL, at)));
    release(of(other, "A2", "F2", ReportStatus.FINAL, at));
    assertEquals(4, versions().size());
    assertEquals(Outcome.PARSED, send(of(other, "A5", "F5", ReportStatus.FINAL, at)), "known");
  }

  /** The head of the text names somebody else than the message. */
  @Test
  void aTextOfAnotherPatientIsHeld() {
    Patient one = child(0, "Doe", new Random(4));
    Report report = of(one, "A1", "F1", ReportStatus.FINAL, SampleRecords.ISSUED);
    Report wrong =
        report.toBuilder()
            .text("Patient name: MILLER, JOHN\nDOB: 09/09/1988\n" + report.text())
            .build();
    assertEquals(Outcome.QUARANTINED, send(wrong));
    assertEquals(0, versions().size());
    release(wrong);
    assertEquals(1, versions().size());
    Report right =
        report.toBuilder()
            .text("Patient name: DOE, ANNA\n" + report.text())
            .status(ReportStatus.CORRECTED)
            .issued(SampleRecords.ISSUED.plusSeconds(9))
            .build();
    assertEquals(Outcome.PARSED, send(right));
  }

  @Test
  void thePersonIsTheOnlyOneWhoseDataAnUpdateChanges() {
    Random random = new Random(2);
    send(of(child(0, "Doe", random), "A1", "F1", ReportStatus.FINAL, SampleRecords.ISSUED));
    send(of(child(1, "Doe", random), "A2", "F2", ReportStatus.FINAL, SampleRecords.ISSUED));
    clock.advance(Duration.ofSeconds(1));
    journal
        .inbox()
        .receive(
            SampleMessages.message(
                "HOSP", "adt", new PatientChange(child(1, "Roe", random), List.of(), null)));
    assertEquals(
        Map.of("MRN0", "Doe", "MRN1", "Roe"),
        versions().stream()
            .map(version -> version.report.patient())
            .collect(Collectors.toMap(FamiliesContract::record, Patient::familyName)));
    // an account that is merged into another joins nobody
    merge(child(0, "Doe", random), child(1, "Roe", random).identifiedBy(List.of(ACCOUNT)));
    assertParted();
  }

  @Test
  void imagesUnderASharedNumberAreNobodys() {
    Random random = new Random(3);
    Patient one = child(0, "Doe", random);
    Report report = of(one, "A1", "F1", ReportStatus.FINAL, SampleRecords.ISSUED);
    int n = 0;
    for (Identifier id :
        List.of(
            new Identifier(INSURANCE.system(), INSURANCE.value(), ""),
            new Identifier("", ACCOUNT.value(), ""),
            new Identifier(RECORDS, "MRN1", ""),
            new Identifier(RECORDS, "MRN0", ""))) {
      Patient of = one.identifiedBy(List.of(id));
      journal
          .studies()
          .storeStudy(new Study("1." + ++n, "", of, BORN, "", true, List.of()), "orthanc", "" + n);
    }
    assertEquals(
        List.of("1.4"),
        journal.studies().ofPatient(report, BORN.plusDays(1)).stream()
            .map(Study::studyInstanceUid)
            .toList());
  }

  /** Reports, corrections, addenda and withdrawals, some with the numbers of a sibling's order. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void inAnyOrderNothingOfOneIsTheOthers(long seed) {
    Random random = new Random(seed);
    ReportStatus[] statuses = {
      ReportStatus.FINAL,
      ReportStatus.FINAL,
      ReportStatus.CORRECTED,
      ReportStatus.APPENDED,
      ReportStatus.CANCELLED
    };
    Map<Outcome, Integer> seen = new HashMap<>();
    for (int step = 0; step < STEPS; step++) {
      Patient patient = child(random.nextInt(GIVEN.size()), "Doe", random);
      String order = random.nextInt(6) + "";
      String filler = random.nextBoolean() ? "F" + order : random.nextBoolean() ? "F9" : "";
      Instant day = SampleRecords.ISSUED.minus(Duration.ofDays(random.nextInt(30)));
      Report report =
          of(patient, "A" + order, filler, statuses[random.nextInt(statuses.length)], day);
      seen.merge(send(report), 1, Integer::sum);
      if (random.nextInt(8) == 0) {
        for (Audit audit : settle()) {
          assertParted(audit);
        }
      }
    }
    settle().forEach(FamiliesContract::assertParted);
    assertParted();
    assertTrue(seen.getOrDefault(Outcome.PARSED, 0) > 5, seen::toString);
    assertTrue(seen.getOrDefault(Outcome.QUARANTINED, 0) > 0, seen::toString);
  }

  private static void assertParted(Audit audit) {
    String own = record(audit.report().patient());
    for (String text : texts(audit)) {
      assertTrue(text.contains(own), () -> own + ": " + text);
    }
  }

  private record Stored(UUID id, String reportId, Report report) {}

  private List<Stored> versions() {
    return db(journal)
        .read(
            tx ->
                tx.list(
                    "select id, report_id, report from report_version",
                    rs ->
                        new Stored(
                            UUID.fromString(rs.getString("id")),
                            rs.getString("report_id"),
                            StoredJson.read(rs.getString("report"), Report.class))));
  }

  /** No report, list or history has two of the family. */
  private void assertParted() {
    Map<String, Set<String>> ofReport = new HashMap<>();
    Map<UUID, String> ofVersion = new HashMap<>();
    for (Stored version : versions()) {
      String own = record(version.report.patient());
      for (int n = 0; n < GIVEN.size(); n++) {
        String child = "MRN" + n;
        assertEquals(child.equals(own), version.report.text().contains(child), own);
      }
      ofReport.computeIfAbsent(version.reportId, r -> new TreeSet<>()).add(own);
      ofVersion.put(version.id, own);
    }
    ofReport.forEach((report, records) -> assertEquals(1, records.size(), report + records));
    ofVersion.forEach(
        (version, own) -> {
          for (UUID earlier : journal.earlier().of(version).earlier()) {
            assertEquals(own, ofVersion.get(earlier), "an earlier report");
          }
        });
    Map<UUID, String> ofRow = ofRows();
    ofRow.forEach(
        (row, own) -> {
          for (PatientReports.Other other : journal.patientReports().others(row, 100).reports()) {
            assertEquals(own, ofRow.get(other.row().report()), "the same patient's other reports");
          }
        });
  }

  private Map<UUID, String> ofRows() {
    Map<UUID, String> rows = new HashMap<>();
    db(journal)
        .read(
            tx ->
                tx.list(
                    """
                    select w.id, v.report from worklist w
                    join report_version v on v.site = w.site and v.report_id = w.report_id
                    """,
                    rs ->
                        rows.put(
                            UUID.fromString(rs.getString("id")),
                            record(
                                StoredJson.read(rs.getString("report"), Report.class).patient()))));
    return rows;
  }
}
