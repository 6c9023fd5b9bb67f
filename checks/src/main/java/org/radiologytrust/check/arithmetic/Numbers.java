package org.radiologytrust.check.arithmetic;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.text.words.WordTokens;

/** Finds numbers with a unit that no length and no weight has: percent, millilitres. */
final class Numbers {
  /**
   * A number.
   *
   * @param from its place in the cleaned text
   */
  record Number(double value, int from, Evidence words) {}

  private final Pattern pattern;

  /**
   * @param units in lower case; with none nothing is found
   */
  Numbers(Set<String> units) {
    String any = units.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    pattern =
        Pattern.compile(
            "(?<![\\p{L}\\d.,/])(\\d{1,6}(?:\\.\\d{1,3})?)[ -]?(?:"
                + (units.isEmpty() ? "(?!)" : any)
                + ")(?![\\p{L}\\d])",
            Pattern.CASE_INSENSITIVE);
  }

  /** The numbers of a sentence, from left to right. */
  List<Number> in(WordTokens t) {
    List<Number> found = new ArrayList<>();
    Matcher m = pattern.matcher(t.text());
    while (m.find()) {
      // a percent sign is no word
      boolean word = Character.isLetterOrDigit(t.text().charAt(m.end() - 1));
      int first = t.wordAt(m.start(1));
      int last = t.wordAt((word ? m.end() : m.end(1)) - 1);
      found.add(new Number(Double.parseDouble(m.group(1)), m.start(), t.evidence(first, last)));
    }
    return found;
  }
}
