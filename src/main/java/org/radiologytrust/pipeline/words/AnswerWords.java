package org.radiologytrust.pipeline.words;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.ReportReader;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.mentions.Sides;
import org.radiologytrust.text.words.Terms;

/** Checks what a model writes by its words, which are those of answers.yaml. Thread-safe. */
public final class AnswerWords {
  private static final String FILE = "answers.yaml";
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,]\\d+)*");

  private record Words(Terms image, Terms audit, Terms blank) {}

  private final Words words;
  private final ReportReader reader;
  private final Sides sides;

  /**
   * @throws IllegalArgumentException naming the word list that is not valid
   */
  public AnswerWords(SiteFiles files) {
    words = files.words(FILE, new TypeReference<Words>() {});
    reader = new ReportReader(files);
    sides = new Sides(files);
  }

  /** Whether a text says that an image is blank. */
  public boolean callsBlank(String text) {
    SentenceReading r = read(text);
    return words.blank().in(r.words()).stream()
        .anyMatch(hit -> r.scopes().polarity(hit.first()) == Polarity.AFFIRMED);
  }

  /**
   * Why a proposed wording must not be shown: it says something else than the claim, or something
   * about the audit. Empty if it may be shown.
   */
  public Optional<String> refused(String claim, String wording) {
    SentenceReading told = read(claim);
    SentenceReading said = read(wording);
    if (added(told, said, words.image()) || added(told, said, words.audit())) {
      return Optional.of("it speaks of the images or of the audit");
    }
    if (said.mentions(MentionKind.FINDING).anyMatch(m -> other(told, m, a -> true))) {
      return Optional.of("it names a finding that the claim does not");
    }
    if (said.mentions(MentionKind.FINDING)
        .anyMatch(
            m ->
                m.present() && other(told, m, a -> !a.absent())
                    || m.absent() && other(told, m, a -> !a.present()))) {
      return Optional.of("it denies what the claim says, or says what it denies");
    }
    if (!sides(told).containsAll(sides(said))) {
      return Optional.of("it names a side that the claim does not");
    }
    return numbers(claim).containsAll(numbers(wording))
        ? Optional.empty()
        : Optional.of("it has a number that the claim does not");
  }

  private SentenceReading read(String text) {
    return reader.read(Section.FINDINGS, text);
  }

  private static boolean added(SentenceReading told, SentenceReading said, Terms terms) {
    return terms.anyIn(said.words()) && !terms.anyIn(told.words());
  }

  /** Whether a claim has no such finding of which this holds. */
  private static boolean other(SentenceReading told, Mention said, Predicate<Mention> which) {
    return told.mentions(MentionKind.FINDING)
        .noneMatch(m -> m.family().equals(said.family()) && which.test(m));
  }

  private Set<Side> sides(SentenceReading r) {
    return Arrays.stream(sides.in(r.words())).filter(Objects::nonNull).collect(Collectors.toSet());
  }

  private static Set<String> numbers(String text) {
    return NUMBER.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }
}
