package org.radiologytrust.check.earlier;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.check.base.StudyDay;
import org.radiologytrust.check.exam.ExaminationKinds;
import org.radiologytrust.check.exam.ExaminationKinds.Kind;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Report;
import org.radiologytrust.text.mentions.EarlierReading;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.words.WordTokens;

/** Chooses the earlier reports with which a report can be compared. Thread-safe. */
final class EarlierStudies {
  /** What each check that reads them needs. */
  static final Set<CheckInput> NEEDS = Set.of(CheckInput.EARLIER, CheckInput.STUDY_DATE);

  /** What those read that compare with the same part or kind of images. */
  static final Set<CheckInput> READS =
      Set.of(CheckInput.EARLIER, CheckInput.STUDY_DATE, CheckInput.PROCEDURE, CheckInput.IMAGES);

  /** Why a check is silent that has nothing to compare with. */
  static final String NONE = "no earlier report is of the same part and kind of images";

  private final EarlierWords words;
  private final ExaminationKinds kinds;

  EarlierStudies(EarlierWords words, ExaminationKinds kinds) {
    this.words = words;
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

  /**
   * Those of them that show the same part of the body in the same kind of images. Where no order
   * says which kind, the procedures must have the same name.
   */
  List<EarlierReading> comparable(Audit c, ReportReading r) {
    List<EarlierReading> before = before(c, r);
    if (before.isEmpty()) {
      return before;
    }
    Kind own = kind(c);
    return before.stream().filter(e -> comparable(own, kind(e))).toList();
  }

  private boolean comparable(Kind a, Kind b) {
    return kinds.comparable(a, b) || sameProcedure(a, b);
  }

  /**
   * Whether both have the same name, which says what was done otherwise than by a part of the body
   * and a kind of images: "stress test". A part alone can be shown in several.
   */
  private boolean sameProcedure(Kind a, Kind b) {
    return Stream.of(a, b).allMatch(k -> k.modalities().isEmpty() && k.parts().isEmpty())
        && a.name().equals(b.name())
        && kinds.overlap(a, b)
        && !words.anyProcedure().anyIn(WordTokens.of(a.name()));
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
