package org.radiologytrust.page.flag;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Span;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.SamePatient;

/**
 * A problem as the page shows it.
 *
 * @param title name of its kind, at most 28 characters
 * @param quote the claim that it is about, or the words, or what the model saw
 * @param say one or two sentences that say what is wrong
 * @param framed the places of the words that it is compared with
 * @param original the words that a rewording replaces; empty for something that the report lacks
 * @param proposal wording that a model proposes; empty if there is none
 * @param samePatient what people said about whose the images are; nothing for other problems
 * @param open whether something is left to decide about it
 * @param standing the decision that stands; {@code null} if there is none
 * @param newest the newest decision, an undo too; {@code null} if nobody ever decided
 */
public record Flag(
    Problem problem,
    String title,
    String quote,
    String say,
    List<Proof> proofs,
    Basis basis,
    List<Span> framed,
    String original,
    String proposal,
    SamePatient samePatient,
    boolean open,
    @Nullable Decision standing,
    @Nullable Decision newest) {
  public Flag {
    proofs = List.copyOf(proofs);
    framed = List.copyOf(framed);
  }

  public int number() {
    return problem.number();
  }

  public Sign sign() {
    return Sign.ofProblem(problem);
  }

  /** What the list says at the end of the row; empty if there is nothing to say. */
  public String state() {
    if (standing != null) {
      return open ? "one of two" : "✓ " + DecisionWords.state(standing.kind());
    }
    int places = problem.places().size();
    return places > 1 ? places + " places" : "";
  }

  /** What was decided, in one word; {@code null} while the problem is open. */
  public @Nullable String decision() {
    return open || standing == null ? null : DecisionWords.state(standing.kind());
  }

  /** Whether two people have confirmed that report and images are of the same patient. */
  public boolean confirmed() {
    return samePatient.confirmed();
  }

  /** Whether the report lacks the words that the flag is about. */
  boolean missing() {
    return problem.type().equals(Problem.OMISSION);
  }

  /** For the screen reader, such as {@code Flag 1, needs review, agreed}. */
  String spoken() {
    return "Flag " + number() + ", " + sign().words() + spokenState();
  }

  /** Such as {@code , agreed}; empty while the problem is open. */
  String spokenState() {
    return standing == null ? "" : ", " + DecisionWords.did(standing.kind());
  }

  /** Withholds the words of the report. */
  @Override
  public String toString() {
    return "Flag[" + number() + "]";
  }
}
