package org.radiologytrust.learning;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.reviews.LearningCases.Case;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.pipeline.mask.Nameless;
import org.radiologytrust.pipeline.mask.NamelessWords;
import org.radiologytrust.review.Decided;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.ProblemWords;

/** Takes the names out of learning cases. */
public final class NamelessCases {
  /** Dates move back by half a year to five years. */
  private static final int LEAST_DAYS = 180;

  private static final int MOST_DAYS = 1826;

  private final NamelessWords words;
  private final ProblemWords sentences;
  private final RandomGenerator random;

  /**
   * @throws IllegalArgumentException naming the word list that is not valid
   */
  public NamelessCases(SiteFiles files) {
    this(files, new SecureRandom());
  }

  NamelessCases(SiteFiles files, RandomGenerator random) {
    words = NamelessWords.load(files);
    sentences = new ProblemWords(files);
    this.random = random;
  }

  /**
   * The cases of one export, in this order. The dates of one patient move by the same number of
   * days, which is drawn anew each time and is kept nowhere.
   */
  public List<NamelessCase> of(List<Case> cases) {
    Map<String, Integer> days = new HashMap<>();
    List<NamelessCase> all = new ArrayList<>();
    for (Case kept : cases) {
      int by =
          days.computeIfAbsent(
              person(kept.audit().report()), p -> random.nextInt(LEAST_DAYS, MOST_DAYS));
      all.add(of(kept, all.size() + 1, by));
    }
    return all;
  }

  private static String person(Report report) {
    Patient patient = report.patient();
    return patient.identifiers().isEmpty()
        ? String.join("|", patient.familyName(), patient.givenName(), patient.birthDate() + "")
        : patient.identifiers().stream()
            .map(Identifier::value)
            .sorted()
            .collect(Collectors.joining("|", report.site() + "|", ""));
  }

  private NamelessCase of(Case kept, int number, int days) {
    Report report = kept.audit().report();
    Optional<Problem> problem = Decided.of(kept.audit(), List.of()).find(kept.decision().problem());
    String exam = report.order().procedure().display();
    String flag = problem.map(p -> sentences.of(kept.audit(), p)).orElse("");
    String reason = problem.map(Problem::why).orElse("");
    String note = kept.note() == null ? "" : kept.note().words();
    Nameless nameless =
        new Nameless(
            words,
            report,
            List.of(exam, flag, reason, note, report.text()),
            day(report, kept.decision().at()),
            days);
    List<Nameless.Text> texts =
        Stream.of(exam, flag, reason, note, report.text()).map(nameless::of).toList();
    return new NamelessCase(
        kept.id(),
        number,
        Problem.typeOf(kept.decision().problem()),
        report.order().modality(),
        texts.get(0).words(),
        texts.get(1).words(),
        texts.get(2).words(),
        texts.get(3).words(),
        texts.get(4).words(),
        kept.evidenceChanged(),
        List.copyOf(
            texts.stream()
                .flatMap(text -> text.unsure().stream())
                .collect(Collectors.toCollection(TreeSet::new))));
  }

  private static LocalDate day(Report report, Instant decided) {
    Instant at = report.effective() == null ? report.said() : report.effective();
    return (at == null ? decided : at).atZone(ZoneId.systemDefault()).toLocalDate();
  }

  /**
   * The file: one JSON object in a line for each case.
   *
   * @throws IllegalArgumentException if a case may name somebody
   */
  public static byte[] file(List<NamelessCase> cases) {
    if (!cases.stream().allMatch(NamelessCase::sure)) {
      throw new IllegalArgumentException("a case may name somebody");
    }
    return cases.stream()
        .map(one -> StoredJson.write(one) + "\n")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }
}
