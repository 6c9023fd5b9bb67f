package org.radiologytrust.ingest.hl7.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.radiologytrust.ingest.RadiologyCodes;
import org.radiologytrust.ingest.hl7.mapping.Rule;
import org.radiologytrust.ingest.hl7.message.OrderGroup;
import org.radiologytrust.ingest.hl7.message.OrderGroup.Observation;
import org.radiologytrust.ingest.hl7.message.Segment;
import org.radiologytrust.model.ReportStatus;

/**
 * Reads the status of a report from the fields of the mapping: OBR-25, otherwise OBX-11 of its
 * lines, otherwise ORC-5.
 */
final class StatusReader {
  /** If lines differ, the first of these that occurs: the least final status comes first. */
  private static final List<ReportStatus> LEAST_FINAL_FIRST =
      List.of(
          ReportStatus.REGISTERED,
          ReportStatus.PARTIAL,
          ReportStatus.PRELIMINARY,
          ReportStatus.CORRECTED,
          ReportStatus.AMENDED,
          ReportStatus.APPENDED,
          ReportStatus.FINAL);

  private final Reading reading;
  private final RadiologyCodes codes;
  private final boolean asksLines;

  StatusReader(Reading reading) {
    this.reading = reading;
    this.codes = reading.codes();
    this.asksLines = reading.mapping().statuses().fields().stream().anyMatch(StatusReader::ofLines);
  }

  /** Whether a rule stands for the status of all lines. */
  private static boolean ofLines(Rule rule) {
    return rule.path().text().equals("OBX-11");
  }

  /**
   * Reads the status of an order.
   *
   * @param lines its OBX with text or documents, including retracted ones
   */
  ReportStatus status(OrderGroup group, List<Observation> lines) {
    List<ReportStatus> observed = new ArrayList<>();
    boolean allRetracted = true;
    for (Observation line : asksLines ? lines : List.<Observation>of()) {
      Optional<ReportStatus> status = status("OBX-11", line.obx().value(11, 1));
      status.ifPresent(observed::add);
      status.ifPresent(s -> traced(line.obx(), s));
      allRetracted &= line.isBlank() || status.filter(ReportStatus::withdrawn).isPresent();
    }
    allRetracted &= observed.stream().anyMatch(ReportStatus::withdrawn);
    ReportStatus retracted = retracted(observed);
    for (Rule rule : reading.mapping().statuses().fields()) {
      Optional<ReportStatus> result =
          !ofLines(rule)
              ? status(rule, group)
              : allRetracted ? Optional.of(retracted) : leastFinal(observed);
      if (result.isPresent()) {
        return allRetracted && !result.get().withdrawn()
            ? retracted
            : withLines(result.get(), observed);
      }
    }
    return allRetracted ? retracted : ReportStatus.UNKNOWN;
  }

  /** The status of a report whose lines were all taken back, or have no result (X). */
  private static ReportStatus retracted(List<ReportStatus> observed) {
    return observed.contains(ReportStatus.CANCELLED)
        ? ReportStatus.CANCELLED
        : ReportStatus.ENTERED_IN_ERROR;
  }

  private void traced(Segment line, ReportStatus status) {
    String where =
        reading.mapping().statuses().fields().stream()
            .filter(StatusReader::ofLines)
            .map(Rule::where)
            .findFirst()
            .orElseThrow();
    String as = "status " + status.code() + " of the line";
    reading.trace().used(line, "OBX-11", as, where, line.value(11, 1));
  }

  /** The status of a field; a final report with corrected lines is a corrected one. */
  private static ReportStatus withLines(ReportStatus result, List<ReportStatus> observed) {
    boolean corrected = result == ReportStatus.FINAL && observed.contains(ReportStatus.CORRECTED);
    return corrected ? ReportStatus.CORRECTED : result;
  }

  private Optional<ReportStatus> status(Rule rule, OrderGroup group) {
    Reading.Found found =
        Reading.first(
            List.of(rule), group, value -> status(rule.path().place(), value).isPresent());
    if (found == null) {
      return Optional.empty();
    }
    Optional<ReportStatus> status = status(rule.path().place(), found.value());
    reading.used(found, "status " + status.map(ReportStatus::code).orElse(""));
    return status;
  }

  /** The status that a value means in a field. */
  private Optional<ReportStatus> status(String place, String value) {
    ReportStatus own =
        reading.mapping().statuses().words().get(value.strip().toLowerCase(Locale.ROOT));
    if (own != null) {
      return Optional.of(own);
    }
    return switch (place) {
      case "OBX-11" -> codes.observationStatus(value);
      case "ORC-5" -> codes.orderStatus(value);
      default -> codes.resultStatus(value);
    };
  }

  /** The least final status; empty if all are withdrawn or unknown. */
  static Optional<ReportStatus> leastFinal(List<ReportStatus> statuses) {
    return LEAST_FINAL_FIRST.stream().filter(statuses::contains).findFirst();
  }
}
