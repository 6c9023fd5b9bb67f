package org.radiologytrust.journal.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.correlate.CorrelateSettings;
import org.radiologytrust.correlate.Correlator;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.inbox.Inbox.PatientChange;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.reviews.Reviews.Publication;
import org.radiologytrust.journal.search.Stories.ReportStory;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Span;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Problems;

/** A journal whose reports are audited, without a model. */
abstract class AuditedReports extends OpenedJournal {
  static final Duration LEASE = Duration.ofMinutes(5);
  static final Patient JANE = SampleRecords.patient("MRN1");
  private static final String ENGINE = "0.1.0";

  /** What each audit has. */
  private static final CheckResult FLAG =
      new CheckResult(
          "order-laterality",
          Label.NEEDS_REVIEW,
          Evidence.of(new Span(0, 4), "Text"),
          Evidence.field("OBR-4", "Left knee"),
          "The order is for the left side, the report names the right.");

  int messages;

  /** Whether images are used. */
  boolean images;

  static Patient patient(String mrn, String given, LocalDate born) {
    return new Patient(
        List.of(new Identifier("urn:oid:1.2.3", mrn, "MR")), "Doe", given, born, Sex.FEMALE, "");
  }

  /** A report whose study was some days before today. */
  static Report.Builder report(String accession, Patient patient, int daysAgo) {
    Instant at = SampleRecords.ISSUED.minus(Duration.ofDays(daysAgo));
    return SampleRecords.report(
            "HOSP", accession, "MRN1", "Text of " + accession, ReportStatus.FINAL, at)
        .toBuilder()
        .patient(patient);
  }

  /** The same report with another text, released now. */
  static Report corrected(String accession, Patient patient, int daysAgo) {
    return report(accession, patient, daysAgo)
        .text("Corrected")
        .status(ReportStatus.CORRECTED)
        .issued(SampleRecords.ISSUED)
        .build();
  }

  void receive(Report report) {
    clock.advance(Duration.ofSeconds(1));
    journal.inbox().receive(SampleMessages.report("k" + ++messages, report));
  }

  /** The surviving number takes the place of the other. */
  void merge(Patient survivor, Patient gone) {
    clock.advance(Duration.ofSeconds(1));
    journal
        .inbox()
        .receive(
            SampleMessages.message(
                "HIS", "m" + ++messages, new PatientChange(survivor, gone.identifiers(), null)));
  }

  void correlate() {
    new Correlator(
            journal,
            steady(),
            new CorrelateSettings(Duration.ZERO, images, images, false, false, false, false),
            ENGINE,
            report -> false)
        .correlate();
  }

  /**
   * Audits all that is to be audited.
   *
   * @return the audits, in their order
   */
  List<Audit> settle() {
    List<Audit> all = new ArrayList<>();
    for (int pass = 0; pass < 20; pass++) {
      clock.advance(Duration.ofSeconds(1));
      correlate();
      Optional<Job> job = journal.jobs().claim(LEASE);
      if (job.isEmpty()) {
        return all;
      }
      for (; job.isPresent(); job = journal.jobs().claim(LEASE)) {
        all.add(finish(job.get()));
      }
    }
    throw new AssertionError("there is always something to audit");
  }

  Audit finish(Job job) {
    Audit.Builder audit =
        (job.refusal().isEmpty()
                ? SampleRecords.checkedOnly(job.runId(), job.report())
                : SampleRecords.failed(job.runId(), job.report(), job.refusal()))
            .toBuilder().checks(List.of(FLAG)).earlier(journal.earlier().of(job));
    Audit made = audit.build();
    assertTrue(
        journal.jobs().finish(job, made, stored -> new Publication("{}", List.of()), List.of()));
    return made;
  }

  static List<String> texts(Audit audit) {
    return audit.earlier().stream()
        .map(earlier -> Objects.requireNonNull(earlier.report()).text())
        .toList();
  }

  static Audit of(String accession, List<Audit> audits) {
    return audits.stream()
        .filter(audit -> audit.report().order().accessionNumber().equals(accession))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  static List<String> audited(List<Audit> audits) {
    return audits.stream().map(audit -> audit.report().order().accessionNumber()).toList();
  }

  ReportStory story(String accession) {
    return journal.lookup().stories().find(accession).reports().get(0);
  }

  /** Decides about the first flag of an audit. */
  Decision decide(Audit audit, Decision.Kind kind, @Nullable Decision newest) {
    clock.advance(Duration.ofSeconds(1));
    Decision decision =
        Decision.of(UUID.randomUUID(), audit.runId(), Problems.of(audit).get(0).key(), kind, "ann")
            .text(kind == Decision.Kind.LEFT ? "As it is." : "")
            .build();
    assertEquals(
        Reviews.Outcome.STORED,
        journal
            .reviews()
            .decide(
                story(audit.report().order().accessionNumber()).id().orElseThrow(),
                decision,
                newest == null ? null : newest.id(),
                (of, decisions, stored) -> new Publication("{}", List.of()),
                List.of()));
    return decision;
  }

  /** The audits of a report whose evidence has changed. */
  Set<UUID> changed(String accession) {
    UUID report = story(accession).id().orElseThrow();
    return journal.reviews().find(report).orElseThrow().evidenceChanged();
  }
}
