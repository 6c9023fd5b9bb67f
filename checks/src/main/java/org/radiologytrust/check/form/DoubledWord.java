package org.radiologytrust.check.form;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/**
 * {@code doubled-word}: finds slips of dictation: the same word twice in a row, and words that
 * sound like another one and that their neighbours prove wrong ("mass affect").
 */
final class DoubledWord implements Check {
  static final String ID = "doubled-word";

  /** The radiologist did not write the order's words. */
  private static final Set<Section> SKIPPED =
      EnumSet.of(Section.ADMINISTRATIVE, Section.HISTORY, Section.REQUEST);

  private static final String FILE = "doubled-words.yaml";

  /** Words that sound like the one that is meant, where one of these stands before or behind. */
  private record Misheard(
      String meant,
      List<String> words,
      @Nullable List<String> before,
      @Nullable List<String> after) {
    /** All phrases that are wrong. */
    List<String> phrases() {
      List<String> all = new ArrayList<>();
      for (String word : words) {
        SiteFiles.orEmpty(before).forEach(next -> all.add(next + " " + word));
        SiteFiles.orEmpty(after).forEach(next -> all.add(word + " " + next));
      }
      return all;
    }
  }

  private record Words(@Nullable Set<String> allowed, @MayBeEmpty List<Misheard> misheard) {}

  private final Set<String> allowed;
  private final Terms misheard;

  /** Phrases that end with the wrong word: its plural is another word ("the mass affects"). */
  private final Set<String> ending = new HashSet<>();

  DoubledWord(SiteFiles files) {
    Words w = files.words(FILE, new TypeReference<Words>() {});
    allowed = w.allowed() == null ? Set.of() : w.allowed();
    Map<String, List<String>> phrases = new LinkedHashMap<>();
    for (Misheard m : w.misheard()) {
      SiteFiles.orEmpty(m.before())
          .forEach(next -> m.words().forEach(word -> ending.add(next + " " + word + "s")));
      phrases.computeIfAbsent(m.meant(), k -> new ArrayList<>()).addAll(m.phrases());
    }
    misheard = Terms.of(files, FILE + " misheard", phrases);
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<CheckResult> results = new ArrayList<>();
    for (SentenceReading s : r.sentences()) {
      if (SKIPPED.contains(s.section())) {
        continue;
      }
      WordTokens t = s.words();
      for (int i = 1; i < t.size(); i++) {
        if (doubled(t, i)) {
          Evidence both = t.evidence(i - 1, i);
          results.add(
              new CheckResult(
                  ID,
                  Label.UNCERTAIN,
                  both,
                  Evidence.of(s.sentence()),
                  "The word \""
                      + t.raw(i)
                      + "\" is doubled: delete one, or write what was meant."));
          break;
        }
      }
      misheard(s, results);
    }
    return results;
  }

  private void misheard(SentenceReading s, List<CheckResult> results) {
    WordTokens t = s.words();
    for (Terms.Hit hit : misheard.in(t)) {
      String words =
          IntStream.rangeClosed(hit.first(), hit.last())
              .mapToObj(t::word)
              .collect(Collectors.joining(" "));
      if (t.clause(hit.first()) == t.clause(hit.last()) && !ending.contains(words)) {
        Evidence phrase = t.evidence(hit.first(), hit.last());
        results.add(
            new CheckResult(
                ID,
                Label.UNCERTAIN,
                phrase,
                Evidence.of(s.sentence()),
                "\"" + hit.id() + "\" may be meant: correct the word, or leave it."));
      }
    }
  }

  private boolean doubled(WordTokens t, int i) {
    String word = t.word(i);
    if (!word.equals(t.word(i - 1)) || allowed.contains(word) || !isWord(t, i)) {
      return false;
    }
    String gap = t.gap(i);
    boolean newLine = gap.indexOf('\n') >= 0;
    // a new line that begins with a capital can be a new statement
    return gap.isBlank()
        && !abbreviation(t, i - 1, i)
        && !abbreviation(t, i, i - 1)
        && !(newLine && Character.isUpperCase(t.raw(i).charAt(0)))
        && !(i + 1 < t.size() && t.gap(i + 1).startsWith("-"))
        && !(i > 1 && t.gap(i - 1).endsWith("-"));
  }

  /** Whether one word is in capitals and the other in small letters: "severe AS as detailed". */
  private static boolean abbreviation(WordTokens t, int capitals, int small) {
    return t.raw(capitals).chars().allMatch(Character::isUpperCase)
        && t.raw(small).chars().allMatch(Character::isLowerCase);
  }

  /** Letters only; a single letter must be a lower-case one. */
  private static boolean isWord(WordTokens t, int i) {
    return t.word(i).chars().allMatch(Character::isLetter)
        && (t.word(i).length() > 1 || Character.isLowerCase(t.raw(i).charAt(0)))
        && !t.word(i).chars().allMatch(c -> c == 'x');
  }
}
