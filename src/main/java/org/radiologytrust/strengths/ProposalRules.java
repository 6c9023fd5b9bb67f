package org.radiologytrust.strengths;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.quality.VerdictCounts;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.StrengthRow;
import org.radiologytrust.review.Share;
import org.radiologytrust.review.Wilson;

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
  private static final int MOST_PRIOR = 10;

  private static final String FILE = "strengths/proposals.yaml";

  /** The file, which explains the fields. */
  record File(double tellFrom, double askFrom, @MayBeEmpty List<Measured> measured) {}

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
   * What the verdicts on the flags of a check propose. Verdicts on a random sample decide where
   * there are enough of them; the two kinds of footing are never counted together.
   *
   * @param verdicts of one check; only those on flags of the strength that it has now count
   * @param now how strong the check is
   * @return empty if there are too few, or they propose nothing
   */
  public Optional<Proposal> of(List<VerdictCounts> verdicts, Strength now) {
    return verdicts.stream()
        .filter(one -> one.strength() == now)
        .filter(one -> one.rightOrWrong() >= LEAST && one.people() >= PEOPLE)
        .max(Comparator.comparing(VerdictCounts::footing))
        .flatMap(this::proposed);
  }

  private Optional<Proposal> proposed(VerdictCounts verdicts) {
    Strength now = verdicts.strength();
    Share share = share(verdicts);
    Strength then = next(now, share.wilson());
    boolean softer = then.compareTo(now) > 0;
    return then == now || (softer && StrengthRow.alwaysTells(verdicts.check()))
        ? Optional.empty()
        : Optional.of(new Proposal(verdicts, then, share));
  }

  private Strength next(Strength now, Wilson share) {
    return switch (now) {
      case TELL -> share.high() < tellFrom ? Strength.ASK : now;
      case ASK ->
          share.low() >= tellFrom ? Strength.TELL : share.high() < askFrom ? Strength.QUIET : now;
      case QUIET -> share.low() >= askFrom ? Strength.ASK : now;
    };
  }

  /** The share of right flags, with what was measured elsewhere. */
  Share share(VerdictCounts verdicts) {
    Measured before = measured.get(verdicts.check());
    if (before == null) {
      return new Share(verdicts.right(), verdicts.rightOrWrong());
    }
    int all = before.right() + before.wrong();
    int weight = Math.min(all, MOST_PRIOR);
    int right = Math.round((float) before.right() * weight / all);
    return new Share(verdicts.right() + right, verdicts.rightOrWrong() + weight);
  }
}
