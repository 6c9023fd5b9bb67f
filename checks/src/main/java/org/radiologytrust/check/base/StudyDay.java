package org.radiologytrust.check.base;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportField;
import org.radiologytrust.model.Study;

/**
 * The day of the study.
 *
 * @param first the first day that it can be, since the zone of the study is not known
 * @param last the last day that it can be
 */
public record StudyDay(LocalDate first, LocalDate last, Evidence evidence) {
  private static final ZoneOffset FIRST_ZONE = ZoneOffset.ofHours(-12);
  private static final ZoneOffset LAST_ZONE = ZoneOffset.ofHours(14);

  /** When it was studied, else when it was released; empty if neither is known. */
  public static Optional<StudyDay> of(Audit c) {
    Report report = c.report();
    if (report.effective() != null) {
      return Optional.of(of(report, ReportField.STUDY_DATE, report.effective()));
    }
    Optional<StudyDay> tagged =
        c.studies().stream()
            .map(Study::studyDate)
            .filter(Objects::nonNull)
            .findFirst()
            .map(
                day ->
                    new StudyDay(
                        day, day, Evidence.field("StudyDate (0008,0020)", day.toString())));
    return tagged.or(
        () ->
            Stream.ofNullable(report.issued())
                .map(issued -> of(report, ReportField.RELEASE_DATE, issued))
                .findFirst());
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
