package org.radiologytrust.journal.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.journal.inbox.Inbox.Outcome.DUPLICATE;
import static org.radiologytrust.journal.inbox.Inbox.Outcome.IGNORED;
import static org.radiologytrust.journal.inbox.Inbox.Outcome.PARSED;
import static org.radiologytrust.journal.inbox.Inbox.Outcome.QUARANTINED;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.cli.audit.MessageReaders;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.Receipt;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.settings.Settings;

/** One number that stands for two examinations or two patients, for every store. */
@Tag("safety")
abstract class ReportNumbersContract extends OpenedJournal {
  private static final MessageReaders READERS =
      MessageReaders.of(Settings.load(null, Map.of(), Map.of()), SiteFiles.shipped());

  private static final String CHEST = "CTCH^CT CHEST^L";
  private static final String ABDOMEN = "CTAB^CT ABDOMEN^L";

  private int sent;

  /**
   * An ORU^R01 of 24 November 2026, the day of the test's clock.
   *
   * @param obr {@code placer|filler|procedure|accession}
   * @param status OBR-25
   */
  private static Disposition oru(String mrn, String obr, String status, int minute, String text) {
    String[] part = obr.split("\\|", -1);
    String message =
        """
        MSH|^~\\&|RIS|HOSP|RTL|RTL|20261124100000+0000||ORU^R01|M1|P|2.5
        PID|1||%s^^^HOSP^MR||Testcase^Ada||19700203|F
        OBR|1|%s|%s|%s|||20261124080000|||||||||||%s||||2026112409%02d00+0000||CT|%s
        OBX|1|TX|&GDT||%s||||||F
        """
            .formatted(mrn, part[0], part[1], part[2], part[3], minute, status, text);
    return READERS.hl7().disposition(bytes(message.replace('\n', '\r')));
  }

  private static Disposition fhir(String status, int minute, String text, String more) {
    return fhir(status, minute, text, more, "");
  }

