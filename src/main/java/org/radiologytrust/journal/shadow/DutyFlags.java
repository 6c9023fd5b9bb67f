package org.radiologytrust.journal.shadow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Weight;

/**
 * The critical flags and those of another patient's images in audits of shadow mode. One clinician
 * passes each on. A flag is stored once, with the audit that has it first; another run or version
 * that still has it adds none.
 */
public interface DutyFlags {
  /**
   * A flag.
   *
   * @param row of the worklist, which says nothing about the result
   * @param problem its key in the audit
   * @param reminders how often the clinician was reminded of it
   * @param passedBy empty if nobody has passed it on
   * @param told who was told of it; empty if that was not said
   * @param toldAt when; {@code null} if that was not said
   * @param takenBack when it was last taken back that it was passed on; {@code null} if it never
   *     was
   * @param ended when an audit no longer had it; {@code null} if none has said so
   * @param audit the newest that has it
   */
  record Duty(
      UUID id,
      Worklist.Row row,
      String problem,
      Weight weight,
      Instant found,
      int reminders,
      String passedBy,
      @Nullable Instant passed,
      String told,
      @Nullable Instant toldAt,
      @Nullable Instant takenBack,
      @Nullable Instant ended,
      Audit audit) {
    @Override
    public String toString() {
      return "Duty[" + id + "]";
    }
  }

  /**
   * How many there are: all = open + passed + gone.
   *
   * @param gone those that an audit no longer had before anybody passed them on
   */
  record Figures(long open, long passed, long gone) {}

  /** Those to be passed on: the heaviest first, and of the same weight the oldest. */
  List<Duty> open(int limit);

  /** All others, the newest first. */
  List<Duty> over(int limit);

  /** The flag with this id, open or over. */
  Optional<Duty> find(UUID id);

  /**
   * Stores that a person has passed a flag on.
   *
   * @param told who was told
   * @param toldAt when
   * @return false if it was passed on before, or there is no such flag
   */
  boolean pass(UUID id, String user, String told, Instant toldAt);

  /**
   * Stores that a person has not passed a flag on after all: it is open again, or gone.
   *
   * @return false if this person has not passed it on
   */
  boolean takeBack(UUID id, String user);

  /**
   * How many are open, if the clinician is to be reminded now: of one of them there was no reminder
   * within this time. Otherwise 0.
   */
  int due(Duration every);

  /** A reminder of all that are open was given. */
  void reminded();

  Figures figures();
}
