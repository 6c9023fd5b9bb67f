package org.radiologytrust.lab.synth;

import java.util.List;
import java.util.stream.IntStream;
import org.radiologytrust.model.Label;

/**
 * Computes a claim's label from the claim and the list of findings. The first rule that applies
 * decides:
 *
 * <ol>
 *   <li>the claim is hedged: uncertain;
 *   <li>all listed findings that the claim is about are doubtful: uncertain;
 *   <li>the claim is an absence: supported if the finding is not listed on that side, else needs
 *       review ({@code contradicted});
 *   <li>the finding is not listed, or with another side, size or number: needs review ({@code
 *       absent finding}, {@code wrong side}, {@code wrong size}, {@code wrong count});
 *   <li>the wording is overconfident: uncertain;
 *   <li>otherwise: supported.
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

  /** Of a statement that something is normal, where it is and where it is not. */
  static final String NORMAL = "normal";

  static final String NOT_NORMAL = "not normal";

  private LabelRule() {}

  /**
   * The content of a claim.
   *
   * @param names the finding's name as in the list; several if the claim denies several findings
   * @param side left or right; empty if the claim names none
   * @param size word, measurement or count; empty if the claim gives none
   * @param counted whether the size is a count
   */
  record Claimed(
      List<String> names,
      String side,
      String size,
      boolean counted,
      boolean absence,
      boolean hedged,
      boolean overconfident) {}

  /** One finding in the list. */
  record Entry(String name, String side, String size, boolean doubtful) {}

  /**
   * The result for a claim.
   *
   * @param findings indexes in the list of the findings that the claim is about
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

  /** Judges a statement that something is normal, which is an absence of all that it covers. */
  static Ruling judgeNormal(Claimed claim, List<Entry> list) {
    Ruling ruling = judge(claim, list);
    return switch (ruling.label()) {
      case SUPPORTED -> new Ruling(ruling.label(), NORMAL, ruling.findings());
      case NEEDS_REVIEW -> new Ruling(ruling.label(), NOT_NORMAL, ruling.findings());
      case UNCERTAIN -> ruling;
    };
  }

  private static boolean sameSide(Claimed claim, Entry entry) {
    return claim.side().isEmpty() || entry.side().isEmpty() || claim.side().equals(entry.side());
  }
}
