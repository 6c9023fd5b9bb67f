package org.radiologytrust.ingest.hl7;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.ingest.RadiologyCodes;
import org.radiologytrust.model.ReportStatus;

/** Reads the status of a report: OBR-25, otherwise OBX-11 of its lines, otherwise ORC-5. */
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

  private final RadiologyCodes codes;

  StatusReader(RadiologyCodes codes) {
    this.codes = codes;
  }

  /**
   * Reads the status of an order.
   *
   * @param lines its OBX with text, including withdrawn ones
   */
  ReportStatus status(OrderGroup group, List<Segment> lines) {
    List<ReportStatus> observed = new ArrayList<>();
    for (Segment line : lines) {
      codes.observationStatus(line.value(11, 1)).ifPresent(observed::add);
    }
    boolean allWithdrawn =
        !lines.isEmpty()
            && observed.size() == lines.size()
            && observed.stream().allMatch(status -> status == ReportStatus.ENTERED_IN_ERROR);
    Optional<ReportStatus> result = codes.resultStatus(group.obr().value(25, 1));
    if (allWithdrawn) {
      return result.filter(ReportStatus::withdrawn).orElse(ReportStatus.ENTERED_IN_ERROR);
    }
    if (result.isPresent()) {
      boolean corrected =
          result.get() == ReportStatus.FINAL && observed.contains(ReportStatus.CORRECTED);
      return corrected ? ReportStatus.CORRECTED : result.get();
    }
    Optional<ReportStatus> least = leastFinal(observed);
    if (least.isPresent()) {
      return least.get();
    }
    if (observed.contains(ReportStatus.CANCELLED)) {
      return ReportStatus.CANCELLED;
    }
    return Optional.ofNullable(group.orc())
        .flatMap(orc -> codes.orderStatus(orc.value(5, 1)))
        .orElse(ReportStatus.UNKNOWN);
  }

  /** The least final status; empty if all are withdrawn or unknown. */
  static Optional<ReportStatus> leastFinal(List<ReportStatus> statuses) {
    return LEAST_FINAL_FIRST.stream().filter(statuses::contains).findFirst();
  }
}
