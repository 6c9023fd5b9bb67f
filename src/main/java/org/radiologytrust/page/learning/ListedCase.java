package org.radiologytrust.page.learning;

import java.util.List;
import java.util.Optional;
import org.radiologytrust.html.VisibleText;
import org.radiologytrust.journal.reviews.LearningCases.Case;
import org.radiologytrust.page.door.ExamName;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.review.Decided;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.ProblemWords;

/** A learning case as the pages show it. */
record ListedCase(Case kept, Titles titles, ProblemWords words) {
  String id() {
    return kept.id().toString();
  }

  String address() {
    return "/learning/cases/" + id();
  }

  String report() {
    return "/reports/" + kept.report();
  }

  private Optional<Problem> problem() {
    return Decided.of(kept.audit(), List.of()).find(kept.decision().problem());
  }

  String title() {
    return problem()
        .map(titles::of)
        .orElseGet(() -> titles.of(Problem.typeOf(kept.decision().problem())));
  }

  /** What is wrong; the words of the report are quoted. */
  List<ProblemWords.Piece> why() {
    return ProblemWords.pieces(
        VisibleText.plain(problem().map(p -> words.of(kept.audit(), p)).orElse("")));
  }

  String exam() {
    return ExamName.of(kept.audit().report().order());
  }

  /** Who kept it, and when. */
  String by() {
    return kept.decision().user() + ", " + Times.date(kept.decision().at());
  }

  String note() {
    return kept.note() == null ? "" : kept.note().words();
  }

  /** Whether what the flag rests on has changed since. */
  boolean evidenceChanged() {
    return kept.evidenceChanged();
  }

  /** Number of the note that is shown, as the form sends it back. */
  int seen() {
    return kept.note() == null ? 0 : kept.note().number();
  }

  /** Who wrote the note, and when; empty if nobody has. */
  String written() {
    return kept.note() == null ? "" : kept.note().user() + ", " + Times.dateTime(kept.note().at());
  }

  /** Withholds the report. */
  @Override
  public String toString() {
    return "ListedCase[" + id() + "]";
  }
}
