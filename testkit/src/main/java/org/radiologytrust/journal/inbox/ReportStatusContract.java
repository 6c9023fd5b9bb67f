package org.radiologytrust.journal.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.journal.inbox.Inbox.Outcome.IGNORED;
import static org.radiologytrust.journal.inbox.Inbox.Outcome.PARSED;
import static org.radiologytrust.journal.inbox.Inbox.Outcome.QUARANTINED;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.radiologytrust.cli.audit.MessageReaders;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.JobQueue.Waiting;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.settings.Settings;

/** The statuses of a report's life, in the words of each kind of message, for every store. */
abstract class ReportStatusContract extends OpenedJournal {
  private static final MessageReaders READERS =
      MessageReaders.of(Settings.load(null, Map.of(), Map.of()), SiteFiles.shipped());
  private static final String FIRST = "Fracture of the left radius.";
  private static final String SECOND = "No fracture of the left radius.";
  private static final String ADDED = SECOND + "\n\nADDENDUM:\nNo effusion.";

  /** A stage of a report's life. */
  enum Stage {
    PRELIMINARY("P", "T02", "PA", "preliminary"),
    FINAL("F", "T02", "AU", "final"),
    CORRECTED("C", "T10", "AU", "corrected"),
    ADDENDUM("Addendum", "T06", "AU", "appended"),
    CANCELLED("X", "T11", "CA", "cancelled"),
    IN_ERROR("W", "T11", "CA", "entered-in-error");

    private final String oru;
    private final String event;
    private final String completion;
    private final String fhir;

    Stage(String oru, String event, String completion, String fhir) {
      this.oru = oru;
      this.event = event;
      this.completion = completion;
      this.fhir = fhir;
    }
  }

  /** How the stages are said. */
  enum Words {
    ORU {
      @Override
      Disposition say(Stage stage, String text, int minute, String mrn) {
        boolean lines = stage == Stage.IN_ERROR;
        StringBuilder message = new StringBuilder(msh("ORU^R01", minute));
        message.append(pid(mrn)).append("OBR|1|P1|F1|XRW^XR WRIST|||20260301080000");
        message.append("|||||||||||A1||||").append(time(minute)).append("||DX|");
        message.append(lines ? "" : stage.oru).append('\r');
        for (String line : text.split("\n")) {
          message.append("OBX|1|TX|&GDT||").append(line);
          message.append("||||||").append(lines ? stage.oru : "F").append('\r');
        }
        return READERS.hl7().disposition(bytes(message.toString()));
      }
    },
    MDM {
      @Override
      Disposition say(Stage stage, String text, int minute, String mrn) {
        boolean whole = stage != Stage.ADDENDUM;
        String document = stage.event.equals("T10") ? "DOC2|DOC1" : whole ? "DOC1|" : "DOC3|DOC1";
        StringBuilder message = new StringBuilder(msh("MDM^" + stage.event, minute));
        message.append(pid(mrn)).append("TXA|1|XRW^XR WRIST|TX|20260301080000||");
        message.append(time(minute)).append('|').append(time(minute)).append("|||||");
        message.append(document).append("|P1|F1||").append(stage.completion).append('\r');
        String said = whole ? text : text.substring(text.lastIndexOf('\n') + 1);
        for (String line : said.split("\n")) {
          message.append("OBX|1|TX|&GDT||").append(line).append("||||||F\r");
        }
        return READERS.hl7().disposition(bytes(message.toString()));
      }
    },
    FHIR {
      @Override
      Disposition say(Stage stage, String text, int minute, String mrn) {
        return READERS
            .fhir()
            .read(
                bytes(
                    """
                    {"resourceType": "DiagnosticReport", "status": "%s",
                      "identifier": [{"value": "A1", "type": {"coding": [{
                        "system": "http://terminology.hl7.org/CodeSystem/v2-0203",
                        "code": "ACSN"}]}}],
                      "code": {"coding": [{"system": "http://loinc.org", "code": "36643-5"}]},
                      "subject": {"identifier": {"system": "urn:oid:1.2.3", "value": "%s"}},
                      "issued": "2026-03-01T09:%02d:00Z",
                      "presentedForm": [{"contentType": "text/plain", "data": "%s"}]}
                    """
                        .formatted(
                            stage.fhir,
                            mrn,
                            minute,
                            Base64.getEncoder().encodeToString(bytes(text)))));
      }
    };

