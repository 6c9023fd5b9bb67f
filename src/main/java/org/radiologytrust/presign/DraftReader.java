package org.radiologytrust.presign;

import java.util.EnumMap;
import java.util.Map;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.RadiologyCodes;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportField;
import org.radiologytrust.text.sections.Segmenter;

/** Reads what a report that is still open says of itself: its order by its name, its sections. */
public final class DraftReader {
  private final RadiologyCodes codes;
  private final Segmenter segmenter;

  /**
   * @throws IllegalArgumentException if a list is missing or not valid; the message says where
   */
  public DraftReader(SiteFiles files, Segmenter segmenter) {
    codes = RadiologyCodes.load(files);
    this.segmenter = segmenter;
  }

  /** Doors differ in what they can say of an order: all read its name as messages are read. */
  Report completed(Report report) {
    Order order = report.order();
    Map<ReportField, String> sources = new EnumMap<>(ReportField.class);
    sources.putAll(report.sources());
    // what is read from the name is shown as the name
    String name = report.source(ReportField.PROCEDURE);
    if (order.modality().isEmpty()) {
      sources.put(ReportField.MODALITY, name);
    }
    if (order.laterality().isEmpty()) {
      sources.put(ReportField.LATERALITY, name);
    }
    return report.toBuilder().order(codes.completed(order)).sources(sources).build();
  }

  /** The same of an earlier report. */
  EarlierReport completed(EarlierReport earlier) {
    Report report = earlier.report();
    return report == null
        ? earlier
        : EarlierReport.of(earlier.id(), earlier.studied(), completed(report));
  }

  Audit sections(Audit audit) {
    return segmenter.segment(audit);
  }
}
