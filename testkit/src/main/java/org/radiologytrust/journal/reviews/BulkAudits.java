package org.radiologytrust.journal.reviews;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Span;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.FlagVerdict;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.Problems;

/**
 * Fills a journal with many invented reports and audits, a thousand in one commit. All rows are as
 * the product writes them; only messages, jobs, Bundles and resources are missing.
 */
public final class BulkAudits {
  private static final int BATCH = 1000;
  private static final List<String> SITES = List.of("NORD", "SUED", "WEST", "DEMO");
  private static final List<String> MODALITIES = List.of("CT", "MR", "DX", "US", "MG");
  private static final List<String> PARTS = List.of("CHEST", "HEAD", "ABDOMEN", "KNEE", "SPINE");
  private static final List<String> FAMILIES =
      List.of("Adler", "Berg", "Claus", "Doe", "Eich", "Fuchs", "Graf", "Haas", "Imhof", "Jung");
  private static final List<String> GIVEN = List.of("Ada", "Ben", "Cleo", "Dan", "Eve", "Finn");
  private static final List<String> CHECKS =
      List.of("side-order", "side-images", "sex-organ", "overconfident", "modality-order");
  private static final String TEXT =
      "FINDINGS: The heart is of normal size. The lungs are clear. There is no pleural effusion."
          + " The right knee shows no fracture.\nIMPRESSION: No acute disease.";

  private final Random random = new Random(20);
  private final Instant first;
  private final Instant now;

  private BulkAudits(Instant first, Instant now) {
    this.first = first;
    this.now = now;
  }

  /** Adds so many reports with one audit each; the last was received now. */
  public static void load(Journal journal, int reports) {
    Db db = OpenedJournal.db(journal);
    Instant now = journal.clock().instant();
    BulkAudits bulk = new BulkAudits(now.minusSeconds(60L * reports), now);
    for (int from = 0; from < reports; from += BATCH) {
      int start = from;
      db.write(
          tx -> {
            for (int n = start; n < Math.min(start + BATCH, reports); n++) {
              bulk.add(tx, n);
            }
            return null;
          });
    }
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private void add(Tx tx, int n) throws SQLException {
    Report report = report(n);
    Audit audit = audit(n, report);
    String version = UUID.nameUUIDFromBytes(("v" + n).getBytes()).toString();
    Instant received = first.plusSeconds(60L * n);
    tx.update(
        "insert into report_version (id, site, report_id, seq, fingerprint, status, issued,"
            + " report, state, reason, superseded, images_missing, images_changed, received_at)"
            + " values (?, ?, ?, 1, ?, ?, null, ?, ?, '', 0, 0, 0, ?)",
        version,
        report.site(),
        report.reportId(),
        report.fingerprint(),
        report.status().name(),
        StoredJson.write(report),
        audit.outcome().code(),
        received.toEpochMilli());
    tx.update(
        "insert into audit (run_id, version, site, report_id, ordinal, audit_packed, bundle_packed,"
            + " ended_at) values (?, ?, ?, ?, ?, ?, ?, ?)",
        audit.runId().toString(),
        version,
        report.site(),
        report.reportId(),
        SqlDecisions.nextOrdinal(tx),
        PackedText.of(StoredJson.write(audit)),
        PackedText.of("{}"),
        received.plusSeconds(60).toEpochMilli());
    if (n % 4 == 1) {
      for (Problem problem : Problems.of(audit)) {
        SqlDecisions.insert(
            tx, decision(audit, problem, n, received), "{}", SqlDecisions.nextOrdinal(tx));
      }
    }
    WorklistTable.update(tx, report.site(), report.reportId());
  }

  private Report report(int n) {
    String accession = "A" + (1_000_000 + n);
    String part = one(PARTS);
    String modality = one(MODALITIES);
    return Report.of(one(SITES), accession)
        .patient(
            new Patient(
                List.of(new Identifier("urn:oid:1.2.3", "MRN" + n / 3, "MR")),
                one(FAMILIES) + random.nextInt(1000),
                one(GIVEN),
                null,
                Sex.UNKNOWN,
                ""))
        .order(
            new Order(
                "",
                "",
                List.of(accession),
                List.of(),
                new Coding("L", "P" + part, modality + " " + part),
                modality,
                part,
                ""))
        .text(TEXT)
        .status(n % 50 == 7 ? ReportStatus.CANCELLED : ReportStatus.FINAL)
        .radiologist("Dr. " + one(FAMILIES) + " " + one(GIVEN))
        .build();
  }

  private Audit audit(int n, Report report) {
    UUID run = new UUID(0, n);
    if (n % 50 == 8) {
      return SampleRecords.failed(run, report, "The answer of the model could not be read.");
    }
    Audit audit = SampleRecords.audit(run, report, List.of());
    if (n % 3 == 0) {
      return audit;
    }
    List<CheckResult> checks = new ArrayList<>();
    for (int i = 0; i <= n % 3; i++) {
      Claim claim = audit.claims().get(0);
      checks.add(
          new CheckResult(
              one(CHECKS),
              random.nextBoolean() ? Label.NEEDS_REVIEW : Label.UNCERTAIN,
              Evidence.of(new Span(claim.span().start() + i, claim.span().end() + i), TEXT),
              Evidence.field("OBR-4", report.order().procedure().display()),
              "The report and the order name different things, number " + i + "."));
    }
    return audit.toBuilder().checks(checks).build();
  }

  /** One of five is dismissed; each comes after some minutes, but not after now. */
  private Decision decision(Audit audit, Problem problem, int n, Instant received) {
    boolean dismissed = n % 5 == 0;
    Instant late = received.plusSeconds(90 + 60L * (n % 40));
    return Decision.of(
            UUID.nameUUIDFromBytes((audit.runId() + problem.key()).getBytes()),
            audit.runId(),
            problem.key(),
            dismissed ? Decision.Kind.DISMISS : Decision.Kind.AGREE,
            "reader")
        .reason(dismissed ? "report-right" : "")
        .verdict(dismissed ? FlagVerdict.WRONG : FlagVerdict.RIGHT)
        .at(late.isAfter(now) ? received.plusSeconds(90) : late)
        .build();
  }
}
