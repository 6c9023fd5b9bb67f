package org.radiologytrust.pipeline;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.radiologytrust.images.PatientStudies;
import org.radiologytrust.images.SameKind;
import org.radiologytrust.model.PatientMatch;
import org.radiologytrust.model.PriorStudy;
import org.radiologytrust.model.PriorStudy.NotShown;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;
import org.radiologytrust.pipeline.words.ComparingClaims;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the earlier studies that a model is shown for claims that compare: of the same part of
 * the body in the same kind of images, and of a patient with the same number, name and birth date.
 * More is asked of them than of the studies that a report names: a number alone links them.
 */
final class PriorChoice {
  private static final Logger LOG = LoggerFactory.getLogger(PriorChoice.class);

  private static final Comparator<Study> OLDEST_FIRST =
      Comparator.comparing(Study::studyDate)
          .thenComparing(Study::studyTime, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Study::studyInstanceUid);

  private final PatientStudies studies;
  private final SameKind kinds;
  private final ComparingClaims comparing;
  private final int most;

  /**
   * @param most how many are shown; 0 to look for none
   */
  PriorChoice(PatientStudies studies, SameKind kinds, ComparingClaims comparing, int most) {
    this.studies = studies;
    this.kinds = kinds;
    this.comparing = comparing;
    this.most = most;
  }

  /**
   * What was chosen.
   *
   * @param shown the earlier first
   * @param left studies that could have been shown, and were not
   */
  record Chosen(List<Study> shown, List<PriorStudy> left) {
    static final Chosen NONE = new Chosen(List.of(), List.of());
  }

  /**
   * Chooses for a report, if any of its words compare.
   *
   * @param own the studies of the report
   */
  Chosen of(Report report, List<Study> own) {
    List<Study> dated = own.stream().filter(study -> study.studyDate() != null).toList();
    if (most == 0 || dated.isEmpty() || !comparing.mayCompare(report)) {
      return Chosen.NONE;
    }
    Study first = Collections.min(dated, OLDEST_FIRST);
    List<Study> found;
    try {
      found = studies.until(report, Objects.requireNonNull(first.studyDate()));
    } catch (IOException e) {
      LOG.warn("cannot look up earlier studies: {}", e.getMessage());
      return new Chosen(List.of(), List.of(PriorStudy.notLookedUp()));
    }
    Set<String> uids = own.stream().map(Study::studyInstanceUid).collect(Collectors.toSet());
    List<Study> fit = new ArrayList<>();
    List<PriorStudy> left = new ArrayList<>();
    for (Study study : found) {
      Order order = order(study, first);
      if (order == Order.LATER
          || uids.contains(study.studyInstanceUid())
          || !kinds.isSame(report, own, study)) {
        continue;
      }
      PatientMatch match = PatientMatch.of(report.patient(), study.patient());
      if (match.contradicts()) {
        left.add(PriorStudy.left(study, NotShown.OTHER_PATIENT));
      } else if (!match.isOnePerson() || !report.patient().sharesIdentifier(study.patient())) {
        left.add(PriorStudy.left(study, NotShown.UNSURE_PATIENT));
      } else if (order == Order.UNKNOWN) {
        left.add(PriorStudy.left(study, NotShown.ORDER_UNKNOWN));
      } else if (!study.stable()) {
        left.add(PriorStudy.left(study, NotShown.INCOMPLETE));
      } else {
        fit.add(study);
      }
    }
    fit.sort(OLDEST_FIRST);
    int from = Math.max(0, fit.size() - most);
    fit.subList(0, from).forEach(study -> left.add(PriorStudy.left(study, NotShown.OLDER)));
    return new Chosen(List.copyOf(fit.subList(from, fit.size())), left);
  }

  private enum Order {
    EARLIER,
    LATER,
    UNKNOWN
  }

  /** Of one day, the times tell which is the earlier one. */
  private static Order order(Study other, Study own) {
    LocalDate day = other.studyDate();
    if (day == null) {
      return Order.UNKNOWN;
    }
    int days = day.compareTo(own.studyDate());
    if (days != 0) {
      return days < 0 ? Order.EARLIER : Order.LATER;
    }
    if (other.studyTime() == null || own.studyTime() == null) {
      return Order.UNKNOWN;
    }
    return other.studyTime().isBefore(own.studyTime()) ? Order.EARLIER : Order.LATER;
  }
}
