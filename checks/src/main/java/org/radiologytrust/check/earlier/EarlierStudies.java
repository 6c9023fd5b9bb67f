package org.radiologytrust.check.earlier;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.check.base.StudyDay;
import org.radiologytrust.check.exam.ExaminationKinds;
import org.radiologytrust.check.exam.ExaminationKinds.Kind;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Report;
import org.radiologytrust.text.mentions.EarlierReading;
import org.radiologytrust.text.mentions.ReportReading;

/** Chooses the earlier reports with which a report can be compared. Thread-safe. */
final class EarlierStudies {
  /** What each check that reads them needs. */
  static final Set<CheckInput> NEEDS = Set.of(CheckInput.EARLIER, CheckInput.STUDY_DATE);

  /** What those read that compare with the same part or kind of images. */
  static final Set<CheckInput> READS =
      Set.of(CheckInput.EARLIER, CheckInput.STUDY_DATE, CheckInput.PROCEDURE, CheckInput.IMAGES);

  /** Why a check is silent that has nothing to compare with. */
  static final String NONE = "no earlier report is of the same part and kind of images";

  private final ExaminationKinds kinds;

  EarlierStudies(ExaminationKinds kinds) {
    this.kinds = kinds;
  }

  /**
   * The reports of days before that of the study, newest first. Another part of the same
   * examination is none.
   */
  List<EarlierReading> before(Audit c, ReportReading r) {
    StudyDay study = StudyDay.of(c);
    if (study == null || r.earlier().isEmpty()) {
      return List.of();
    }
    Set<String> own = numbers(c.report());
    return r.earlier().stream()
        .filter(e -> e.earlier().studied() != null)
        .filter(e -> e.earlier().studied().isBefore(study.day()))
        .filter(e -> numbers(e.report()).stream().noneMatch(own::contains))
        .toList();
  }

  private static Set<String> numbers(Report report) {
    Set<String> numbers = new HashSet<>();
    report.answered().forEach(order -> numbers.addAll(order.accessionNumbers()));
    return numbers;
  }

  /** Those of them that show the same part of the body in the same kind of images. */
  List<EarlierReading> comparable(Audit c, ReportReading r) {
    List<EarlierReading> before = before(c, r);
    if (before.isEmpty()) {
      return before;
    }
    Kind own = kind(c);
    return before.stream().filter(e -> kinds.comparable(own, kind(e))).toList();
  }

  /** The newest of {@link #comparable}. */
  Optional<EarlierReading> last(Audit c, ReportReading r) {
    return comparable(c, r).stream().findFirst();
  }

  Kind kind(Audit c) {
    List<String> modalities = c.kinds();
    Order order = c.report().order();
    return kinds.of(order, modalities.size() == 1 ? modalities.get(0) : order.modality());
  }

  Kind kind(EarlierReading e) {
    return e.once(Kind.class, () -> kinds.of(e.report().order(), e.earlier().modality()));
  }

  /** Whether both surely show one part of the body. */
  boolean overlap(Kind a, Kind b) {
    return kinds.overlap(a, b);
  }

  /** The DICOM codes that words for an examination can mean; empty if they name none. */
  Set<String> modalities(String examination) {
    return kinds.of(examination).modalities();
  }
}
