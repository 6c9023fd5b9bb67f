package org.radiologytrust.lab.synth;

import java.util.List;
import java.util.stream.IntStream;
import org.radiologytrust.model.Label;

/**
 * The label of a claim, from the claim and the list of findings alone. The first that holds:
 *
 * <ol>
 *   <li>the claim is hedged: uncertain;
 *   <li>what the list has of it is doubtful: uncertain;
 *   <li>an absence, and the list has no such finding on that side: supported, else needs review
 *       ({@code contradicted});
 *   <li>the list does not have the finding, or has it on another side, or in another size or
 *       number: needs review ({@code absent finding}, {@code wrong side}, {@code wrong size},
 *       {@code wrong count});
 *   <li>the wording is overconfident: uncertain;
 *   <li>supported.
 * </ol>
 */
final class LabelRule {
  static final String HEDGED = "hedged";
  static final String DOUBTFUL = "doubtful";
  static final String OVERCONFIDENT = "overconfident";
  static final String CONTRADICTED = "contradicted";
  static final String ABSENT_FINDING = "absent finding";
  static final String WRONG_SIDE = "wrong side";
  static final String WRONG_SIZE = "wrong size";
  static final String WRONG_COUNT = "wrong count";
  static final String LISTED = "listed";
  static final String ABSENCE = "absence";

  private LabelRule() {}

  /**
   * What a claim says.
   *
   * @param names the finding's name as the list has it; several where an absence is of them all
   * @param side left, right, or empty = none is told
   * @param size word, measure or count; empty = none is told
   * @param counted the size is a count
   */
  record Claimed(
      List<String> names,
      String side,
      String size,
      boolean counted,
      boolean absence,
      boolean hedged,
      boolean overconfident) {}

  /** What the list of findings says of one. */
  record Entry(String name, String side, String size, boolean doubtful) {}

  /**
   * How a claim is to be judged.
   *
   * @param findings places in the list that the claim speaks of, from 0
   */
  record Ruling(Label label, String reason, List<Integer> findings) {}

  static Ruling judge(Claimed claim, List<Entry> list) {
    List<Integer> named =
        IntStream.range(0, list.size())
            .filter(i -> claim.names().contains(list.get(i).name()))
            .boxed()
            .toList();
    List<Integer> there = named.stream().filter(i -> sameSide(claim, list.get(i))).toList();
    if (claim.hedged()) {
      return new Ruling(Label.UNCERTAIN, HEDGED, there);
    }
    List<Integer> told = there.isEmpty() ? named : there;
    if (!told.isEmpty()
        && !(claim.absence() && there.isEmpty())
        && told.stream().allMatch(i -> list.get(i).doubtful())) {
      return new Ruling(Label.UNCERTAIN, DOUBTFUL, told);
    }
    if (claim.absence()) {
      return there.isEmpty()
          ? new Ruling(Label.SUPPORTED, ABSENCE, named)
          : new Ruling(Label.NEEDS_REVIEW, CONTRADICTED, there);
    }
    if (there.isEmpty()) {
      return new Ruling(Label.NEEDS_REVIEW, named.isEmpty() ? ABSENT_FINDING : WRONG_SIDE, named);
    }
    List<Integer> match =
        there.stream()
            .filter(i -> claim.size().isEmpty() || claim.size().equals(list.get(i).size()))
            .toList();
    if (match.isEmpty()) {
      return new Ruling(Label.NEEDS_REVIEW, claim.counted() ? WRONG_COUNT : WRONG_SIZE, there);
    }
    return claim.overconfident()
        ? new Ruling(Label.UNCERTAIN, OVERCONFIDENT, match)
        : new Ruling(Label.SUPPORTED, LISTED, match);
  }

  private static boolean sameSide(Claimed claim, Entry entry) {
    return claim.side().isEmpty() || entry.side().isEmpty() || claim.side().equals(entry.side());
  }
}
