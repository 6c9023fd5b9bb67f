package org.radiologytrust.journal.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.inbox.Inbox.ChangedPatient;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Incoming;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.PatientChange;
import org.radiologytrust.journal.inbox.Inbox.Receipt;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;

/** Whatever comes with the mark, by whatever door, is held in quarantine for good. */
@Tag("safety")
class ReservedMarkTest {
  private static final String MARK = "RTL-SENTINEL";
  private static final Instant AT = SampleRecords.ISSUED;
  private static final Identifier ITS = new Identifier(Identifier.UNMAPPED + MARK, "1", "MR");
  private static final Identifier WRITTEN =
      new Identifier(" " + ITS.system().toLowerCase(Locale.ROOT), "1", "");
  private static final Patient OTHER = SampleRecords.patient("MRN1");
  private static final Patient MARKED =
      new Patient(List.of(ITS), "DOE", "JANE", null, OTHER.sex(), "");

  private static Report report(String site) {
    return SampleRecords.report(site, "A1", "MRN1", "No effusion.", ReportStatus.FINAL, AT);
  }

  private static Receipt receive(
      Journal journal, String channel, String site, String key, Disposition disposition) {
    return journal
        .inbox()
        .receive(
            new Incoming(
                channel,
                site,
                key,
                (channel + key).getBytes(StandardCharsets.UTF_8),
                disposition,
                (outcome, reason) -> new byte[0]));
  }

  @Test
  void isRefusedAtEachDoorWhereverItStands() {
    List<Disposition> marked =
        List.of(
            new Parsed(report(MARK)),
            new Parsed(report(" rtl-sentinel")),
            new Parsed(report("HOSP").toBuilder().patient(MARKED).build()),
            new PatientChange(OTHER, List.of(ITS), AT),
            new PatientChange(OTHER, List.of(WRITTEN), AT),
            new PatientChange(MARKED, OTHER.identifiers(), AT),
            new PatientChange(MARKED, List.of(), AT),
            new PatientChange(
                List.of(
                    new ChangedPatient(SampleRecords.patient("A"), List.of()),
                    new ChangedPatient(SampleRecords.patient("B"), List.of(ITS))),
                AT,
                false),
            PatientChange.unlink(OTHER, MARKED, AT, false));
    try (TemporaryJournal temporary = new TemporaryJournal()) {
      Journal journal = temporary.journal();
      int sent = 0;
      for (String channel : List.of("hl7", "fhir", "kafka")) {
        for (Disposition disposition : marked) {
          Receipt receipt = receive(journal, channel, "HOSP", "k" + sent, disposition);
          sent++;
          assertEquals(Outcome.QUARANTINED, receipt.outcome(), channel + " " + sent);
          assertTrue(receipt.reason().contains(MARK + ", which is reserved"), receipt.reason());
        }
        // whatever the message is about
        PatientChange harmless = new PatientChange(OTHER, List.of(), AT);
        assertEquals(Outcome.QUARANTINED, receive(journal, channel, MARK, "s", harmless).outcome());
        sent++;
      }
      String held = journal.messages().quarantined(0, 1).get(0).id();
      assertEquals(
          Outcome.QUARANTINED,
          journal
              .messages()
              .decideAgain(held, marked.get(0), (outcome, reason) -> new byte[0])
              .orElseThrow()
              .outcome(),
          "nobody releases it");
      assertEquals(sent, journal.counters().counts().received(), "each is stored and counted");
      assertEquals(List.of(), journal.jobs().untouched(10), "none becomes a report");
    }
  }

  @Test
  void anotherSiteMayHaveTheWordInItsName() {
    try (TemporaryJournal temporary = new TemporaryJournal()) {
      Parsed parsed = new Parsed(report(MARK + "-2"));
      assertEquals(
          Outcome.PARSED, receive(temporary.journal(), "hl7", MARK + "-2", "k", parsed).outcome());
    }
  }
}