    abstract Disposition say(Stage stage, String text, int minute, String mrn);

    private static String msh(String type, int minute) {
      return "MSH|^~\\&|RIS|HOSP|RTL|RTL|" + time(minute) + "||" + type + "|M1|P|2.5\r";
    }

    private static String pid(String mrn) {
      return "PID|1||" + mrn + "^^^HOSP^MR||Testcase^Ada||19700203|F\r";
    }

    private static String time(int minute) {
      return "2026030109%02d00+0000".formatted(minute);
    }

    private static byte[] bytes(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  private int sent;

  /** How many audits the runs of what was sent took back. */
  private int superseded;

  private Outcome send(Words words, Stage stage, String text, int minute, String mrn) {
    Disposition disposition = words.say(stage, text, minute, mrn);
    Inbox.Receipt receipt =
        journal.inbox().receive(SampleMessages.message("HOSP", "m" + ++sent, disposition));
    superseded = 0;
    for (Waiting one : journal.jobs().awaitingImages(clock.instant(), 10)) {
      UUID run = UUID.randomUUID();
      assertTrue(journal.jobs().queue(one.version(), run, List.of(), "", false));
      superseded += journal.jobs().superseded(run).all().size();
      Job job = journal.jobs().claim(Duration.ofMinutes(5)).orElseThrow();
      journal
          .jobs()
          .finish(
              job,
              job.report().status().withdrawn()
                  ? SampleRecords.failed(run, job.report(), "report withdrawn")
                  : SampleRecords.audit(run, job.report(), List.of()),
              JobQueue.Publishing.of("{}", List.of()),
              List.of("fhir"));
      assertTrue(journal.counters().counts().conserved());
    }
    return receipt.outcome();
  }

  private void assertStage(
      Words words, Stage stage, String text, int minute, Outcome outcome, int takenBack) {
    String what = words + " " + stage + " at minute " + minute;
    assertEquals(outcome, send(words, stage, text, minute, "MRN1"), what);
    assertEquals(takenBack, superseded, what + ": audits that are taken back");
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

  private void assertCurrent(ReportStatus status, String text) {
    assertEquals(status, current().status());
    assertEquals(text, current().text());
  }

  @ParameterizedTest
  @EnumSource
  void fromPreliminaryToCancelled(Words words) {
    assertStage(words, Stage.PRELIMINARY, FIRST, 10, PARSED, 0);
    assertCurrent(ReportStatus.PRELIMINARY, FIRST);
    assertStage(words, Stage.FINAL, FIRST, 20, PARSED, 1);
    assertCurrent(ReportStatus.FINAL, FIRST);
    assertStage(words, Stage.PRELIMINARY, SECOND, 15, IGNORED, 0);
    assertCurrent(ReportStatus.FINAL, FIRST);
    assertStage(words, Stage.CORRECTED, SECOND, 30, PARSED, 2);
    assertCurrent(ReportStatus.CORRECTED, SECOND);
    assertStage(words, Stage.ADDENDUM, ADDED, 40, PARSED, 3);
    // an addendum alone does not undo that the report was corrected
    assertCurrent(words == Words.MDM ? ReportStatus.CORRECTED : ReportStatus.APPENDED, ADDED);
    assertStage(words, Stage.CANCELLED, ADDED, 50, PARSED, 4);
    assertTrue(current().status().withdrawn());
    assertStage(words, Stage.FINAL, FIRST, 45, IGNORED, 0);
    assertTrue(current().status().withdrawn());
    assertStage(words, Stage.FINAL, FIRST, 55, PARSED, 5);
    assertCurrent(ReportStatus.FINAL, FIRST);
  }

  @ParameterizedTest
  @EnumSource
  void enteredInErrorAndThenAnotherPatient(Words words) {
    assertStage(words, Stage.FINAL, FIRST, 10, PARSED, 0);
    assertEquals(QUARANTINED, send(words, Stage.FINAL, FIRST, 20, "MRN2"));
    assertStage(words, Stage.IN_ERROR, FIRST, 30, PARSED, 1);
    assertTrue(current().status().withdrawn());
    assertEquals(PARSED, send(words, Stage.FINAL, FIRST, 40, "MRN2"));
    assertEquals(0, superseded, "the other patient's audits are not its own");
  }
}
