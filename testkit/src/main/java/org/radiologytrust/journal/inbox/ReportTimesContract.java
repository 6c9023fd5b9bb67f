package org.radiologytrust.journal.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.journal.inbox.Inbox.Outcome.DUPLICATE;
import static org.radiologytrust.journal.inbox.Inbox.Outcome.IGNORED;
import static org.radiologytrust.journal.inbox.Inbox.Outcome.PARSED;
import static org.radiologytrust.journal.inbox.Inbox.Outcome.QUARANTINED;
import static org.radiologytrust.model.ReportStatus.APPENDED;
import static org.radiologytrust.model.ReportStatus.CORRECTED;
import static org.radiologytrust.model.ReportStatus.ENTERED_IN_ERROR;
import static org.radiologytrust.model.ReportStatus.FINAL;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.radiologytrust.cli.audit.MessageReaders;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.Receipt;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.settings.Settings;

/** Which of two versions is the newer one, whatever the clocks of senders show; for every store. */
@Tag("safety")
abstract class ReportTimesContract extends OpenedJournal {
  private static final String OLD = "No fracture.";
  private static final String NEW = "Fracture of the left radius.";

  /** Two hours ahead of the clock, as a feed without offset is in a container in UTC. */
  private static final String AHEAD = "14:00";

  private int sent;

  /**
   * A version of one report.
   *
   * @param time of the day of the test's clock, which shows 12:00; empty for none
   */
  private static Report report(ReportStatus status, String time, String text) {
    return SampleRecords.report("HOSP", "A1", "MRN1", text, status, instant(time)).toBuilder()
        .effective(null)
        .build();
  }

  private static @Nullable Instant instant(String time) {
    return time.isEmpty() ? null : Instant.parse("2026-11-24T" + time + ":00Z");
  }

  private Receipt receive(Report report) {
    clock.advance(Duration.ofSeconds(1));
    Receipt receipt =
        journal
            .inbox()
            .receive(SampleMessages.message("HOSP", "m" + ++sent, new Inbox.Parsed(report)));
    assertTrue(journal.counters().counts().conserved());
    return receipt;
  }

  private Outcome send(ReportStatus status, String time, String text) {
    return receive(report(status, time, text)).outcome();
  }

  private Outcome addendum(String time, String text) {
    return receive(report(APPENDED, time, text).toBuilder().addendum(true).build()).outcome();
  }

  /** Releases the newest message in quarantine. */
  private Outcome release(Report report) {
    return journal
        .messages()
        .decideAgain(
            journal.messages().quarantined(0, 1).get(0).id(),
            new Inbox.Parsed(report),
            (outcome, reason) -> new byte[0])
        .orElseThrow()
        .outcome();
  }

  private Report current() {
    List<Report> all =
        db(journal)
            .read(
                tx ->
                    tx.list(
                        "select report from report_version where superseded = 0",
                        rs -> StoredJson.read(rs.getString(1), Report.class)));
    assertEquals(1, all.size());
    return all.get(0);
  }

  private void assertStands(String text) {
    assertEquals(text, current().text());
  }

  private void assertAlarms(int future, int order) {
    Map<IntakeAlarm, Long> raised = journal.intakeAlarms();
    assertEquals(future, raised.getOrDefault(IntakeAlarm.TIME_IN_FUTURE, 0L), "in the future");
    assertEquals(order, raised.getOrDefault(IntakeAlarm.VERSION_ORDER, 0L), "order of versions");
  }

  // a time that is still to come

  @Test
  void aCorrectionBehindATimeInTheFutureIsCurrent() {
    Receipt first = receive(report(FINAL, AHEAD, OLD));
    assertEquals(PARSED, first.outcome());
    assertEquals(ReportRule.FUTURE.words, first.reason());
    assertNull(current().issued(), "the time is not the time of release");
    assertAlarms(1, 0);
    clock.advance(Duration.ofMinutes(10));
    Receipt corrected = receive(report(CORRECTED, "12:10", NEW));
    assertEquals(PARSED, corrected.outcome(), "two hours before the time of the version before");
    assertEquals(ReportRule.BY_STATUS.words, corrected.reason());
    assertStands(NEW);
    assertEquals(instant("12:10"), current().issued());
    assertAlarms(1, 1);
    assertEquals(PARSED, send(CORRECTED, "12:11", "Two fractures."), "as ever from here on");
    assertAlarms(1, 1);
  }

