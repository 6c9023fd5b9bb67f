package org.radiologytrust.journal.inbox;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.ReportIdentity.Found;
import org.radiologytrust.model.AnsweredOrder;
import org.radiologytrust.model.NumberMatch;
import org.radiologytrust.model.Release;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;

/**
 * Decides what becomes of a report once it is known which stored report it is about: whether it is
 * the current version from now on.
 */
final class VersionRules {
  private static final Verdict TAKEN = new Verdict(Outcome.PARSED, null);
  private static final Verdict BY_STATUS = new Verdict(Outcome.PARSED, ReportRule.BY_STATUS);
  private static final Verdict REPEATED =
      new Verdict(Outcome.DUPLICATE, ReportRule.RECEIVED_BEFORE);
  private static final Verdict OLDER = new Verdict(Outcome.IGNORED, ReportRule.OLDER);

  private static final ReportRule TEXT = ReportRule.TEXT_OF_ANOTHER;

  private final Report report;
  private final Found found;
  private final long came;
  private final String heldFor;
  private final List<Release> wholes;

  /**
   * @param came when its message was received, in milliseconds since 1970
   * @param heldFor the reason for which the message was in quarantine when a person released it;
   *     empty for a new message
   * @param future as in {@link IntakeLimits}
   */
  VersionRules(Report report, Found found, long came, String heldFor, Duration future) {
    this.report = report;
    this.found = found;
    this.came = came;
    this.heldFor = heldFor;
    this.wholes = VersionOrder.releases(found.versions(), future);
  }

  /**
   * What becomes of a report.
   *
   * @param rule why it is refused or left out, or a warning about a report that is taken; {@code
   *     null} if there is nothing to say
   */
  record Verdict(Outcome outcome, @Nullable ReportRule rule) {}

  Verdict decide() {
    Verdict verdict = decided();
    return verdict.outcome == Outcome.PARSED && textIsOfAnother() && !overruled(TEXT)
        ? refused(TEXT)
        : verdict;
  }

  /** Whether its text names another patient; a mistake can always be taken back. */
  boolean textIsOfAnother() {
    return !report.status().withdrawn() && PatientInText.isOfAnother(report);
  }

  private Verdict decided() {
    ReportRule refusal = found.refusal();
    if (refusal != null && !overruled(refusal)) {
      return refused(refusal);
    }
    if (report.addendum() && report.status().withdrawn()) {
      return refused(ReportRule.ADDENDUM_WITHDRAWN);
    }
    if (found.versions().isEmpty()) {
      return TAKEN;
    }
    return report.addendum() ? addendum() : whole();
  }

  private static Verdict refused(ReportRule rule) {
    return new Verdict(Outcome.QUARANTINED, rule);
  }

  /** Refused, unless a person who read this reason has released the message. */
  private Verdict held(ReportRule rule) {
    return overruled(rule) ? TAKEN : refused(rule);
  }

  private boolean overruled(ReportRule rule) {
    return rule.releasable() && heldFor.contains(rule.words);
  }

  private Report current() {
    return found.versions().get(0).report();
  }

  private VersionOrder order() {
    return wholes.isEmpty()
        ? VersionOrder.UNDECIDED
        : VersionOrder.of(new Release(report.status(), report.issued(), report.future()), wholes);
  }

  /** An addendum is never too old: it adds what the current version does not say. */
  private Verdict addendum() {
    if (current().status().withdrawn()) {
      return refused(ReportRule.ADDS_TO_WITHDRAWN);
    }
    if (AddendumMerge.contains(current().text(), report.text())) {
      return REPEATED;
    }
    VersionOrder order = order();
    // a whole report has replaced it since
    boolean earlier =
        order != VersionOrder.NEWER
            && found.versions().stream()
                .anyMatch(v -> new AddendumMerge(v.report(), "").adds(report.text()));
    if (!earlier) {
      return TAKEN;
    }
    return order == VersionOrder.OLDER ? REPEATED : held(ReportRule.ORDER_UNKNOWN);
  }

