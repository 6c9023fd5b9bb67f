package org.radiologytrust.model;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** Small valid records for tests. */
public final class SampleRecords {
  public static final Instant ISSUED = Instant.parse("2026-11-24T10:00:00Z");

  private SampleRecords() {}

  public static Patient patient(String mrn) {
    return new Patient(
        List.of(new Identifier("urn:oid:1.2.3", mrn, "MR")),
        "Doe",
        "Jane",
        LocalDate.of(1961, 2, 3),
        Sex.FEMALE,
        "");
  }

  public static Report report(
      String site, String accession, String mrn, String text, ReportStatus status, Instant issued) {
    return Report.of(site, accession)
        .patient(patient(mrn))
        .order(
            new Order(
                "P" + accession,
                "F" + accession,
                List.of(accession),
                List.of(),
                new Coding("L", "XR", "XR chest"),
                "DX",
                "CHEST",
                ""))
        .text(text)
        .status(status)
        .issued(issued)
        .effective(issued)
        .build();
  }

  public static Report report(String accession, String text) {
    return report("HOSP", accession, "MRN1", text, ReportStatus.FINAL, ISSUED);
  }

  public static Study study(String uid, String accession, String mrn, Instance... instances) {
    return new Study(
        uid,
        accession,
        patient(mrn),
        LocalDate.of(2026, 11, 24),
        "CHEST",
        true,
        List.of(instances));
  }

  public static Instance instance(String sop) {
    return new Instance(
        sop,
        "1.2.9",
        "1.2.840.10008.5.1.4.1.1.1.1",
        "DX",
        "CHEST",
        "",
        "",
        "PA",
        1,
        1,
        "store-" + sop);
  }

  /** An audit of one supported claim. */
  public static Audit audit(UUID runId, Report report, List<Instance> instances) {
    Claim claim =
        new Claim(
            1,
            1,
            Section.FINDINGS,
            ClaimType.ABSENCE,
            new Span(0, 4),
            report.text().substring(0, 4));
    return Audit.of(runId, report)
        .instances(instances)
        .claims(List.of(claim))
        .verdicts(
            List.of(
                new Verdict(
                    1,
                    Label.SUPPORTED,
                    0.9,
                    ConfidenceBasis.SELF_REPORTED,
                    Verdict.Basis.MODEL_WITH_IMAGE,
                    List.of("seen"),
                    List.of())))
        .score(new Score(100, 1, 1, 0, 0, 0))
        .outcome(AuditOutcome.AUDITED)
        .started(ISSUED)
        .ended(ISSUED.plusSeconds(3))
        .engineVersion("0.1.0")
        .build();
  }

  /** An audit of one claim that a check flagged and no model assessed. */
  public static Audit checkedOnly(UUID runId, Report report) {
    return audit(runId, report, List.of()).toBuilder()
        .verdicts(
            List.of(
                Verdict.byRule(
                    1,
                    Label.NEEDS_REVIEW,
                    Verdict.Basis.CHECK,
                    List.of("Check the side."),
                    List.of())))
        .score(new Score(null, 1, 0, 0, 1, 0))
        .outcome(AuditOutcome.CHECKED_ONLY)
        .note("No model was asked.")
        .build();
  }

  /** Another patient than {@link #patient}: another name, birth date and number. */
  public static Patient otherPatient() {
    return new Patient(
        List.of(new Identifier("urn:oid:1.2.3", "MRN9", "MR")),
        "Roe",
        "Ann",
        LocalDate.of(1966, 7, 8),
        Sex.FEMALE,
        "");
  }

  /** What is seen where a study with the report's number is of {@link #otherPatient}. */
  public static OtherPatient mismatch(Report report) {
    Study study = study("1.2", report.order().accessionNumber(), "MRN9", instance("1.2.3"));
    return OtherPatient.of(
        report.patient(), List.of(OtherStudy.of(study.of(otherPatient()), ISSUED)));
  }

  /** An audit of one claim that a check flagged, whose images are of {@link #otherPatient}. */
  public static Audit imagesRefused(UUID runId, Report report) {
    return checkedOnly(runId, report).toBuilder()
        .otherPatient(mismatch(report))
        .failed("wrong patient: PatientID (0010,0020) differs", false)
        .build();
  }

  /** An audit that failed. */
  public static Audit failed(UUID runId, Report report, String reason) {
    Instant at = ISSUED.plusSeconds(3);
    return Audit.of(runId, report)
        .failed(reason, false)
        .started(at)
        .ended(at)
        .engineVersion("0.1.0")
        .build();
  }
}