  @ParameterizedTest
  @CsvSource({
    // the stored version, and the message that comes then
    "PRELIMINARY, 14:00, FINAL, 11:00",
    "PRELIMINARY, 11:00, FINAL, 14:00",
    "FINAL, 14:00, CORRECTED, 11:00",
    "FINAL, 11:00, CORRECTED, 14:00",
    "CORRECTED, 14:00, AMENDED, 11:00",
    "CORRECTED, 14:00, APPENDED, ''",
    "FINAL, 14:00, ENTERED_IN_ERROR, 11:00",
    "FINAL, 14:00, CANCELLED, ''",
    "CORRECTED, 14:00, ENTERED_IN_ERROR, 14:00",
  })
  void theStatusDecidesWhereATimeIsNotToBeTrusted(
      ReportStatus before, String time, ReportStatus status, String then) {
    send(before, time, OLD);
    Receipt receipt = receive(report(status, then, NEW));
    assertEquals(PARSED, receipt.outcome());
    assertTrue(receipt.reason().startsWith(ReportRule.BY_STATUS.words), receipt.reason());
    assertStands(NEW);
  }

  @ParameterizedTest
  @CsvSource({
    "FINAL, 14:00, FINAL, 11:00",
    "FINAL, 11:00, FINAL, 14:00",
    "FINAL, 14:00, FINAL, ''",
    "PRELIMINARY, 14:00, PRELIMINARY, 11:30",
    "FINAL, 14:00, PRELIMINARY, 11:00",
    "CORRECTED, 14:00, FINAL, 11:00",
    "ENTERED_IN_ERROR, 14:00, FINAL, 11:00",
    "ENTERED_IN_ERROR, 14:00, CORRECTED, 11:00",
  })
  void otherWordsAreHeldWhereATimeIsNotToBeTrusted(
      ReportStatus before, String time, ReportStatus status, String then) {
    send(before, time, OLD);
    Report message = report(status, then, NEW);
    Receipt receipt = receive(message);
    assertEquals(QUARANTINED, receipt.outcome());
    assertTrue(receipt.reason().startsWith(ReportRule.ORDER_UNKNOWN.words), receipt.reason());
    assertStands(OLD);
    assertEquals(1, journal.intakeAlarms().get(IntakeAlarm.VERSION_ORDER));
    assertEquals(PARSED, release(message), "a person has compared them");
    assertStands(NEW);
  }

  @Test
  void aClockThatIsMinutesAheadIsNoFault() {
    assertEquals("", receive(report(FINAL, "12:04", OLD)).reason());
    assertEquals(instant("12:04"), current().issued());
    assertEquals("", receive(report(FINAL, "12:05", NEW)).reason());
    assertAlarms(0, 0);
  }

  @Test
  void aRepeatIsKnownWhenItsTimeHasPassed() {
    send(FINAL, "13:00", OLD);
    send(CORRECTED, "12:00", NEW);
    clock.advance(Duration.ofHours(3));
    assertEquals(DUPLICATE, send(FINAL, "13:00", OLD), "it would be the newest by now");
    assertEquals(DUPLICATE, send(CORRECTED, "12:00", NEW));
    assertStands(NEW);
  }

  @Test
  void whatWasKnownBeforeATimeInTheFutureIsOlder() {
    send(FINAL, "11:00", OLD);
    send(CORRECTED, AHEAD, NEW);
    assertEquals(IGNORED, send(FINAL, "10:00", "Older words."), "than what came before it");
    assertEquals(QUARANTINED, send(FINAL, "11:30", "Which?"));
    assertStands(NEW);
  }

  /** Versions before 0.2.0 stored such times as times of release. */
  @Test
  void aStoredTimeThatWasInTheFutureAtItsReceiptIsNotTrusted() {
    send(FINAL, "11:00", OLD);
    Report stored = current().toBuilder().issued(instant(AHEAD)).build();
    db(journal)
        .write(tx -> tx.update("update report_version set report = ?", StoredJson.write(stored)));
    assertEquals(QUARANTINED, send(FINAL, "12:00", "Other words."));
    assertEquals(PARSED, send(CORRECTED, "12:00", NEW));
    assertStands(NEW);
  }

