package org.radiologytrust.check.form;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.WordTokens;

/** {@code doubled-word}: finds the same word twice in a row. */
final class DoubledWord implements Check {
  static final String ID = "doubled-word";

  /** The radiologist did not write the order's words. */
  private static final Set<Section> SKIPPED =
      EnumSet.of(Section.ADMINISTRATIVE, Section.HISTORY, Section.REQUEST);

  private static final String FILE = "doubled-words.yaml";

  private record Words(@Nullable Set<String> allowed) {}

  private final Set<String> allowed;

  DoubledWord(SiteFiles files) {
    Words w = files.words(FILE, new TypeReference<Words>() {});
    allowed = w.allowed() == null ? Set.of() : w.allowed();
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
    }
    return results;
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
