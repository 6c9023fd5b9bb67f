package org.radiologytrust.strengths;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.radiologytrust.check.StrengthRow;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Strength;

/**
 * Says when the verdicts of people propose another strength: one step at a time, from at least
 * {@value #LEAST} verdicts of {@value #PEOPLE} people, where the whole 95 % interval of the share
 * of right flags is on one side of a bound. A check that always tells is never proposed to be
 * softer.
 */
public final class ProposalRules {
  /** So many verdicts of right or wrong are needed. */
  public static final int LEAST = 30;

  /** So many people must have given them. */
  public static final int PEOPLE = 2;

  /** What was measured elsewhere counts as so many verdicts at most. */
  private static final double MOST_PRIOR = 10;

  private static final String FILE = "strengths/proposals.yaml";

  /** The file, which explains the fields. */
  record File(double tellFrom, double askFrom, List<Measured> measured) {}

  record Measured(String check, int right, int wrong) {}

  private final double tellFrom;
  private final double askFrom;
  private final Map<String, Measured> measured = new HashMap<>();

  /**
   * @throws IllegalArgumentException if the file is not valid; the message names it
   */
  public ProposalRules(SiteFiles files) {
    File file = files.yaml(FILE, new TypeReference<File>() {});
    tellFrom = file.tellFrom();
    askFrom = file.askFrom();
    if (!(0 < askFrom && askFrom < tellFrom && tellFrom < 1)) {
      throw new IllegalArgumentException(
          FILE + ": askFrom must be above 0 and below tellFrom, and tellFrom below 1");
    }
    for (Measured one : file.measured()) {
      if (one.right() < 0 || one.wrong() < 0 || one.right() + one.wrong() == 0) {
        throw new IllegalArgumentException(
            FILE + ": " + one.check() + " needs right and wrong, not below 0, and not both 0");
      }
      if (measured.put(one.check(), one) != null) {
        throw new IllegalArgumentException(FILE + ": " + one.check() + " is there twice");
      }
    }
  }

  /**
   * What the verdicts propose.
   *
   * @param now how strong the check is
   * @return empty if there are too few, or they propose nothing
   */
  public Optional<Proposal> of(Judged judged, Strength now) {
    if (judged.counted() < LEAST || judged.people() < PEOPLE) {
      return Optional.empty();
    }
    Share share = share(judged);
    Strength then = next(now, share);
    boolean softer = then.compareTo(now) > 0;
    return then == now || (softer && StrengthRow.alwaysTells(judged.check()))
        ? Optional.empty()
        : Optional.of(new Proposal(judged, now, then, share));
  }

  private Strength next(Strength now, Share share) {
    return switch (now) {
      case TELL -> share.upper() < tellFrom ? Strength.ASK : now;
      case ASK ->
          share.lower() >= tellFrom
              ? Strength.TELL
              : share.upper() < askFrom ? Strength.QUIET : now;
      case QUIET -> share.lower() >= askFrom ? Strength.ASK : now;
    };
  }

  /** The share of right flags, with what was measured elsewhere. */
  Share share(Judged judged) {
    Measured before = measured.get(judged.check());
    if (before == null) {
      return Share.of(judged.right(), judged.counted());
    }
    int all = before.right() + before.wrong();
    double weight = Math.min(all, MOST_PRIOR) / all;
    return Share.of(judged.right() + before.right() * weight, judged.counted() + all * weight);
  }
}
