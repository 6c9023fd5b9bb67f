package org.radiologytrust.lab.checks;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.lab.synth.RandomDraw;
import org.radiologytrust.model.Sex;

/**
 * The reports of a patient who is being invented. The first report says who the patient is, and
 * keeps its day.
 */
final class PatientDraft {
  /** Fewest and most days between two reports without an event. */
  private static final List<Integer> DAYS = List.of(14, 320);

  private final ReportPools pools;
  private final List<Message> pool;
  private final @Nullable String avoid;
  private final @Nullable Sex sex;
  private final RandomDraw draw;
  private final List<Message> reports = new ArrayList<>();

  /**
   * @param avoid words that reports from the event on must not have
   * @param sex F or M if the event needs it
   */
  PatientDraft(ReportPools pools, @Nullable String avoid, @Nullable String sex, RandomDraw draw) {
    this.pools = pools;
    this.avoid = avoid;
    this.sex = sex == null ? null : sex.equals("F") ? Sex.FEMALE : Sex.MALE;
    this.draw = draw;
    pool = pools.draw(draw);
  }

  /** The examination of which the patient has at least two reports. */
  Exam exam() {
    return pool.get(0).exam();
  }

  /** Adds up to so many reports before the event. */
  void before(int most) {
    for (int i = draw.below(most + 1); i > 0; i--) {
      any(this::fits).ifPresent(m -> add(m, next()));
    }
  }

  /** Adds a report of the examination, on a day behind the others. */
  Optional<Message> first() {
    return same(this::quiet).map(m -> add(m, next()));
  }

  /** Adds a report of the examination, on a later day. */
  Optional<Message> second(LocalDate day, Predicate<Message> suits) {
    return same(m -> quiet(m) && suits.test(m)).map(m -> add(m, day));
  }

  /** Adds a report on the same part of the body in other images. */
  Optional<Message> by(String modality, LocalDate day) {
    return pools.by(modality, exam(), reports, draw, this::quiet).map(m -> add(m, day));
  }

  /** Adds a report on another part of the body. */
  void elsewhere(LocalDate day) {
    pools.elsewhere(exam(), reports, draw, this::quiet).ifPresent(m -> add(m, day));
  }

  /** Adds a report at the end. */
  void last() {
    any(this::quiet).ifPresent(m -> add(m, next()));
  }

  /** The reports in the order of their days. */
  List<Message> reports() {
    return reports.stream().sorted(Comparator.comparing(Message::study)).toList();
  }

  private Optional<Message> any(Predicate<Message> fits) {
    return draw.percent(60) ? same(fits) : pools.elsewhere(exam(), reports, draw, fits);
  }

  private Optional<Message> same(Predicate<Message> fits) {
    return ReportPools.one(pool, reports, draw, fits);
  }

  /** Whether a report contradicts neither the event nor the patient. */
  private boolean quiet(Message m) {
    return fits(m) && pools.avoids(avoid, m);
  }

  /** Whether a report does not contradict who the patient is. */
  private boolean fits(Message m) {
    return reports.isEmpty() ? sex == null || !m.subject().named() : pools.fitsLater(m);
  }

  /** A day behind all reports; {@code null} without any. */
  private @Nullable LocalDate next() {
    return reports.stream()
        .map(Message::study)
        .max(Comparator.naturalOrder())
        .map(day -> day.plusDays(PatientEvent.between(DAYS, draw)))
        .orElse(null);
  }

  private Message add(Message m, @Nullable LocalDate day) {
    Subject subject =
        reports.isEmpty()
            ? sex == null ? m.subject() : m.subject().withSex(sex)
            : reports.get(0).subject();
    Message added = m.of(subject, day == null ? m.study() : day);
    reports.add(added);
    return added;
  }
}
