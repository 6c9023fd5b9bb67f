package org.radiologytrust.lab.results;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.radiologytrust.cases.TrueFinding;

/** Matches described findings to true findings. */
final class FindingMatch {
  private static final Pattern DENIED =
      Pattern.compile("(?i)^\\s*(no|not|without|absent|absence|normal)\\b|\\bno evidence of\\b");

  private FindingMatch() {}

  /**
   * The size of the largest one-to-one matching, so that a description that fits two true findings
   * does not block another description.
   */
  static int pairs(List<TrueFinding> truths, List<GivenFinding> given) {
    int[] truthOf = new int[given.size()];
    Arrays.fill(truthOf, -1);
    int pairs = 0;
    for (int t = 0; t < truths.size(); t++) {
      pairs += pair(t, truths, given, truthOf, new boolean[given.size()]) ? 1 : 0;
    }
    return pairs;
  }

  private static boolean pair(
      int t, List<TrueFinding> truths, List<GivenFinding> given, int[] truthOf, boolean[] tried) {
    for (int g = 0; g < given.size(); g++) {
      if (!tried[g] && same(truths.get(t), given.get(g))) {
        tried[g] = true;
        if (truthOf[g] < 0 || pair(truthOf[g], truths, given, truthOf, tried)) {
          truthOf[g] = t;
          return true;
        }
      }
    }
    return false;
  }

  /**
   * The description contains all words of the name and, if the finding has a side, the same side.
   */
  static boolean same(TrueFinding truth, GivenFinding given) {
    Set<String> sides = ComparedWords.sides(truth.side());
    return ComparedWords.allIn(truth.name(), given.description())
        && !DENIED.matcher(given.description()).find()
        && (sides.isEmpty()
            || sides.equals(ComparedWords.sides(given.description() + " " + given.location())));
  }
}
