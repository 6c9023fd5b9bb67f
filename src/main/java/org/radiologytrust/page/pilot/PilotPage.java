package org.radiologytrust.page.pilot;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.acceptance.AcceptanceDesk;
import org.radiologytrust.acceptance.AcceptanceDesk.State;
import org.radiologytrust.acceptance.GoLimits;
import org.radiologytrust.journal.quality.Acceptances.Acceptance;
import org.radiologytrust.journal.quality.Acceptances.End;
import org.radiologytrust.journal.quality.Acceptances.Outcome;
import org.radiologytrust.journal.quality.Acceptances.Rule;
import org.radiologytrust.page.door.Layout;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.review.Share;
import org.radiologytrust.session.Right;

/**
 * What the page of an acceptance shows.
 *
 * @param next the rule of one that begins now
 * @param state {@code null} if there was none
 * @param result {@code null} until all flags are read, and if it was given up
 * @param refused why what was asked before this page was not done; empty if it was
 */
record PilotPage(
    Layout layout,
    Titles titles,
    Rule next,
    @Nullable State state,
    @Nullable PilotResult result,
    String refused) {
  /** How many reports the form proposes. */
  private static final int PROPOSED = 2000;

  /** Whether one is read, or waits for a person. */
  boolean running() {
    return state != null && state.acceptance().running();
  }

  State known() {
    return Objects.requireNonNull(state);
  }

  PilotResult found() {
    return Objects.requireNonNull(result);
  }

  int read() {
    return known().flags() - known().unread();
  }

  boolean may() {
    return layout.may(Right.CHANGE_STRENGTHS);
  }

  int proposed() {
    return PROPOSED;
  }

  int most() {
    return AcceptanceDesk.MOST_REPORTS;
  }

  String begun() {
    Acceptance one = known().acceptance();
    return "rule fixed %s by %s".formatted(Times.dateTime(one.begun()), one.begunBy());
  }

  /** What became of it, when and by whom; empty while it runs. */
  String ended() {
    End end = known().acceptance().end();
    return end == null
        ? ""
        : "%s %s by %s".formatted(ended(end.outcome()), Times.dateTime(end.at()), end.user());
  }

  /** Nobody accepts a no go. */
  private static String ended(Outcome outcome) {
    return switch (outcome) {
      case GO, QUIET -> "Accepted";
      case NO_GO -> "No go, stored";
      case GIVEN_UP -> "Given up";
    };
  }

  /** What the rule needs; before it begins, with as many reports as the form proposes. */
  List<String> needs() {
    GoLimits limits = new GoLimits(running() ? known().acceptance().rule() : next);
    return List.of(
        limits.needed(),
        limits.in(running() ? known().acceptance().reports() : PROPOSED),
        limits.judged());
  }

  static String go(Rule rule) {
    return "Wrong flags: upper bound at most %s in 100 reports. Right: lower bound at least %s %%."
        .formatted(Share.number(rule.mostWrong()), Share.number(rule.leastRight()));
  }

  static String quiet(Rule rule) {
    return rule.mostQuiet() == 0
        ? "Not allowed by this rule."
        : "The same, with at most %d quiet: first those of whose flags less than %s %% are right, then those with the most wrong flags, until both bounds are met. Checks that always tell never go quiet."
            .formatted(rule.mostQuiet(), Share.number(rule.leastRight()));
  }

  static String noGo(Rule rule) {
    return "Not met with %d quiet, or fewer than %d flags judged right or wrong."
        .formatted(rule.mostQuiet(), rule.leastFlags());
  }

  @Override
  public String toString() {
    return "PilotPage";
  }
}
