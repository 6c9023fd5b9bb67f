package org.radiologytrust.page.decide;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.reviews.Reviews.Outcome;
import org.radiologytrust.page.door.Layout;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.page.flag.DecisionWords;
import org.radiologytrust.page.flag.Flag;
import org.radiologytrust.page.flag.FlagsColumn;
import org.radiologytrust.review.Decision;
import org.radiologytrust.session.Right;

/**
 * What a person may decide about the flags of an audit, and what became of the last key.
 *
 * @param words the person is the one whom they call "you"
 * @param obstacle why nothing can be decided
 * @param refused number of the flag about which the person's key was not stored, because somebody
 *     else decided meanwhile; 0 for none
 */
public record Deciding(
    Layout layout, FlagsColumn column, DecisionWords words, Obstacle obstacle, int refused) {
  /** Why a person cannot decide. */
  enum Obstacle {
    NONE,
    /** The person's rights do not reach so far. */
    ROLE,
    /** The report was corrected, withdrawn or audited again since the page was opened. */
    OUTDATED
  }

  /** For a person who has not decided on this page yet. */
  public static Deciding of(Layout layout, FlagsColumn column, DecisionWords words) {
    Obstacle obstacle = layout.may(Right.DECIDE) ? Obstacle.NONE : Obstacle.ROLE;
    return new Deciding(layout, column, words, obstacle, 0);
  }

  /**
   * The same after a key.
   *
   * @param number of the flag about which it was not stored; 0 for none
   */
  Deciding after(Outcome outcome, int number) {
    Obstacle now = outcome == Outcome.OUTDATED ? Obstacle.OUTDATED : obstacle;
    return new Deciding(layout, column, words, now, number);
  }

  /** Whether the person decides about flags. */
  boolean may() {
    return obstacle == Obstacle.NONE;
  }

  /** Whether the person may decide anything about a flag. */
  boolean may(Flag flag) {
    return may()
        || obstacle == Obstacle.ROLE
            && flag.problem().ofPatient()
            && layout.may(Right.CONFIRM_PATIENT);
  }

  /** Whether the person may say that report and images are of the same patient. */
  boolean mayConfirm(Flag flag) {
    return may(flag) && flag.open() && !flag.samePatient().saidBy(words.user());
  }

  /** The address that stores a decision. */
  String address() {
    return "/reports/" + column.report() + "/decisions";
  }

  /** Whether the key about this flag was not stored. */
  boolean collided(Flag flag) {
    return refused == flag.number();
  }

  /** Whether the flag tells that the person's last key was not stored. */
  boolean unstored(Flag flag) {
    return collided(flag) || obstacle == Obstacle.OUTDATED && column.inHand() == flag.number();
  }

  /** Whether the flag shows what was decided instead of the buttons. */
  boolean outcome(Flag flag) {
    return !may(flag) || !flag.open() || collided(flag);
  }

  /** Whether the decision is the person's own. */
  boolean own(Decision decision) {
    return decision.user().equals(words.user());
  }

  /** Whether no flag is open. */
  boolean finished() {
    return column.open() == 0;
  }

  /** What the reason of a dismissal says about the flag; empty where that is not known. */
  String verdict(Decision decision) {
    return decision.verdict() == null ? "" : DecisionWords.verdict(decision.verdict());
  }

  /**
   * The flag of the last line: the one whose key was not stored, else the person's last decision,
   * else the last decision of anybody.
   */
  Optional<Flag> last() {
    return column.all().stream()
        .filter(flag -> flag.newest() != null)
        .max(
            Comparator.comparing(this::collided)
                .thenComparing(flag -> own(flag.newest()))
                .thenComparing(flag -> flag.newest().at()));
  }

  /** Whether the last line tells of this flag; then the words need not stand twice. */
  boolean told(Flag flag) {
    return last().filter(flag::equals).isPresent();
  }

  /**
   * The decision that stands and that the person may take back: an own one, or one that the engine
   * carried on; {@code null} if there is none.
   */
  @Nullable Decision undoable(Flag flag) {
    Decision standing = flag.standing();
    boolean mayUndo =
        may() || may(flag) && standing != null && standing.kind() == Decision.Kind.SAME_PATIENT;
    return mayUndo && standing != null && (own(standing) || standing.carried()) ? standing : null;
  }

  /** Whether the person's own last decision, made here, can be taken back from anywhere. */
  boolean undoLast(Flag flag) {
    Decision undoable = undoable(flag);
    return undoable != null && !undoable.carried();
  }

  /** The confirmation that the person may take back; {@code null} if there is none. */
  @Nullable Decision revocable(Flag flag) {
    return may(flag) && flag.confirmed() ? flag.standing() : null;
  }

  /** Who has said that it is the same patient, such as {@code You and otto}. */
  String saidSame(Flag flag) {
    String who =
        flag.samePatient().said().stream()
            .map(decision -> own(decision) ? "you" : decision.user())
            .collect(Collectors.joining(" and "));
    return who.startsWith("you") ? "Y" + who.substring(1) : who;
  }

  /** Such as {@code at 10:42}, or {@code in version 1, on 1 Apr 2026 10:42}. */
  String at(Decision decision) {
    String version = DecisionWords.inVersion(decision);
    return (version.isEmpty() ? "" : version.strip() + ", ") + Times.at(decision.at(), words.now());
  }

  /** Withholds the words of the report. */
  @Override
  public String toString() {
    return "Deciding[" + column.report() + "]";
  }
}
