package org.radiologytrust.review;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.model.Audit;

/**
 * The problems of one audit with the decisions that stand.
 *
 * @param problems all problems of the audit that count
 * @param questions what its checks only ask about
 * @param decisions all decisions about them, undone ones and undos too, in the order of time
 */
public record Decided(List<Problem> problems, List<Problem> questions, List<Decision> decisions) {
  /** Before there is an audit. */
  public static final Decided NOTHING = new Decided(List.of(), List.of(), List.of());

  public Decided {
    problems = List.copyOf(problems);
    questions = List.copyOf(questions);
    decisions = List.copyOf(decisions);
  }

  /**
   * @param decisions of any audits of the report; those of other audits are left out
   */
  public static Decided of(Audit audit, List<Decision> decisions) {
    return new Decided(
        Problems.of(audit),
        Problems.asked(audit),
        decisions.stream().filter(d -> d.run().equals(audit.runId())).toList());
  }

  /** The same with one more decision. */
  public Decided with(Decision decision) {
    List<Decision> all = new ArrayList<>(decisions);
    all.add(decision);
    return new Decided(problems, questions, all);
  }

  /** The problems, then the questions. */
  public List<Problem> all() {
    return Stream.concat(problems.stream(), questions.stream()).toList();
  }

  /** The problem or question with this key. */
  public Optional<Problem> find(String key) {
    return all().stream().filter(p -> p.key().equals(key)).findFirst();
  }

  /** The newest decision about a problem that was not undone; empty if there is none. */
  public Optional<Decision> standing(String problem) {
    return notUndone(problem).reduce((first, second) -> second);
  }

  private Stream<Decision> notUndone(String problem) {
    Set<UUID> undone =
        decisions.stream()
            .map(Decision::undoes)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    return decisions.stream()
        .filter(d -> d.problem().equals(problem))
        .filter(d -> d.kind() != Decision.Kind.UNDO && !undone.contains(d.id()));
  }

  /** The newest decision about a problem, an undo too; empty if nobody ever decided. */
  public Optional<Decision> newest(String problem) {
    return decisions.stream()
        .filter(d -> d.problem().equals(problem))
        .reduce((first, second) -> second);
  }

  /** The newest decision of a person about a problem that stands, under what the engine added. */
  public Optional<Decision> ofPerson(String problem) {
    return notUndone(problem).filter(d -> !d.kind().outcome()).reduce((first, second) -> second);
  }

  /** The first decision of a person about a problem that was not undone. */
  public Optional<Decision> firstOfPerson(String problem) {
    return notUndone(problem).filter(d -> d.follows() == null).findFirst();
  }

  /** The newest decision that stands about any problem. */
  public Optional<Decision> newestStanding() {
    return all().stream()
        .flatMap(p -> standing(p.key()).stream())
        .max(Comparator.comparingInt(decisions::indexOf));
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

  /** The problems that are not {@link #settled}; what people see is {@link ShownFlags}. */
  public List<Problem> open() {
    return problems.stream().filter(p -> !settled(p.key())).toList();
  }
}
