package org.radiologytrust.page;

import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
record Deciding(
    Layout layout, FlagsColumn column, DecisionWords words, Obstacle obstacle, int refused) {
  /** Why a person cannot decide. */
  enum Obstacle {
    NONE,
    /** The person may only read. */
    ROLE,
    /** The report was corrected, withdrawn or audited again since the page was opened. */
    OUTDATED
  }

  /** For a person who has not decided on this page yet. */
  static Deciding of(Layout layout, FlagsColumn column, DecisionWords words) {
    Obstacle obstacle = layout.may(Right.DECIDE) ? Obstacle.NONE : Obstacle.ROLE;
    return new Deciding(layout, column, words, obstacle, 0);
  }

  boolean may() {
    return obstacle == Obstacle.NONE;
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
    return !may() || !flag.open() || collided(flag);
  }

  /** Whether the decision is the person's own. */
  boolean own(Decision decision) {
    return decision.user().equals(words.user());
  }

  /** Whether every flag has a decision. */
  boolean finished() {
    return column.open() == 0;
  }

  /**
   * The flag of the last line: the one whose key was not stored, else the person's last decision,
   * else the last decision of anybody.
   */
  Optional<Flag> last() {
    return column.flags().stream()
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

  /** The person's own decision that stands; {@code null} if there is none to take back. */
  @Nullable Decision undoable(Flag flag) {
    Decision standing = flag.standing();
    return may() && standing != null && own(standing) ? standing : null;
  }

  /** Such as {@code at 10:42}, or {@code on 1 Apr 2026, 10:42} for another day. */
  String at(Decision decision) {
    return Times.at(decision.at(), words.now());
  }

  /** Withholds the words of the report. */
  @Override
  public String toString() {
    return "Deciding[" + column.report() + "]";
  }
}
