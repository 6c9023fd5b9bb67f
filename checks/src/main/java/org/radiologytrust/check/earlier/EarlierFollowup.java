package org.radiologytrust.check.earlier;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.check.base.StudyDay;
import org.radiologytrust.check.exam.ExaminationKinds.Kind;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.EarlierReading;
import org.radiologytrust.text.mentions.Recommendation;
import org.radiologytrust.text.mentions.RecommendationReader;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.WordTokens;

/**
 * {@code earlier-followup}: an earlier report on the same part of the body recommends an
 * examination at a time that is long past, no such examination is known since, and this report does
 * not mention it.
 */
final class EarlierFollowup extends KindCheck {
  static final String ID = "earlier-followup";

  /** A follow-up may be late by this part of its interval ... */
  private static final int PART = 2;

  /** ... and always by so many days. */
  private static final int LATE = 30;

  /** A longer time is no interval of a follow-up, in days. */
  private static final int LONGEST = 1_000;

  private final EarlierWords words;
  private final EarlierStudies studies;
  private final RecommendationReader recommendations;

  EarlierFollowup(
      EarlierWords words, EarlierStudies studies, RecommendationReader recommendations) {
    this.words = words;
    this.studies = studies;
    this.recommendations = recommendations;
  }

  @Override
  public String id() {
    return ID;
  }

  /** It flags what the report does not say. */
  @Override
  public Set<CheckInput> needs() {
    return Set.of(CheckInput.EARLIER, CheckInput.STUDY_DATE, CheckInput.WHOLE_TEXT);
  }

  @Override
  public Set<CheckInput> reads() {
    return Set.of(
        CheckInput.EARLIER,
        CheckInput.STUDY_DATE,
        CheckInput.WHOLE_TEXT,
        CheckInput.PROCEDURE,
        CheckInput.IMAGES);
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    StudyDay study = StudyDay.of(c);
    LocalDate day = study == null ? null : study.day();
    Optional<SentenceReading> conclusion = conclusion(r);
    if (day == null || conclusion.isEmpty()) {
      return r.silent("the report states nothing");
    }
    if (mentions(r)) {
      return r.silent("the report speaks of a further examination or of a follow-up");
    }
    Kind own = studies.kind(c);
    List<EarlierReading> same =
        studies.before(c, r).stream().filter(e -> studies.overlap(own, studies.kind(e))).toList();
    for (EarlierReading e : same) {
      List<Recommendation> recommended = recommendations.read(e.reading());
      for (Recommendation one : recommended) {
        if (overdue(one, e, day) && !done(one, e, own, same)) {
          return List.of(result(conclusion.get(), e, one));
        }
      }
      if (!recommended.isEmpty()) {
        // an older recommendation may be replaced by this one
        break;
      }
    }
    return List.of();
  }

  /** The last sentence of the impression, or else of the statements. */
  private static Optional<SentenceReading> conclusion(ReportReading r) {
    List<SentenceReading> impression = r.of(Section.IMPRESSION);
    List<SentenceReading> all = impression.isEmpty() ? r.stated() : impression;
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  private boolean mentions(ReportReading r) {
    return r.sentences().stream()
        .anyMatch(s -> recommendations.asked(s).isPresent() || words.followUp().anyIn(s.words()));
  }

  private boolean overdue(Recommendation one, EarlierReading e, LocalDate day) {
    Evidence interval = one.interval();
    boolean plain = one.followUp() && one.modality() != null && one.condition() == null;
    OptionalInt days =
        plain && interval != null ? days(WordTokens.of(interval.value())) : OptionalInt.empty();
    return days.isPresent()
        && e.earlier()
            .studied()
            .plusDays(days.getAsInt() + Math.max(LATE, days.getAsInt() / PART))
            .isBefore(day);
  }

  /** The longest time that words such as "3-6 months" can mean. */
  private OptionalInt days(WordTokens t) {
    if (t.size() < 2) {
      return OptionalInt.empty();
    }
    Integer unit = words.days().get(t.word(t.size() - 1));
    String amount = t.word(t.size() - 2);
    Integer count =
        amount.matches("\\d{1,3}") ? Integer.valueOf(amount) : words.counts().get(amount);
    boolean known = unit != null && count != null && unit * count <= LONGEST;
    return known ? OptionalInt.of(unit * count) : OptionalInt.empty();
  }

  /** Whether this examination or one since then is of the kind that was recommended. */
  private boolean done(Recommendation one, EarlierReading e, Kind own, List<EarlierReading> same) {
    Set<String> modalities = studies.modalities(one.modality().value());
    return modalities.isEmpty()
        || Stream.concat(
                Stream.of(own),
                same.stream()
                    .filter(other -> other.earlier().studied().isAfter(e.earlier().studied()))
                    .map(studies::kind))
            .anyMatch(kind -> kind.modalities().stream().anyMatch(modalities::contains));
  }

  private static CheckResult result(
      SentenceReading conclusion, EarlierReading e, Recommendation one) {
    return new CheckResult(
        ID,
        Label.UNCERTAIN,
        Evidence.of(conclusion.sentence()),
        e.evidence(one.sentence()),
        "An earlier report recommends an examination that is overdue, and no report of it is known:"
            + " say whether it was done, or recommend it again.");
  }
}
