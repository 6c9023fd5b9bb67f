package org.radiologytrust.journal.reviews;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.radiologytrust.journal.reviews.Worklist.State;
import org.radiologytrust.model.Weight;
import org.radiologytrust.review.Decided;
import org.radiologytrust.review.Problem;

/**
 * Where a report stands in the list. Open ones come first, by their heaviest problem; so do those
 * to be corrected of which a reminder was given, and critical questions. Then come the other
 * states, in an order of their own.
 *
 * @param rank the lower, the earlier
 * @param oldestFirst whether of the same rank the oldest is first
 */
record WorklistPlace(int rank, boolean oldestFirst) {
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

  static WorklistPlace of(State state, Decided decided, boolean reminded) {
    return weights(state, decided, reminded)
        .min(Comparator.naturalOrder())
        .map(weight -> new WorklistPlace(weight.ordinal(), weight.urgent()))
        .orElse(new WorklistPlace(rank(state), state == State.TO_CORRECT));
  }

  /** The weights that bring a report of this state to the top. */
  private static Stream<Weight> weights(State state, Decided decided, boolean reminded) {
    Stream<Weight> open = decided.open().stream().map(Problem::weight);
    Stream<Weight> agreed =
        reminded ? decided.toCorrect().stream().map(Problem::weight) : Stream.of();
    Stream<Weight> asked =
        decided.unanswered().stream().map(Problem::weight).filter(Weight::urgent);
    return switch (state) {
      case OPEN, TO_CORRECT, QUESTIONS -> Stream.of(open, agreed, asked).flatMap(s -> s);
      default -> Stream.of();
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
  long sortAt(Instant received) {
    return oldestFirst ? received.toEpochMilli() : -received.toEpochMilli();
  }
}
