package org.radiologytrust.lab.checks;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.radiologytrust.check.CheckSettings;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.hl7.Hl7Reports;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Report;
import org.radiologytrust.text.sections.Segmenter;

/** Runs the product's own reader, segmenter and checks on messages, without a model. */
final class ProductChecks {
  private final Hl7Reports reader;
  private final Segmenter segmenter;
  private final Checks checks;

  ProductChecks(SiteFiles files, CheckSettings settings) {
    reader = new Hl7Reports("LAB", ZoneOffset.UTC, "UNICODE UTF-8", Map.of(), files);
    segmenter = new Segmenter(files);
    checks = new Checks(files, settings);
  }

  /**
   * The report of a message.
   *
   * @throws IllegalStateException if the message that the laboratory made is refused
   */
  Report report(byte[] hl7) {
    Inbox.Disposition read = reader.disposition(hl7);
    if (read instanceof Inbox.Parsed parsed) {
      return parsed.first();
    }
    throw new IllegalStateException("the product refuses a message of the laboratory");
  }

  private static EarlierReport earlier(Report report) {
    // all messages of the laboratory have one number, and parts of one examination share theirs
    Report other =
        report.toBuilder().order(report.order().withAccessionNumbers(List.of("earlier"))).build();
    LocalDate studied =
        other.effective() == null ? null : LocalDate.ofInstant(other.effective(), ZoneOffset.UTC);
    return EarlierReport.of("earlier", studied, other);
  }

  /** The flags of a report, in the order of the checks. */
  List<CheckResult> flags(Report report, List<Instance> images, Optional<Report> earlier) {
    Audit audit =
        Audit.of(report.correlationId(), report)
            .instances(images)
            .earlier(earlier.map(ProductChecks::earlier).stream().toList())
            .build();
    return checks.check(segmenter.segment(audit)).checks();
  }
}
