package org.radiologytrust.acceptance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.radiologytrust.journal.quality.Acceptances.Acceptance;
import org.radiologytrust.journal.quality.Acceptances.End;
import org.radiologytrust.journal.quality.Acceptances.Outcome;
import org.radiologytrust.journal.quality.Acceptances.Rule;
import org.radiologytrust.journal.quality.Acceptances.Verdicts;

/**
 * What the rule says once all flags are read.
 *
 * @param quiet checks that go quiet, in the order in which the rule took them
 */
public record AcceptanceResult(
    Rule rule, Outcome outcome, List<String> quiet, List<Verdicts> verdicts, Sum all, Sum kept) {
  public AcceptanceResult {
    quiet = List.copyOf(quiet);
    verdicts = List.copyOf(verdicts);
  }

  /**
   * Computes the result: the same for the same verdicts. If all checks together do not meet the
   * rule, checks go quiet: first each of whose flags a smaller share was right than the rule asks
   * for, then others with wrong flags; those with the most wrong flags first. It ends as soon as
   * none of the first kind is left and the rule is met, and after as many as the rule allows.
   *
   * @param mayGoQuiet false for a check that always tells, and for what is no check
   */
  static AcceptanceResult of(
      Acceptance acceptance, List<Verdicts> verdicts, Predicate<String> mayGoQuiet) {
    Rule rule = acceptance.rule();
    Sum all = Sum.of(acceptance.reports(), verdicts);
    if (all.meets(rule)) {
      return new AcceptanceResult(rule, Outcome.GO, List.of(), verdicts, all, all);
    }
    List<Verdicts> worst =
        verdicts.stream()
            .filter(one -> one.wrong() > 0 && mayGoQuiet.test(one.check()))
            .sorted(
                Comparator.comparing((Verdicts one) -> !below(one, rule))
                    .thenComparing(Verdicts::wrong, Comparator.reverseOrder())
                    .thenComparing(Verdicts::right)
                    .thenComparing(Verdicts::check))
            .limit(rule.mostQuiet())
            .toList();
    List<Verdicts> kept = new ArrayList<>(verdicts);
    List<String> quiet = new ArrayList<>();
    for (int i = 0; i < worst.size(); i++) {
      kept.remove(worst.get(i));
      quiet.add(worst.get(i).check());
      boolean belowIsLeft = i + 1 < worst.size() && below(worst.get(i + 1), rule);
      Sum sum = Sum.of(acceptance.reports(), kept);
      if (!belowIsLeft && sum.meets(rule)) {
        return new AcceptanceResult(rule, Outcome.QUIET, quiet, verdicts, all, sum);
      }
    }
    return new AcceptanceResult(rule, Outcome.NO_GO, List.of(), verdicts, all, all);
  }

  /** What was accepted, whatever was erased since. */
  static AcceptanceResult ended(Acceptance acceptance, End end, List<Verdicts> verdicts) {
    Sum all = Sum.of(acceptance.reports(), verdicts);
    return new AcceptanceResult(
        acceptance.rule(),
        end.outcome(),
        end.quiet(),
        verdicts,
        all,
        Sum.of(
            acceptance.reports(),
            verdicts.stream().filter(one -> !end.quiet().contains(one.check())).toList()));
  }

  private static boolean below(Verdicts one, Rule rule) {
    return 100.0 * one.right() < rule.leastRight() * (one.right() + one.wrong());
  }

  public boolean isQuiet(Verdicts one) {
    return quiet.contains(one.check());
  }
}
