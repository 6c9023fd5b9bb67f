package org.radiologytrust.journal.reviews;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.radiologytrust.journal.reviews.Worklist.State;
import org.radiologytrust.model.Weight;
import org.radiologytrust.review.ShownFlag;
import org.radiologytrust.review.ShownFlags;

/**
 * Where a report stands in the list. Open ones come first, by their heaviest problem; so do those
 * to be corrected of which a reminder was given, and critical questions. Then come the other
 * states, in an order of their own.
 *
 * @param rank the lower, the earlier
 * @param oldestFirst whether of the same rank the oldest is first
 * @param flags those that give it this place; empty where none does
 */
record WorklistPlace(int rank, boolean oldestFirst, List<ShownFlag> flags) {
  private static final int WEIGHTS = Weight.values().length;

  /** The states that no weight orders, as they follow each other. */
  private static final List<State> AFTER =
      List.of(
          State.QUESTIONS,
          State.TO_CORRECT,
          State.NOT_AUDITABLE,
          State.WAITING,
          State.NO_FLAG,
          State.DECIDED,
          State.WITHDRAWN,
          State.TRIAL);

  static WorklistPlace of(State state, ShownFlags shown, boolean reminded) {
    List<ShownFlag> heavy = heavy(state, shown, reminded).toList();
    return heavy.stream()
        .map(flag -> flag.problem().weight())
        .min(Comparator.naturalOrder())
        .map(
            weight ->
                new WorklistPlace(
                    weight.ordinal(),
                    weight.urgent(),
                    heavy.stream().filter(p -> p.problem().weight() == weight).toList()))
        .orElse(new WorklistPlace(rank(state), state == State.TO_CORRECT, ofState(state, shown)));
  }

  /** The flags whose weights bring a report of this state to the top. */
  private static Stream<ShownFlag> heavy(State state, ShownFlags shown, boolean reminded) {
    Stream<ShownFlag> agreed = reminded ? shown.toCorrect().stream() : Stream.of();
    Stream<ShownFlag> asked =
        shown.unanswered().stream().filter(p -> p.problem().weight().urgent());
    return switch (state) {
      case OPEN, TO_CORRECT, QUESTIONS ->
          Stream.of(shown.open().stream(), agreed, asked).flatMap(s -> s);
      default -> Stream.of();
    };
  }

  private static List<ShownFlag> ofState(State state, ShownFlags shown) {
    return switch (state) {
      case TO_CORRECT -> shown.toCorrect();
      case QUESTIONS -> shown.unanswered();
      default -> List.of();
    };
  }

  /** The weight that gives this rank; empty for the rank of a state. */
  static Optional<Weight> weight(int rank) {
    return rank < WEIGHTS ? Optional.of(Weight.values()[rank]) : Optional.empty();
  }

  /** The rank of a state that no weight orders. */
  static int rank(State state) {
    return WEIGHTS + AFTER.indexOf(state);
  }

  /** What orders the reports of one rank. */
  long sortAt(Instant since) {
    return oldestFirst ? since.toEpochMilli() : -since.toEpochMilli();
  }
}
