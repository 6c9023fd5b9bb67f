package org.radiologytrust.text.changes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds which statement of one version became which of the other. */
final class Pairs {
  /** Bounds the work for versions that have little in common. */
  private static final int MOST = 300;

  /** Statements are the same one, changed, from this likeness on. */
  private static final double ALIKE = 0.5;

  /** What a common finding adds to the share of common words. */
  private static final double FINDING = 0.3;

  /**
   * A statement in both versions, or in one.
   *
   * @param before {@code null} if only the later version has it
   * @param after {@code null} if only the earlier version has it
   */
  record Pair(@Nullable Statement before, @Nullable Statement after) {}

  private record Likeness(int before, int after, double share) {}

  private Pairs() {}

  /** In order of the later text; then what only the earlier one has. */
  static List<Pair> of(List<Statement> before, List<Statement> after) {
    List<@Nullable Statement> became = new ArrayList<>(Collections.nCopies(after.size(), null));
    Set<Integer> taken = new HashSet<>();
    for (Likeness like : likenesses(before, after)) {
      if (became.get(like.after) == null && taken.add(like.before)) {
        became.set(like.after, before.get(like.before));
      }
    }
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < after.size(); i++) {
      pairs.add(new Pair(became.get(i), after.get(i)));
    }
    for (int i = 0; i < before.size(); i++) {
      if (!taken.contains(i)) {
        pairs.add(new Pair(before.get(i), null));
      }
    }
    return pairs;
  }

  private static List<Likeness> likenesses(List<Statement> before, List<Statement> after) {
    List<Set<String>> words = after.stream().limit(MOST).map(Statement::words).toList();
    List<Set<String>> families = after.stream().limit(MOST).map(Statement::families).toList();
    List<Likeness> all = new ArrayList<>();
    for (int b = 0; b < Math.min(before.size(), MOST); b++) {
      Set<String> some = before.get(b).words();
      Set<String> findings = before.get(b).families();
      for (int a = 0; a < words.size(); a++) {
        double share = 2.0 * common(some, words.get(a)) / (some.size() + words.get(a).size());
        double like = share + (common(findings, families.get(a)) > 0 ? FINDING : 0);
        if (like >= ALIKE) {
          all.add(new Likeness(b, a, like));
        }
      }
    }
    all.sort(Comparator.comparingDouble(Likeness::share).reversed());
    return all;
  }

  private static long common(Set<String> some, Set<String> others) {
    return some.stream().filter(others::contains).count();
  }
}
