package org.radiologytrust.review;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Score;
import org.radiologytrust.model.Texts;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.model.Weight;

/**
 * What an audit recommends to do with its report. A rule derives it from the labels and flags; no
 * model says it, and no decision of a person changes it.
 *
 * @param why what it rests on, one or more sentences
 */
public record Recommendation(Kind kind, String why) {
  /** What is recommended. */
  public enum Kind {
    /** Everything was checked, and nothing was found. */
    APPROVE("approve"),
    /** Something is uncertain, or a check asks. */
    REVIEW("review"),
    /** Something needs review. */
    REVISE("revise"),
    /** Something was not checked, so that nothing is recommended, whatever was found. */
    NONE("none");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /** Empty for a withdrawn report, and where nothing could be audited. */
  public static Optional<Recommendation> of(Audit audit) {
    return of(audit, Problems.of(audit), Problems.asked(audit).size());
  }

  /** The same for a page, which shows one error once. */
  public static Optional<Recommendation> shown(Audit audit) {
    ShownFlags shown = ShownFlags.of(audit, List.of());
    return of(
        audit, shown.flags().stream().map(ShownFlag::problem).toList(), shown.questions().size());
  }

  private static Optional<Recommendation> of(Audit audit, List<Problem> flags, int questions) {
    Score score = audit.score();
    if (audit.failed() || score == null || audit.report().status().withdrawn()) {
      return Optional.empty();
    }
    List<String> found = found(flags, questions);
    List<String> unchecked = unchecked(audit, score);
    if (!unchecked.isEmpty()) {
      String also = found.isEmpty() ? "" : " " + sentence(found);
      return Optional.of(new Recommendation(Kind.NONE, sentence(unchecked) + also));
    }
    if (found.isEmpty()) {
      String all =
          score.claims() == 1 ? "the only claim is" : "all " + score.claims() + " claims are";
      return Optional.of(
          new Recommendation(
              Kind.APPROVE, sentence(List.of(all + " supported, and no check found anything"))));
    }
    boolean revise = flags.stream().anyMatch(flag -> flag.label() == Label.NEEDS_REVIEW);
    return Optional.of(new Recommendation(revise ? Kind.REVISE : Kind.REVIEW, sentence(found)));
  }

  /** Such as {@code Revise. One flag needs review.} */
  public String told() {
    return Texts.capital(kind.words) + ". " + why;
  }

  private static List<String> unchecked(Audit audit, Score score) {
    List<String> unchecked = new ArrayList<>();
    if (score.claims() == 0) {
      unchecked.add("no claim was found that can be assessed");
    }
    if (score.notAssessed() > 0) {
      unchecked.add(of(score.notAssessed(), score) + " not assessed");
    }
    int untrusted =
        (int)
            audit.verdicts().stream()
                .filter(verdict -> verdict.basis() == Verdict.Basis.UNTRUSTED_MODEL)
                .count();
    if (untrusted > 0) {
      unchecked.add(of(untrusted, score) + " assessed only by a model that is not trusted yet");
    }
    if (audit.notAudited().stream().anyMatch(NotAudited::reportText)) {
      unchecked.add("a part of the report's text was not audited");
    }
    if (!audit.unfinished().isEmpty()) {
      unchecked.add("not every check finished");
    }
    return unchecked;
  }

  private static String of(int number, Score score) {
    return number + " of " + score.claims() + " claims " + (number == 1 ? "was" : "were");
  }

  private static List<String> found(List<Problem> flags, int questions) {
    List<Problem> review = flags.stream().filter(f -> f.label() == Label.NEEDS_REVIEW).toList();
    int uncertain = flags.size() - review.size();
    List<String> found = new ArrayList<>();
    if (!review.isEmpty()) {
      String weight = lower(heaviest(review).title());
      found.add(
          review.size() == 1
              ? "one flag needs review (" + weight + ")"
              : review.size() + " flags need review (the heaviest: " + weight + ")");
    }
    if (uncertain > 0) {
      found.add(uncertain == 1 ? "one flag is uncertain" : uncertain + " flags are uncertain");
    }
    if (questions > 0) {
      found.add(
          questions == 1 ? "a check asks one question" : "checks ask " + questions + " questions");
    }
    return found;
  }

  private static Weight heaviest(List<Problem> flags) {
    return flags.stream()
        .flatMap(
            flag ->
                flag.checks().isEmpty()
                    ? Stream.of(Weight.of(flag.label()))
                    : flag.checks().stream().map(CheckResult::weight))
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static String sentence(List<String> parts) {
    return Texts.capital(String.join("; ", parts)) + ".";
  }

  private static String lower(String words) {
    return words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1);
  }
}
