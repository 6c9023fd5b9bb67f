package org.radiologytrust.lab.checks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.lab.synth.RandomDraw;

/** The reports of which invented patients are made, by what was examined. */
final class ReportPools {
  /** Reports that are drawn until one fits. */
  private static final int DRAWS = 200;

  private record Examination(String modality, List<String> parts, String side) {
    static Examination of(Message m) {
      return new Examination(m.exam().modality(), m.exam().parts(), m.exam().side());
    }
  }

  private final StudyWords studies;
  private final List<Message> reports;
  private final Map<Examination, List<Message>> pools;
  private final Set<Message> silent = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<String, Set<Message>> avoiding = new HashMap<>();

  /**
   * @param messages of all reports; of those whose examination is not known none is used
   */
  ReportPools(List<Message> messages, StudyWords studies) {
    this.studies = studies;
    reports = messages.stream().filter(m -> m.exam().known()).toList();
    pools =
        reports.stream()
            .collect(
                Collectors.groupingBy(Examination::of, LinkedHashMap::new, Collectors.toList()));
    pools.values().removeIf(pool -> pool.size() < 2);
    reports.stream()
        .filter(m -> !m.subject().named() && ReportDates.latest(m.text().text()).isEmpty())
        .forEach(silent::add);
  }

  boolean isEmpty() {
    return pools.isEmpty();
  }

  /**
   * Reports of one examination, at least two: half the time one that is drawn among all reports,
   * half the time one that is drawn among the examinations.
   */
  List<Message> draw(RandomDraw draw) {
    List<List<Message>> all = new ArrayList<>(pools.values());
    List<Message> any = pools.get(Examination.of(draw.pick(reports)));
    return any != null && draw.percent(50) ? any : draw.pick(all);
  }

  /** A report of these that fits and is not used yet. */
  static Optional<Message> one(
      List<Message> from, List<Message> used, RandomDraw draw, Predicate<Message> fits) {
    for (int i = 0; i < DRAWS; i++) {
      Message m = draw.pick(from);
      if (fits.test(m) && used.stream().noneMatch(u -> u.id().equals(m.id()))) {
        return Optional.of(m);
      }
    }
    return Optional.empty();
  }

  /** A report on a part of the body in another region. */
  Optional<Message> elsewhere(
      Exam exam, List<Message> used, RandomDraw draw, Predicate<Message> fits) {
    return one(reports, used, draw, m -> !shareRegion(m.exam(), exam) && fits.test(m));
  }

  /** A report on the same part of the body in another kind of images. */
  Optional<Message> by(
      String modality, Exam exam, List<Message> used, RandomDraw draw, Predicate<Message> fits) {
    List<Message> pool = pools.get(new Examination(modality, exam.parts(), exam.side()));
    return pool == null ? Optional.empty() : one(pool, used, draw, fits);
  }

  private boolean shareRegion(Exam a, Exam b) {
    return a.parts().stream()
        .anyMatch(
            p ->
                b.parts().stream()
                    .anyMatch(q -> studies.part(p).region().equals(studies.part(q).region())));
  }

  /** Whether a report names no date, age or sex, which can differ from those of other reports. */
  boolean fitsLater(Message m) {
    return silent.contains(m);
  }

  /** Whether a report lacks the words that an error of this kind would contradict. */
  boolean avoids(@Nullable String pattern, Message m) {
    return pattern == null || avoiding.computeIfAbsent(pattern, this::without).contains(m);
  }

  private Set<Message> without(String pattern) {
    Pattern words = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    Set<Message> all = Collections.newSetFromMap(new IdentityHashMap<>());
    reports.stream().filter(m -> !words.matcher(m.text().text()).find()).forEach(all::add);
    return all;
  }
}
