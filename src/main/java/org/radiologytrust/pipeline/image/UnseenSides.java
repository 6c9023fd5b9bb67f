package org.radiologytrust.pipeline.image;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.mentions.Sides;
import org.radiologytrust.text.words.WordTokens;

/**
 * Finds the claims about the left or right side where the tags of all images name the other one. No
 * model is asked about them.
 */
public final class UnseenSides {
  private final Sides sides;

  /**
   * @throws IllegalArgumentException naming the word list that is not valid
   */
  public UnseenSides(SiteFiles files) {
    sides = new Sides(files);
  }

  /**
   * The claims of an audit.
   *
   * @param seen those that a model is asked about
   * @param unseen a verdict for each of the others
   */
  public record Parted(List<Claim> seen, List<Verdict> unseen) {
    /** These verdicts and those of the claims that no model was asked about, in order. */
    public List<Verdict> with(List<Verdict> verdicts) {
      return Stream.concat(verdicts.stream(), unseen.stream())
          .sorted(Comparator.comparingInt(Verdict::claim))
          .toList();
    }

    /** Empty if a model is asked about all claims. */
    public String note() {
      return unseen.isEmpty()
          ? ""
          : "About a side of the body that no image shows, and not assessed: "
              + unseen.size()
              + (unseen.size() == 1 ? " claim." : " claims.");
    }
  }

  public Parted part(Audit c) {
    Set<Side> shown = c.instances().stream().map(ImageName::side).collect(Collectors.toSet());
    if (shown.size() != 1 || shown.contains(Side.BOTH)) {
      return new Parted(c.claims(), List.of());
    }
    Side side = shown.iterator().next();
    String reason =
        "The images show the %s side alone, and this is about the %s one."
            .formatted(side.word(), side.opposite().word());
    return new Parted(
        c.claims().stream().filter(claim -> !isAbout(side.opposite(), claim)).toList(),
        c.claims().stream()
            .filter(claim -> isAbout(side.opposite(), claim))
            .map(claim -> Verdict.notAssessed(claim.number(), reason))
            .toList());
  }

  /** Whether a claim names this side and no other. */
  private boolean isAbout(Side side, Claim claim) {
    Set<Side> named = new HashSet<>();
    for (Side one : sides.in(WordTokens.of(claim.text()))) {
      if (one != null) {
        named.add(one);
      }
    }
    return named.equals(Set.of(side));
  }
}