  // an older time

  @Test
  void olderWordsWithTheSameStatusAreHeldAndAPersonDecides() {
    send(FINAL, "11:00", OLD);
    Report message = report(FINAL, "10:00", NEW);
    assertEquals(QUARANTINED, receive(message).outcome());
    assertStands(OLD);
    assertAlarms(0, 1);
    assertEquals(PARSED, release(message));
    assertStands(NEW);
    assertEquals(DUPLICATE, send(FINAL, "11:00", OLD), "the one that a person rejected");
    assertEquals(PARSED, send(FINAL, "11:30", "Two fractures."), "later ones are not blocked");
  }

  @Test
  void whatIsHeldForAnotherReasonTakesNoNewerOnesPlace() {
    Report message = report(FINAL, "10:00", OLD);
    journal
        .inbox()
        .receive(SampleMessages.message("HOSP", "held", new Inbox.Quarantined("PID-3 is empty")));
    send(FINAL, "11:00", NEW);
    assertEquals(IGNORED, release(message));
    assertStands(NEW);
  }

  @ParameterizedTest
  @CsvSource({
    // the stored version of 11:00, the message of 10:00, and what becomes of it
    "PRELIMINARY, FINAL, PARSED, false",
    "FINAL, PRELIMINARY, IGNORED, false",
    "CORRECTED, FINAL, IGNORED, false",
    "FINAL, CORRECTED, PARSED, true",
    "FINAL, ENTERED_IN_ERROR, PARSED, true",
    "ENTERED_IN_ERROR, FINAL, IGNORED, false",
    "CORRECTED, AMENDED, QUARANTINED, true",
    "PRELIMINARY, PRELIMINARY, QUARANTINED, true",
  })
  void ofOlderMessagesTheStatusDecides(
      ReportStatus before, ReportStatus status, Outcome outcome, boolean told) {
    send(before, "11:00", OLD);
    assertEquals(outcome, send(status, "10:00", NEW));
    assertStands(outcome == PARSED ? NEW : OLD);
    assertAlarms(0, told ? 1 : 0);
  }

  @Test
  void olderWordsThatWereHereBeforeAreNoNews() {
    send(FINAL, "10:00", OLD);
    send(FINAL, "11:00", NEW);
    assertEquals(DUPLICATE, send(FINAL, "10:02", OLD), "by a feed with another clock");
    assertEquals(PARSED, send(FINAL, "11:05", OLD), "the sender has come back to them");
    assertAlarms(0, 0);
  }

  // the times do not decide

  @ParameterizedTest
  @CsvSource({
    "FINAL, FINAL, PARSED",
    "PRELIMINARY, FINAL, PARSED",
    "FINAL, PRELIMINARY, IGNORED",
    "FINAL, ENTERED_IN_ERROR, PARSED",
    "CORRECTED, FINAL, QUARANTINED",
    "ENTERED_IN_ERROR, FINAL, QUARANTINED",
  })
  void ofTheSameMinuteOrWithoutATimeTheStatusDecidesAndThenTheReceipt(
      ReportStatus before, ReportStatus status, Outcome outcome) {
    for (List<String> times : List.of(List.of("11:00", "11:00"), List.of("11:00", ""))) {
      String accession = "A" + times.get(1);
      send(before, times.get(0), accession, OLD);
      assertEquals(outcome, send(status, times.get(1), accession, NEW));
    }
  }

  private Outcome send(ReportStatus status, String time, String accession, String text) {
    return receive(SampleRecords.report("HOSP", accession, "MRN1", text, status, instant(time)))
        .outcome();
  }

  @Test
  void wordsOfAnEarlierVersionDoNotComeBackWithoutALaterTime() {
    send(FINAL, "11:00", OLD);
    send(FINAL, "11:00", NEW);
    assertEquals(DUPLICATE, send(FINAL, "11:00", OLD), "of the same minute");
    assertEquals(QUARANTINED, send(FINAL, "", OLD), "a copy of the first, or taken back?");
    assertEquals(QUARANTINED, send(FINAL, AHEAD, OLD));
    assertStands(NEW);
  }

