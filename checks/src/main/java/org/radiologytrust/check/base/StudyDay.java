package org.radiologytrust.check.base;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportField;
import org.radiologytrust.model.Study;

/**
 * The day of the study. The zone of a time is not known, so that it can be one of several days.
 *
 * @param first the first day that it can be
 * @param last the last day that it can be
 */
public record StudyDay(LocalDate first, LocalDate last, Evidence evidence) {
  /** In this zone a day ends first. */
  private static final ZoneOffset FIRST_ZONE = ZoneOffset.ofHours(-12);

  /** In this one it ends last. */
  private static final ZoneOffset LAST_ZONE = ZoneOffset.ofHours(14);

  /** When it was studied, else when the report was released; {@code null} if neither is known. */
  public static @Nullable StudyDay of(Audit c) {
    StudyDay studied = studied(c);
    Report report = c.report();
    return studied != null || report.issued() == null
        ? studied
        : of(report, ReportField.RELEASE_DATE, report.issued());
  }

  /** The same without the day of the release, which can be later. */
  public static @Nullable StudyDay studied(Audit c) {
    Report report = c.report();
    if (report.effective() != null) {
      return of(report, ReportField.STUDY_DATE, report.effective());
    }
    LocalDate tagged =
        c.studies().stream()
            .map(Study::studyDate)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    return tagged == null
        ? null
        : new StudyDay(tagged, tagged, Evidence.field("StudyDate (0008,0020)", tagged.toString()));
  }

  /** The day in the zone in which times are stored. */
  public LocalDate day() {
    return LocalDate.parse(evidence.value());
  }

  private static StudyDay of(Report report, ReportField field, Instant time) {
    LocalDate day = LocalDate.ofInstant(time, ZoneOffset.UTC);
    return new StudyDay(
        LocalDate.ofInstant(time, FIRST_ZONE),
        LocalDate.ofInstant(time, LAST_ZONE),
        Evidence.field(report.source(field), day.toString()));
  }
}
