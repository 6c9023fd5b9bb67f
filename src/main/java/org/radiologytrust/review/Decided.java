package org.radiologytrust.review;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.radiologytrust.model.Audit;

/**
 * The problems of one audit with the decisions that stand.
 *
 * @param problems all problems of the audit
 * @param decisions all decisions about them, undone ones and undos too, in the order of time
 */
public record Decided(List<Problem> problems, List<Decision> decisions) {
  public Decided {
    problems = List.copyOf(problems);
    decisions = List.copyOf(decisions);
  }

  /**
   * @param decisions of any audits of the report; those of other audits are left out, because a new
   *     run carries no decision over
   */
  public static Decided of(Audit audit, List<Decision> decisions) {
    return new Decided(
        Problems.of(audit), decisions.stream().filter(d -> d.run().equals(audit.runId())).toList());
  }

  /** The same with one more decision. */
  public Decided with(Decision decision) {
    List<Decision> all = new ArrayList<>(decisions);
    all.add(decision);
    return new Decided(problems, all);
  }

  /** The newest decision about a problem that was not undone; empty if there is none. */
  public Optional<Decision> standing(String problem) {
    Set<UUID> undone =
        decisions.stream()
            .map(Decision::undoes)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    return newest(
        d ->
            d.problem().equals(problem)
                && d.kind() != Decision.Kind.UNDO
                && !undone.contains(d.id()));
  }

  /** The newest decision about a problem, an undo too; empty if nobody ever decided. */
  public Optional<Decision> newest(String problem) {
    return newest(d -> d.problem().equals(problem));
  }

  private Optional<Decision> newest(Predicate<Decision> which) {
    return decisions.stream().filter(which).reduce((first, second) -> second);
  }

  /** What people said about whether report and images are of the same patient. */
  public SamePatient samePatient() {
    return SamePatient.of(
        decisions.stream().filter(d -> d.problem().equals(Problem.OTHER_PATIENT)).toList());
  }

  /**
   * Whether a decision about a problem stands. That report and images are of the same patient must
   * be confirmed by two people.
   */
  public boolean settled(String problem) {
    return standing(problem)
        .filter(d -> d.kind() != Decision.Kind.SAME_PATIENT || samePatient().confirmed())
        .isPresent();
  }

  /** The problems that are not {@link #settled}. */
  public List<Problem> open() {
    return problems.stream().filter(p -> !settled(p.key())).toList();
  }
}
