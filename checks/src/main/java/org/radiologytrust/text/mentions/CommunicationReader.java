package org.radiologytrust.text.mentions;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.Window;
import org.radiologytrust.text.words.WordTokens;

/** Finds the sentences that say that somebody was told of a result. Thread-safe. */
public final class CommunicationReader {
  private static final String FILE = "communication.yaml";

  /** How far "with" may be behind "discussion of the findings". */
  private static final int WITH = 8;

  private record Words(
      @MayBeEmpty Terms said,
      @MayBeEmpty Terms to,
      @MayBeEmpty Terms alone,
      @MayBeEmpty Terms discussion,
      @MayBeEmpty Set<String> discussedWith,
      @MayBeEmpty Terms proposed,
      @MayBeEmpty Terms neither,
      @MayBeEmpty Terms who,
      @MayBeEmpty Terms how,
      @MayBeEmpty Terms when,
      @MayBeEmpty Terms readBack,
      @MayBeEmpty Terms what) {}

  private final Words words;

  /**
   * @throws IllegalArgumentException naming the word list that is not valid
   */
  public CommunicationReader(SiteFiles files) {
    words = files.words(FILE, new TypeReference<Words>() {});
  }

  /** The communications of a report, in order of the text. */
  public List<Communication> read(ReportReading r) {
    return sentences(r).map(s -> fields(s.words())).toList();
  }

  /** Whether a report has any. */
  public boolean anyIn(ReportReading r) {
    return sentences(r).findAny().isPresent();
  }

  private Stream<SentenceReading> sentences(ReportReading r) {
    return r.sentences().stream()
        .filter(s -> s.section() != Section.HISTORY && s.section() != Section.REQUEST)
        .filter(s -> s.section() == Section.COMMUNICATION || tells(s.words()));
  }

  /** Whether a sentence says that somebody was told. */
  public boolean tells(WordTokens t) {
    return !words.neither().anyIn(t)
        && (words.alone().anyIn(t)
            || (words.said().anyIn(t) || discussed(t)) && words.to().anyIn(t));
  }

  /** "Discussion of the findings with Dr. A", unless a discussion is only proposed. */
  private boolean discussed(WordTokens t) {
    return words.discussion().in(t).stream()
        .anyMatch(
            h ->
                Window.behind(t, h.last(), WITH).has(words.discussedWith()::contains)
                    && !Window.around(t, h.first(), h.last(), 2 * WITH)
                        .inClause()
                        .has(words.proposed()));
  }

  private Communication fields(WordTokens t) {
    return new Communication(
        Evidence.of(t.sentence()),
        first(words.who(), t),
        toWhom(t),
        Optional.ofNullable(time(t)).orElse(first(words.when(), t)),
        first(words.how(), t),
        first(words.readBack(), t),
        first(words.what(), t));
  }

  private static @Nullable Evidence first(Terms terms, WordTokens t) {
    return terms.in(t).stream().findFirst().map(h -> t.evidence(h.first(), h.last())).orElse(null);
  }

  /** The first name of a person or a place, with the capitalised words that follow it. */
  private @Nullable Evidence toWhom(WordTokens t) {
    for (Terms.Hit hit : words.to().in(t)) {
      if (words.how().at(t, hit.first()) == null) {
        int last = hit.last();
        while (last + 1 < t.size() && capital(t, last + 1)) {
          last++;
        }
        return t.evidence(hit.first(), last);
      }
    }
    return null;
  }

  private static boolean capital(WordTokens t, int i) {
    return Character.isUpperCase(t.raw(i).charAt(0)) && t.gap(i).replace('.', ' ').isBlank();
  }

  /** The first time of day, such as {@code 10:25}. */
  private static @Nullable Evidence time(WordTokens t) {
    for (int i = 1; i < t.size(); i++) {
      if (t.gap(i).equals(":") && number(t, i - 1) && number(t, i) && t.word(i).length() == 2) {
        return t.evidence(i - 1, i);
      }
    }
    return null;
  }

  private static boolean number(WordTokens t, int i) {
    return t.word(i).length() <= 2 && t.word(i).chars().allMatch(Character::isDigit);
  }
}
