package org.radiologytrust.lab.checks;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.lab.synth.RandomDraw;
import org.radiologytrust.model.Sex;

/** Seeds errors of a kind into messages. */
final class Seeder {
  /** Messages that are tried for one wording. */
  private static final int TRIES = 2_000;

  private final List<Message> reports;
  private final List<Message> invented;
  private final StudyWords studies;
  private final PatientWords patients;
  private final Changer changer;
  private final Clashes clashes;
  private final long seed;

  /**
   * @param reports messages of the measured reports
   * @param invented messages for wordings that none of the reports suits
   */
  Seeder(
      List<Message> reports,
      List<Message> invented,
      StudyWords studies,
      PatientWords patients,
      Clashes clashes,
      long seed) {
    this.reports = reports;
    this.invented = invented;
    this.studies = studies;
    this.patients = patients;
    this.changer = new Changer(studies);
    this.clashes = clashes;
    this.seed = seed;
  }

  /**
   * A message with an error, and its twin.
   *
   * @param wording number of the wording, from 1
   * @param source the message from which both were made
   * @param said the words that were added or changed
   */
  record Pair(int wording, Message source, Message error, Message twin, List<String> said) {}

  /**
   * So many errors of a kind, with its wordings in turn, in an order that is drawn. Fewer if none
   * of its wordings suits a report.
   */
  List<Pair> seed(Kind kind, int count) {
    List<Integer> wordings = drawn(kind);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // a wording that suits no report leaves its turn to the next
      for (int k = 0; k < wordings.size(); k++) {
        int number = wordings.get((i + k) % wordings.size());
        Optional<Pair> pair = pair(kind, number, i);
        if (pair.isPresent()) {
          pairs.add(pair.get());
          break;
        }
      }
    }
    return pairs;
  }

  /** The numbers of the wordings, from 0. */
  private List<Integer> drawn(Kind kind) {
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < kind.words().wordings().size(); i++) {
      left.add(i);
    }
    RandomDraw draw = new RandomDraw(seed, kind.id().hashCode());
    List<Integer> drawn = new ArrayList<>();
    while (!left.isEmpty()) {
      drawn.add(left.remove(draw.below(left.size())));
    }
    return drawn;
  }

  private Optional<Pair> pair(Kind kind, int number, int index) {
    Wording wording = kind.words().wordings().get(number);
    for (List<Message> pool : List.of(reports, invented)) {
      if (pool.isEmpty()) {
        continue;
      }
      RandomDraw draw = new RandomDraw(seed, kind.id().hashCode(), number, index);
      int start = draw.below(pool.size());
      for (int i = 0; i < Math.min(TRIES, pool.size()); i++) {
        Message source = pool.get((start + i) % pool.size());
        if (suits(wording, source)) {
          Optional<Pair> pair = pair(kind, number, source, index);
          if (pair.isPresent()) {
            return pair;
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Whether a wording can be seeded into a report of this examination and patient. */
  static boolean suits(Wording w, Message m) {
    Exam exam = m.exam();
    return (w.parts().isEmpty()
            || exam.parts().size() == 1 && w.parts().contains(exam.parts().get(0)))
        && (w.modalities().isEmpty() || w.modalities().contains(exam.modality()))
        && (!w.namesExam() || exam.known())
        && (!w.sided() || exam.oneSided())
        && (!w.neutral() || !m.subject().named())
        && (w.sex() == null || !m.subject().named() || m.subject().code().equals(w.sex()));
  }

  private Optional<Pair> pair(Kind kind, int number, Message source, int index) {
    Wording wording = kind.words().wordings().get(number);
    long[] key = {seed, kind.id().hashCode(), number, index, source.id().hashCode()};
    Message base = source;
    if (wording.sex() != null && !source.subject().named()) {
      base = base.with(base.subject().withSex(wording.sex().equals("F") ? Sex.FEMALE : Sex.MALE));
    }
    base = changer.fields(base, source.exam(), wording.both(), new RandomDraw(key));
    LocalDate before = base.study().minusDays(Message.BEFORE);
    Slots slots =
        new Slots(kind, base, before, source.exam(), studies, patients, new RandomDraw(key));
    if (lacks(wording.has(), slots, source)
        || has(wording.avoid(), slots, source)
        || has(kind.words().avoid(), slots, source)) {
      return Optional.empty();
    }
    List<String> said = new ArrayList<>();
    Optional<ReportText> shared = text(base.text(), wording.both(), slots, key, said);
    List<String> twinSaid = new ArrayList<>(said);
    Optional<ReportText> twinText =
        shared.flatMap(t -> text(t, wording.twin(), slots, key, twinSaid));
    Optional<ReportText> errorText =
        shared.flatMap(t -> text(t, wording.error(), slots, key, said));
    if (twinText.isEmpty() || errorText.isEmpty() || clashes.in(twinSaid, twinText.get().text())) {
      return Optional.empty();
    }
    Optional<ReportText> earlier = earlier(base.text(), wording.earlier(), slots, key);
    if (wording.earlier() != null) {
      if (earlier.isEmpty()) {
        return Optional.empty();
      }
      base = base.behind(earlier.get());
    }
    Message twin = message(base, source.exam(), wording.twin(), twinText.get(), slots, key);
    Message error = message(base, source.exam(), wording.error(), errorText.get(), slots, key);
    boolean differ =
        !error.text().text().equals(twin.text().text())
            || !error.fields(studies).equals(twin.fields(studies));
    return differ
        ? Optional.of(new Pair(number + 1, source, error, twin, List.copyOf(said)))
        : Optional.empty();
  }

  /** The words of the earlier report are in no other; empty for none. */
  private Optional<ReportText> earlier(
      ReportText text, @Nullable Change change, Slots slots, long[] key) {
    return change == null ? Optional.empty() : text(text, change, slots, key, new ArrayList<>());
  }

  private Message message(
      Message base, Exam examined, Change change, ReportText text, Slots slots, long[] key) {
    Message changed = changer.fields(base, examined, change, new RandomDraw(key)).with(text);
    Exam exam = changed.exam();
    return changed.with(exam.withWords(slots.fill(exam.words())));
  }

  private Optional<ReportText> text(
      ReportText text, Change change, Slots slots, long[] key, List<String> said) {
    return changer.text(text, change, slots, new RandomDraw(key), said);
  }

  private static boolean has(@Nullable String pattern, Slots slots, Message message) {
    return pattern != null
        && Pattern.compile(slots.fill(pattern), Pattern.CASE_INSENSITIVE | Pattern.MULTILINE)
            .matcher(message.text().text())
            .find();
  }

  private static boolean lacks(@Nullable String pattern, Slots slots, Message message) {
    return pattern != null && !has(pattern, slots, message);
  }
}