  private Verdict whole() {
    VersionOrder order = order();
    if (RepeatedReport.isKnown(found.versions(), report)) {
      return REPEATED;
    }
    // of addenda alone, and of the words of a draft that somebody signs, nothing is older
    if (wholes.isEmpty() || current().saysTheSameAs(report)) {
      return TAKEN;
    }
    Verdict verdict =
        switch (order) {
          case NEWER -> TAKEN;
          case OLDER -> older();
          case UNDECIDED -> undecided();
          case UNKNOWN -> unknown();
        };
    if (verdict.outcome != Outcome.PARSED) {
      return verdict;
    }
    // who released it as the newer version has said that it replaces the stored one
    boolean replaces = overruled(ReportRule.ORDER_UNKNOWN) || overruled(ReportRule.PART_OF_ORDERS);
    if (isDoubtful() && !replaces && !overruled(ReportRule.NUMBER_ALONE)) {
      return refused(ReportRule.NUMBER_ALONE);
    }
    return answersPart() && !replaces ? refused(ReportRule.PART_OF_ORDERS) : verdict;
  }

  /** Whether it may be another examination's under the same accession number. */
  private boolean isDoubtful() {
    return found.doubtful()
        && !current().status().withdrawn()
        && !report.status().corrects()
        && report.status().stage() <= current().status().stage();
  }

  /** Whether the words of orders that it does not answer would be lost. */
  private boolean answersPart() {
    List<AnsweredOrder> told =
        current().orders().stream().filter(answered -> answered.text() != null).toList();
    Set<AnsweredOrder> answered =
        told.stream().filter(this::isAnswered).collect(Collectors.toSet());
    return !answered.isEmpty()
        && told.stream()
            .anyMatch(
                one -> answered.stream().noneMatch(a -> Objects.equals(a.text(), one.text())));
  }

  private boolean isAnswered(AnsweredOrder one) {
    return NumberMatch.fillers(report).contains(one.order().fillerOrderNumber())
        || NumberMatch.placers(report).contains(one.order().placerOrderNumber());
  }

  private ReportStatus stored() {
    return wholes.get(0).status();
  }

  private boolean isFurther() {
    return report.status().stage() > stored().stage();
  }

  private boolean isEarlierStage() {
    return report.status().stage() < stored().stage();
  }

  private boolean isSameStage() {
    return report.status().stage() == stored().stage();
  }

  private boolean hasOtherWords() {
    return !Report.fingerprint(new AddendumMerge(current(), "").original())
        .equals(report.fingerprint());
  }

  /** Whether an earlier version had words and status. A report may be withdrawn more than once. */
  private boolean isEarlier() {
    return !report.status().withdrawn() && RepeatedReport.isEarlier(found.versions(), report);
  }

  private Verdict older() {
    if (!isEarlierStage() && isEarlier()) {
      return REPEATED;
    }
    if (isFurther()) {
      // the final of a preliminary comes later, whatever the clocks say
      return stored().stage() < ReportStatus.FINAL.stage() ? TAKEN : BY_STATUS;
    }
    if (isEarlierStage() || report.status().withdrawn() || !hasOtherWords()) {
      return OLDER;
    }
    return isReleasedForOther() ? OLDER : held(ReportRule.ORDER_UNKNOWN);
  }

  /** Whether a person has released it, but for another reason. */
  private boolean isReleasedForOther() {
    return !heldFor.isEmpty() && !overruled(ReportRule.ORDER_UNKNOWN);
  }

  /** The status decides, then the order of receipt. */
  private Verdict undecided() {
    boolean preliminary = report.status().stage() < ReportStatus.FINAL.stage();
    if (isEarlierStage() && preliminary) {
      return OLDER;
    }
    if (isEarlierStage() || isEarlier()) {
      return held(ReportRule.ORDER_UNKNOWN);
    }
    return isSameStage() && came < found.versions().get(0).came() ? OLDER : TAKEN;
  }

  private Verdict unknown() {
    boolean withdrawn = stored().withdrawn();
    if (withdrawn && report.status().withdrawn()) {
      return OLDER;
    }
    boolean says = isFurther() || report.status().corrects() && !withdrawn;
    return says && !isEarlier() || isSameStage() && !hasOtherWords()
        ? BY_STATUS
        : held(ReportRule.ORDER_UNKNOWN);
  }
}
