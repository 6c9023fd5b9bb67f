package org.radiologytrust.lab.checks;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
  private final StudyWords studies;

  ProductChecks(SiteFiles files, CheckSettings settings, StudyWords studies) {
    this.studies = studies;
    reader = new Hl7Reports("LAB", ZoneOffset.UTC, "UNICODE UTF-8", Map.of(), files);
    segmenter = new Segmenter(files);
    checks = new Checks(files, settings);
  }

  /**
   * The report of a message.
   *
   * @throws IllegalStateException if the message that the laboratory made is refused
   */
  Report report(Message message) {
    Inbox.Disposition read = reader.disposition(message.hl7(studies));
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

  /**
   * The flags of a report, in the order of the checks.
   *
   * @param earlier the patient's earlier reports, newest first
   */
  private List<CheckResult> flags(Report report, List<Instance> images, List<Report> earlier) {
    Audit audit =
        Audit.of(report.correlationId(), report)
            .instances(images)
            .earlier(earlier.stream().map(ProductChecks::earlier).toList())
            .build();
    return checks.check(segmenter.segment(audit)).checks();
  }

  /**
   * A message with its flags.
   *
   * @param report as the product reads it
   * @param earlier messages of the patient's earlier reports, newest first
   */
  Checked checked(Report report, Message message, List<Message> earlier) {
    List<Instance> images = message.images() == null ? List.of() : message.images().instances();
    List<String> fields =
        message.fields(studies).entrySet().stream()
            .filter(f -> !f.getValue().isEmpty())
            .map(f -> f.getKey() + ": " + f.getValue())
            .toList();
    List<Report> before = earlier.stream().map(this::report).toList();
    return new Checked(report, fields, flags(report, images, before));
  }

  /** The reports of one patient, oldest first: each behind those before it. */
  List<Checked> checked(List<Message> reports) {
    List<Checked> checked = new ArrayList<>();
    for (int i = 0; i < reports.size(); i++) {
      List<Message> before = new ArrayList<>(reports.subList(0, i));
      Collections.reverse(before);
      checked.add(checked(report(reports.get(i)), reports.get(i), before));
    }
    return checked;
  }
}