  private static Disposition fhir(
      String status, int minute, String text, String more, String identifier) {
    return READERS
        .fhir()
        .read(
            bytes(
                """
                {"resourceType": "DiagnosticReport", "status": "%s",
                  "identifier": [{"value": "A1", "type": {"coding": [{
                    "system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "ACSN"}]}}%s],
                  "code": {"coding": [{"system": "http://loinc.org", "code": "24627-2"}]},
                  "subject": {"identifier": {"value": "MRN1"}},
                  "issued": "2026-11-24T09:%02d:00Z",
                  "presentedForm": [{"contentType": "text/plain", "data": "%s"}]%s}
                """
                    .formatted(status, identifier, minute, base64(text), more)));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Receipt send(Disposition disposition) {
    String site = disposition instanceof Inbox.Parsed parsed ? parsed.first().site() : SITE;
    Receipt receipt =
        journal.inbox().receive(SampleMessages.message(site, "m" + ++sent, disposition));
    assertTrue(journal.counters().counts().conserved());
    return receipt;
  }

  private Outcome chest(String text, int minute) {
    return send(oru("MRN1", "P1|F1|" + CHEST + "|A1", "F", minute, text)).outcome();
  }

  private Outcome abdomen(String status, String text, int minute) {
    return send(oru("MRN1", "P2|F2|" + ABDOMEN + "|A1", status, minute, text)).outcome();
  }

  /** The words of the current versions, sorted. */
  private List<String> stand() {
    return db(journal)
        .read(
            tx ->
                tx.list(
                    "select report from report_version where superseded = 0",
                    rs -> StoredJson.read(rs.getString(1), Report.class).text()))
        .stream()
        .sorted()
        .toList();
  }

  private long alarms(IntakeAlarm alarm) {
    return journal.intakeAlarms().getOrDefault(alarm, 0L);
  }

  private void assertHeld(ReportRule rule, Receipt receipt) {
    assertEquals(QUARANTINED, receipt.outcome());
    assertTrue(receipt.reason().startsWith(rule.words), receipt.reason());
  }

  @Test
  void aReportForEachProcedureUnderOneAccessionNumber() {
    assertEquals(PARSED, chest("Lungs clear.", 10));
    assertEquals(PARSED, abdomen("F", "Liver normal.", 20));
    assertEquals(List.of("Liver normal.", "Lungs clear."), stand());
    assertEquals(2, journal.worklist().page(Worklist.Filter.ALL, 0, 10).rows().size());
    assertEquals(PARSED, abdomen("C", "Liver enlarged.", 30), "each is corrected by itself");
    assertEquals(PARSED, chest("Lungs not clear.", 40));
    assertEquals(List.of("Liver enlarged.", "Lungs not clear."), stand());
    assertEquals(PARSED, abdomen("X", "Liver enlarged.", 50), "and withdrawn by itself");
    assertEquals(DUPLICATE, chest("Lungs not clear.", 45));
    assertEquals(0, alarms(IntakeAlarm.NUMBER_SHARED), "that is how many hospitals work");
  }

  @Test
  void bothFindTheImagesOfTheNumber() {
    chest("Lungs clear.", 10);
    abdomen("F", "Liver normal.", 20);
    journal.studies().storeStudy(SampleRecords.study("1.2.3", "A1", "MRN1"), "feed", "1");
    List<JobQueue.Waiting> waiting = journal.jobs().awaitingImages(clock.instant(), 10);
    assertEquals(2, waiting.size());
    for (JobQueue.Waiting one : waiting) {
      assertEquals(1, journal.studies().studiesOf(one.report()).size());
    }
  }

  @Test
  void theSameTextUnderEachOrderIsOneReport() {
    chest("Chest and abdomen normal.", 10);
    assertEquals(DUPLICATE, abdomen("F", "Chest and abdomen normal.", 10));
    assertEquals(PARSED, abdomen("F", "Liver enlarged.", 20), "the numbers stay apart");
    assertEquals(List.of("Chest and abdomen normal.", "Liver enlarged."), stand());
  }

  @Test
  void theSamePlacerNumberIsNoProof() {
    chest("Lungs clear.", 10);
    assertEquals(
        PARSED, send(oru("MRN1", "P1|F2|" + ABDOMEN + "|A1", "F", 20, "Liver normal.")).outcome());
    assertHeld(
        ReportRule.NUMBER_ALONE,
        send(oru("MRN1", "P1|F3|" + CHEST + "|A1", "F", 30, "Lungs not clear.")));
    assertEquals(
        PARSED,
        send(oru("MRN1", "P1|F3|" + CHEST + "|A1", "C", 30, "Lungs not clear.")).outcome(),
        "a sender that numbers each version anew");
    assertEquals(List.of("Liver normal.", "Lungs not clear."), stand());
  }

  @Test
  void withTheAccessionNumberAloneTheExaminationDecides() {
    String chest = "||" + CHEST + "|A1";
    send(oru("MRN1", chest, "P", 10, "Lungs clear."));
    assertEquals(
        PARSED, send(oru("MRN1", "||" + ABDOMEN + "|A1", "F", 15, "Liver normal.")).outcome());
    assertEquals(PARSED, send(oru("MRN1", chest, "F", 20, "Lungs are clear.")).outcome());
    Receipt again = send(oru("MRN1", chest, "F", 30, "Lungs not clear."));
    assertHeld(ReportRule.NUMBER_ALONE, again);
    assertEquals(1, alarms(IntakeAlarm.NUMBER_SHARED));
    assertEquals(DUPLICATE, send(oru("MRN1", chest, "F", 40, "Lungs are clear.")).outcome());
    assertEquals(IGNORED, send(oru("MRN1", chest, "P", 12, "Lungs?")).outcome(), "a late one");
    assertEquals(List.of("Liver normal.", "Lungs are clear."), stand());
    assertEquals(PARSED, send(oru("MRN1", chest, "C", 50, "Lungs not clear.")).outcome());
    assertEquals(PARSED, send(oru("MRN1", chest, "X", 55, "Lungs not clear.")).outcome());
    assertEquals(PARSED, send(oru("MRN1", chest, "F", 58, "Clear.")).outcome(), "once it is free");
    assertEquals(List.of("Clear.", "Liver normal."), stand());
  }

  @Test
  void whatChangesAReportOfAnotherExaminationIsHeld() {
    send(oru("MRN1", "||" + CHEST + "|A1", "F", 10, "Lungs clear."));
    Disposition withdrawal = oru("MRN1", "||" + ABDOMEN + "|A1", "X", 20, "Liver normal.");
    assertHeld(ReportRule.OTHER_EXAMINATION, send(withdrawal));
    Disposition corrected = oru("MRN1", "||" + ABDOMEN + "|A1", "C", 20, "Liver normal.");
    assertHeld(ReportRule.OTHER_EXAMINATION, send(corrected));
    assertEquals(List.of("Lungs clear."), stand());
    assertEquals(PARSED, release(corrected), "a report of its own");
    assertEquals(List.of("Liver normal.", "Lungs clear."), stand());
  }

  /** Releases the newest message in quarantine. */
  private Outcome release(Disposition disposition) {
    return journal
        .messages()
        .decideAgain(
            journal.messages().quarantined(0, 1).get(0).id(),
            disposition,
            (outcome, reason) -> new byte[0])
        .orElseThrow()
        .outcome();
  }

  @Test
  void aPersonDecidesWhatTheNumberAloneDoesNot() {
    Disposition first = oru("MRN1", "||" + CHEST + "|A1", "F", 10, "Lungs clear.");
    Disposition second = oru("MRN1", "||" + CHEST + "|A1", "F", 20, "Lungs not clear.");
    send(first);
    assertEquals(QUARANTINED, send(second).outcome());
    assertEquals(PARSED, release(second));
    assertEquals(List.of("Lungs not clear."), stand());
  }

  @Test
  void whoReleasesTheNewerVersionIsNotAskedWhoseNumberItIs() {
    send(oru("MRN1", "||" + CHEST + "|A1", "F", 10, "Lungs clear."));
    Disposition older = oru("MRN1", "||" + CHEST + "|A1", "F", 5, "Lungs not clear.");
    assertHeld(ReportRule.ORDER_UNKNOWN, send(older));
    assertEquals(PARSED, release(older));
    assertEquals(List.of("Lungs not clear."), stand());
  }

  // a number that is none

  @Test
  void aDoctorsNumberDoesNotRefuseTheNextPatient() {
    assertEquals(PARSED, send(doctor(1)).outcome());
    assertEquals(DUPLICATE, send(doctor(1)).outcome());
    for (int n = 2; n <= 15; n++) {
      Receipt next = send(doctor(n));
      assertEquals(PARSED, next.outcome());
      assertTrue(next.reason().contains(ReportRule.NUMBER_OF_OTHERS.words));
      assertEquals(n > 10, next.reason().contains(ReportRule.NUMBER_OF_MANY.words), n + "");
      assertEquals(n - 1, alarms(IntakeAlarm.NUMBER_SHARED));
    }
    assertEquals(15, stand().size());
    assertEquals(
        PARSED,
        send(oru("MRN14", "P14|F14|" + CHEST + "|1234", "C", 50, "Corrected.")).outcome(),
        "the right one of them is found");
    assertEquals(15, stand().size());
    assertTrue(stand().contains("Corrected."));
    assertHeld(
        ReportRule.OTHER_PATIENT,
        send(oru("MRN99", "P14|F14|" + CHEST + "|1234", "F", 60, "Of another patient.")));
    assertHeld(
        ReportRule.OTHER_PATIENT,
        send(oru("MRN99", "||" + CHEST + "|1234", "F", 60, "Nothing says whose.")));
  }

  @Test
  void theSameNumberAtManySitesIsNoSharedNumber() {
    for (int n = 1; n <= 15; n++) {
      Report report =
          SampleRecords.report(
              "SITE" + n, "1001", "MRN" + n, "Words.", ReportStatus.FINAL, SampleRecords.ISSUED);
      assertEquals("", send(new Inbox.Parsed(report)).reason());
    }
    assertEquals(0, alarms(IntakeAlarm.NUMBER_SHARED));
    Report other =
        Report.of("SITE7", "1001")
            .patient(SampleRecords.patient("MRN99"))
            .order(new Order("", "", List.of("1001"), List.of(), Coding.NONE, "", "", ""))
            .text("Of another patient.")
            .status(ReportStatus.FINAL)
            .issued(SampleRecords.ISSUED)
            .build();
    assertHeld(ReportRule.OTHER_PATIENT, send(new Inbox.Parsed(other)));
  }

  private static Disposition doctor(int n) {
    return oru("MRN" + n, "P" + n + "|F" + n + "|" + CHEST + "|1234", "F", n, "Words " + n + ".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1234^Smith^John^^^Dr", "1234^Smith^John", "1234^Smith^^^^^MD"})
  void aPersonIsNoNumber(String field) {
    String obr = "P%1$d|F%1$d|" + CHEST + "|" + field;
    assertEquals(PARSED, send(oru("MRN1", obr.formatted(1), "F", 10, "Lungs clear.")).outcome());
    Receipt next = send(oru("MRN2", obr.formatted(2), "F", 20, "Lungs clear."));
    assertEquals(PARSED, next.outcome());
    assertEquals("", next.reason(), "its accession number is the filler number");
  }

  @Test
  void anotherPatientWithTheSameOrderNumbersIsRefused() {
    chest("Lungs clear.", 10);
    assertHeld(
        ReportRule.OTHER_PATIENT,
        send(oru("MRN2", "P1|F1|" + CHEST + "|A1", "F", 20, "Lungs not clear.")));
    assertHeld(
        ReportRule.OTHER_PATIENT,
        send(oru("MRN2", "||" + ABDOMEN + "|A1", "F", 20, "Liver normal.")));
    assertEquals(List.of("Lungs clear."), stand());
  }

  @Test
  void numbersThatDifferInCaseOrLeadingZerosAloneAreTold() {
    send(oru("MRN1", "P1|F1|" + CHEST + "|R0042", "F", 10, "Lungs clear."));
    List<String> told = new ArrayList<>();
    for (String accession : List.of("r0042", "0R0042", "R42", "R0043")) {
      String obr = "P|F" + accession + "|" + CHEST + "|" + accession;
      Receipt receipt = send(oru("MRN1", obr, "F", 20, "Words of " + accession + "."));
      assertEquals(PARSED, receipt.outcome());
      if (receipt.reason().equals(ReportRule.SIMILAR.words)) {
        told.add(accession);
      }
    }
    assertEquals(List.of("r0042", "0R0042"), told);
    assertEquals(2, alarms(IntakeAlarm.NUMBER_SIMILAR));
    assertEquals(
        DUPLICATE,
        send(oru("MRN1", "P|Fr0042|" + CHEST + "|r0042", "F", 20, "Words of r0042.")).outcome());
    assertEquals(2, alarms(IntakeAlarm.NUMBER_SIMILAR), "a repeat is not told again");
  }

  // a message that lost or gained a number

  @Test
  void aMessageThatLostTheAccessionNumberFindsItsReport() {
    chest("Lungs clear.", 10);
    assertEquals(
        PARSED, send(oru("MRN1", "P1|F1|" + CHEST + "|", "X", 20, "Lungs clear.")).outcome());
    assertEquals(List.of("Lungs clear."), stand(), "no second report");
    assertTrue(
        journal.jobs().awaitingImages(clock.instant(), 10).get(0).report().status().withdrawn());
  }

  @Test
  void aReportThatGetsItsAccessionNumberLaterIsTheSame() {
    send(oru("MRN1", "P1|F1|" + CHEST + "|", "P", 10, "Lungs clear."));
    assertEquals(PARSED, chest("Lungs are clear.", 20));
    assertEquals(List.of("Lungs are clear."), stand());
  }

  @Test
  void someOfTheOrdersOfAReportDoNotReplaceIt() {
    String both =
        """
        MSH|^~\\&|RIS|HOSP|RTL|RTL|20261124100000+0000||ORU^R01|M1|P|2.5
        PID|1||MRN1^^^HOSP^MR||Testcase^Ada||19700203|F
        OBR|1|P1|F1|CTCH^CT CHEST^L|||20261124080000|||||||||||A1||||20261124091000+0000||CT|F
        OBX|1|TX|&GDT||Lungs clear.||||||F
        OBR|2|P2|F2|CTAB^CT ABDOMEN^L|||20261124080000|||||||||||A1||||20261124091000+0000||CT|F
        OBX|1|TX|&GDT||Liver normal.||||||F
        """;
    Disposition whole = READERS.hl7().disposition(bytes(both.replace('\n', '\r')));
    assertEquals(PARSED, send(whole).outcome());
    Disposition part = oru("MRN1", "P2|F2|" + ABDOMEN + "|A1", "C", 20, "Liver enlarged.");
    assertHeld(ReportRule.PART_OF_ORDERS, send(part));
    assertHeld(
        ReportRule.PART_OF_ORDERS,
        send(oru("MRN1", "P2|F2|" + ABDOMEN + "|A1", "X", 30, "Liver normal.")));
    assertEquals(List.of("Lungs clear.\nLiver normal."), stand());
    Disposition mended =
        READERS
            .hl7()
            .disposition(
                bytes(
                    both.replace('\n', '\r')
                        .replace("0910", "0940")
                        .replace("Liver normal", "Liver enlarged")));
    assertEquals(PARSED, send(mended).outcome());
    assertEquals(List.of("Lungs clear.\nLiver enlarged."), stand());
  }

  // two feeds

  @Test
  void theSameReportByHl7AndFhirIsOne() {
    chest("Lungs clear.", 10);
    assertEquals(DUPLICATE, send(fhir("final", 10, "Lungs clear.", withId(9))).outcome());
    assertEquals(
        PARSED,
        send(fhir("final", 20, "Lungs not clear.", withId(9))).outcome(),
        "its FHIR id is known now");
    assertEquals(PARSED, chest("Lungs clear again.", 30));
    assertEquals(
        PARSED, send(fhir("amended", 40, "Left effusion.", withId(8))).outcome(), "it says so");
    assertHeld(ReportRule.NUMBER_ALONE, send(fhir("final", 50, "Other words.", "")));
    assertEquals(PARSED, chest("Right effusion.", 55), "the order numbers are still known");
    assertEquals(List.of("Right effusion."), stand());
  }

  private static String withId(int id) {
    return ", \"id\": \"" + id + "\"";
  }

  @Test
  void aFhirReportOfOneOfTwoExaminationsIsFoundByItsWords() {
    chest("Lungs clear.", 10);
    abdomen("F", "Liver normal.", 20);
    assertEquals(DUPLICATE, send(fhir("final", 20, "Liver normal.", withId(9))).outcome());
    assertEquals(PARSED, send(fhir("amended", 30, "Liver enlarged.", withId(9))).outcome());
    assertEquals(List.of("Liver enlarged.", "Lungs clear."), stand());
    assertHeld(ReportRule.SEVERAL_OF_NUMBER, send(fhir("final", 5, "Spleen normal.", "")));
    assertEquals(List.of("Liver enlarged.", "Lungs clear."), stand());
  }

  @Test
  void anIdentifierWithoutTypeDoesNotTellTwoOrdersApart() {
    chest("Lungs clear.", 10);
    String untyped = ", {\"value\": \"RPT-77\"}";
    Disposition corrected = fhir("corrected", 20, "Lungs not clear.", "", untyped);
    assertEquals(PARSED, send(corrected).outcome());
    assertEquals(List.of("Lungs not clear."), stand());
    assertEquals(
        PARSED,
        send(fhir("corrected", 30, "Lungs clear again.", "", untyped)).outcome(),
        "it is the report's own");
    assertEquals(PARSED, chest("Small effusion.", 40));
    assertEquals(List.of("Small effusion."), stand());
  }
}
