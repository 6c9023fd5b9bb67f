package org.radiologytrust.journal.quality;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.quality.CountedFlag.Fate;
import org.radiologytrust.journal.quality.CountedFlag.Judged;
import org.radiologytrust.model.Audit;
import org.radiologytrust.review.Decided;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Decision.Kind;
import org.radiologytrust.review.FlagVerdict;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.Problems;

/**
 * The flags of a report that count: those of its last audit, and of earlier audits those about
 * which a person's decision stands, each once. A decision that the engine carried on is the same
 * flag in a later audit, and counts there.
 */
final class ReportFlags {
  /** Audits of the report by their run. */
  interface Audits {
    Optional<Audit> of(UUID run) throws SQLException;
  }

  private final List<UUID> runs;
  private final Map<UUID, Instant> ended;
  private final List<Decision> decisions;
  private final Audits audits;
  private final Map<UUID, Decided> byRun = new HashMap<>();

  /**
   * @param ended when each audit of the report was stored
   * @param runs of the audits in which checks ran, the last audit first
   * @param decisions about all audits of the report, in the order of time
   */
  ReportFlags(List<UUID> runs, Map<UUID, Instant> ended, List<Decision> decisions, Audits audits) {
    this.runs = List.copyOf(runs);
    this.ended = Map.copyOf(ended);
    this.decisions = List.copyOf(decisions);
    this.audits = audits;
  }

  /** The last audit's flags first. */
  List<CountedFlag> all() throws SQLException {
    List<CountedFlag> flags = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      UUID run = runs.get(i);
      boolean last = i == 0;
      if (!last && decidedIn(run).noneMatch(key -> stands(run, key))) {
        continue;
      }
      for (Problem problem : audits.of(run).map(Problems::every).orElse(List.of())) {
        if (last || stands(run, problem.key())) {
          flags.add(counted(run, problem));
        }
      }
    }
    return flags;
  }

  private Stream<String> decidedIn(UUID run) {
    return decided(run).decisions().stream().map(Decision::problem).distinct();
  }

  /** Whether people's decision about a flag of an earlier audit stands, and counts nowhere else. */
  private boolean stands(UUID run, String problem) {
    Optional<Decision> standing = decided(run).ofPerson(problem);
    return standing.flatMap(d -> verdict(run, d)).isPresent()
        && standing.filter(d -> wasCarriedOn(run, d)).isEmpty();
  }

  private boolean wasCarriedOn(UUID run, Decision decision) {
    return runs.subList(0, runs.indexOf(run)).stream()
        .flatMap(later -> decided(later).decisions().stream())
        .anyMatch(d -> d.carried() && d.ofPerson().equals(decision.ofPerson()));
  }

  /** The decisions about one audit, without its problems. */
  private Decided decided(UUID run) {
    return byRun.computeIfAbsent(
        run,
        r ->
            new Decided(
                List.of(), List.of(), decisions.stream().filter(d -> d.run().equals(r)).toList()));
  }

  private CountedFlag counted(UUID run, Problem problem) {
    Judged judged = decided(run).ofPerson(problem.key()).flatMap(d -> judged(run, d)).orElse(null);
    return new CountedFlag(run, problem.key(), CountedFlag.strength(problem), judged);
  }

  private Optional<Judged> judged(UUID run, Decision decision) {
    return verdict(run, decision)
        .map(v -> new Judged(v, decision.user(), after(decision), fate(run, decision)));
  }

  private Optional<FlagVerdict> verdict(UUID run, Decision decision) {
    if (decision.verdict() != null) {
      return Optional.of(decision.verdict());
    }
    Kind kind = decision.kind();
    if (kind == Kind.SAME_PATIENT) {
      return decided(run).samePatient().confirmed()
          ? Optional.of(FlagVerdict.WRONG)
          : Optional.empty();
    }
    // decisions of early versions have no verdict of their own
    return kind.agrees() || kind == Kind.WRONG_IMAGES || kind == Kind.WRONG_REPORT
        ? Optional.of(FlagVerdict.RIGHT)
        : Optional.empty();
  }

  private @Nullable Long after(Decision decision) {
    Optional<Decision> persons =
        decisions.stream().filter(d -> d.id().equals(decision.ofPerson())).findFirst();
    Optional<Decision> first =
        persons.flatMap(d -> decided(d.run()).firstOfPerson(d.problem()).or(() -> persons));
    return first
        .filter(d -> ended.containsKey(d.run()))
        .map(d -> Math.max(0, Duration.between(ended.get(d.run()), d.at()).toMillis()))
        .orElse(null);
  }

  private Fate fate(UUID run, Decision decision) {
    if (decision.kind() == Kind.LEFT) {
      return Fate.LEFT;
    }
    if (!decision.kind().agrees()) {
      return Fate.NONE;
    }
    return switch (decided(run).standing(decision.problem()).map(Decision::kind).orElseThrow()) {
      case CORRECTED -> Fate.CORRECTED;
      case UNCLEAR -> Fate.UNCLEAR;
      default -> Fate.TO_CORRECT;
    };
  }
}
