package org.radiologytrust.page.flag;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Span;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.SamePatient;

/**
 * A problem, or a question, as the page shows it.
 *
 * @param problem the first of its reasons, with the places and results of all
 * @param reasons what each check says; the loudest first
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
 * @param steps what happened so far and what comes next; empty unless it is to be corrected
 */
public record Flag(
    Problem problem,
    List<Reason> reasons,
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
    @Nullable Decision newest,
    List<Step> steps) {
  public Flag {
    reasons = List.copyOf(reasons);
    proofs = List.copyOf(proofs);
    framed = List.copyOf(framed);
    steps = List.copyOf(steps);
  }

  /**
   * What one check says about the error.
   *
   * @param newest id of the newest decision about it, an undo too; {@code null} if nobody ever
   *     decided
   */
  public record Reason(String key, @Nullable UUID newest) {
    /** As a form sends it. */
    private String seen() {
      return key + "=" + (newest == null ? "" : newest);
    }
  }

  /** Id of the newest decision about the first reason, as a form sends it. */
  public String seen() {
    UUID first = reasons.get(0).newest();
    return first == null ? "" : first.toString();
  }

  /** The keys of the other reasons with their newest decisions, as a form sends them. */
  public String also() {
    return reasons.stream().skip(1).map(Reason::seen).collect(Collectors.joining(" "));
  }

  /**
   * One step on the way from the report to its correction.
   *
   * @param sign one character
   * @param when empty for what is still ahead, or not known
   */
  public record Step(String sign, String when, String what) {
    public boolean ahead() {
      return sign.equals(AHEAD);
    }
  }

  static final String AHEAD = "·";

  public int number() {
    return problem.number();
  }

  public Sign sign() {
    return Sign.ofProblem(problem);
  }

  /** Whether a check only asks: nobody has to decide. */
  public boolean asks() {
    return problem.asks();
  }

  /** Why it only asks. */
  public String whyAsks() {
    return problem.checks().get(0).why();
  }

  /** The word lists that have its words, each once. */
  public List<String> lists() {
    return problem.checks().stream().flatMap(check -> check.lists().stream()).distinct().toList();
  }

  /** Whether people agreed with it, and nothing else is known yet. */
  public boolean toCorrect() {
    return standing != null && standing.kind().agrees();
  }

  /** The symbol of its state: that of its label while it is open. */
  public String symbol() {
    if (open || standing == null) {
      return sign().symbol();
    }
    if (toCorrect()) {
      return "✎";
    }
    return standing.kind() == Decision.Kind.LEFT ? "◌" : "✓";
  }

  /** What the list says at the end of the row; empty if there is nothing to say. */
  public String state(DecisionWords words) {
    if (standing == null) {
      int places = problem.places().size();
      return reasons.size() > 1
          ? reasons.size() + " reasons"
          : places > 1 ? places + " places" : "";
    }
    if (open) {
      return "one of two";
    }
    return symbol() + " " + said(standing, words);
  }

  private String said(Decision decision, DecisionWords words) {
    if (toCorrect()) {
      return words.age(decision);
    }
    return decision.follows() == null
        ? DecisionWords.state(decision.kind())
        : "version " + decision.follows().version();
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

  /** Such as {@code , agreed, to be corrected}; empty while the problem is open. */
  String spokenState() {
    return standing == null
        ? ""
        : ", " + DecisionWords.did(standing.kind()) + (toCorrect() ? ", to be corrected" : "");
  }

  /** Withholds the words of the report. */
  @Override
  public String toString() {
    return "Flag[" + number() + "]";
  }
}