  @Test
  void aReportIsWithdrawnAgainWhateverTheTimes() {
    send(FINAL, "", OLD);
    assertEquals(PARSED, send(ENTERED_IN_ERROR, "", ""));
    assertEquals(QUARANTINED, send(FINAL, "11:00", NEW), "which was the last?");
    assertEquals(PARSED, release(report(FINAL, "11:00", NEW)));
    assertEquals(PARSED, send(ENTERED_IN_ERROR, "", ""), "it is no repeat of the first");
    assertTrue(current().status().withdrawn());
    assertEquals(DUPLICATE, send(ENTERED_IN_ERROR, "", ""));
  }

  // addenda

  @Test
  void aLateCorrectionThatKeepsAnAddendumIsNotReplacedByAnOlderReport() {
    send(FINAL, "10:00", OLD);
    addendum("11:00", "No effusion.");
    assertEquals(PARSED, send(CORRECTED, "10:30", NEW));
    String whole = NEW + "\n\nADDENDUM:\nNo effusion.";
    assertStands(whole);
    assertEquals(IGNORED, send(FINAL, "10:10", "Older words."));
    assertEquals(QUARANTINED, send(CORRECTED, "10:20", "Older correction."));
    assertStands(whole);
  }

  @Test
  void anAddendumThatAReportReplacedDoesNotComeBack() {
    send(FINAL, "10:00", OLD);
    addendum("10:30", "No effusion.");
    send(CORRECTED, "11:00", NEW);
    assertStands(NEW);
    assertEquals(DUPLICATE, addendum("10:30", "No effusion."));
    assertEquals(QUARANTINED, addendum(AHEAD, "No effusion."));
    assertStands(NEW);
    assertEquals(PARSED, addendum("10:30", "Soft tissues normal."), "one that never came");
    assertEquals(PARSED, addendum("11:30", "No effusion."), "it is said again");
  }

  @Test
  void anAddendumWhoseTimeIsNotToBeTrustedIsKept() {
    send(FINAL, "10:00", OLD);
    Receipt receipt =
        receive(report(APPENDED, AHEAD, "No effusion.").toBuilder().addendum(true).build());
    assertEquals(PARSED, receipt.outcome());
    assertEquals(ReportRule.FUTURE.words, receipt.reason());
    assertNull(current().addenda().get(0).time());
    assertEquals(PARSED, send(CORRECTED, "11:00", NEW));
    assertStands(NEW + "\n\nADDENDUM:\nNo effusion.");
  }

  // feeds

  /** Local times without offset, in the night in which the clock shows 2 to 3 o'clock twice. */
  @ParameterizedTest
  @EnumSource(names = {"CORRECTED", "FINAL"})
  void inTheDoubleHourNothingIsDroppedInSilence(ReportStatus status) {
    MessageReaders berlin =
        MessageReaders.of(
            Settings.load(null, Map.of(), Map.of("rtl.zone", "Europe/Berlin")),
            SiteFiles.shipped());
    read(berlin, "20261025025000", "F", OLD);
    // twenty minutes later, after the clock was set back
    Receipt later = read(berlin, "20261025021000", status == FINAL ? "F" : "C", NEW);
    assertEquals(status == FINAL ? QUARANTINED : PARSED, later.outcome());
    assertAlarms(0, 1);
    assertEquals(PARSED, read(berlin, "20261025031000", "F", "Two fractures.").outcome());
  }

  private Receipt read(MessageReaders readers, String time, String status, String text) {
    String message =
        """
        MSH|^~\\&|RIS|HOSP|RTL|RTL|%1$s||ORU^R01|M%3$s|P|2.5
        PID|1||MRN1^^^HOSP^MR||Testcase^Ada||19700203|F
        OBR|1|P1|F1|XRW^XR WRIST|||20261024080000|||||||||||A1||||%1$s||DX|%2$s
        OBX|1|TX|&GDT||%4$s||||||F
        """
            .formatted(time, status, ++sent, text)
            .replace('\n', '\r');
    return journal
        .inbox()
        .receive(
            SampleMessages.message(
                "HOSP",
                "m" + sent,
                readers.hl7().disposition(message.getBytes(StandardCharsets.UTF_8))));
  }
}
