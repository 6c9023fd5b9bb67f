package org.radiologytrust.page.worklist;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.html.VisibleText;
import org.radiologytrust.journal.reviews.Expected;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.journal.reviews.Worklist.State;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.page.door.ExamName;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.page.flag.Initials;
import org.radiologytrust.review.ProblemWords;

/**
 * A row of the worklist as the page shows it.
 *
 * @param now the time against which the age is told
 */
record ListedReport(Worklist.Row row, Instant now, Titles titles, ProblemWords words) {
  /** A signature is told that is older than the row by more than this. */
  private static final Duration SIGNED_BEFORE = Duration.ofHours(1);

  /** Most checks that a row names. All of them did not finish where the language is another. */
  private static final int MOST_NAMED = 5;

  String initials() {
    return Initials.of(row.exam().givenName(), row.exam().familyName());
  }

  /** What was examined; the report has no other name for those who do not see the patient's. */
  String exam() {
    return ExamName.of(row.exam().name(), row.exam().modality());
  }

  String accession() {
    return row.exam().accession().isBlank() ? "no number" : row.exam().accession();
  }

  /** How long ago the first version came that had the flags of the row. */
  String age() {
    return Times.age(row.since(), now);
  }

  /** How long people have agreed that something is to be corrected. */
  String agreedAge() {
    Instant agreed = row.correction().agreed();
    return agreed == null ? "" : Times.age(agreed, now);
  }

  /** Who agreed with the first that is to be corrected, and when. */
  String agreed() {
    Instant agreed = row.correction().agreed();
    return agreed == null ? "" : row.correction().by() + ", " + Times.when(agreed, now);
  }

  /** When the last reminder was given. */
  String reminded() {
    Instant reminded = row.correction().reminded();
    return reminded == null ? "not yet" : Times.when(reminded, now);
  }

  /** What is wrong, or why there is nothing to do; the words of the report are quoted. */
  List<ProblemWords.Piece> why() {
    return ProblemWords.pieces(
        switch (row.state()) {
          case OPEN, QUESTIONS, TO_CORRECT -> problem();
          case NO_FLAG -> "Nothing to decide.";
          case DECIDED -> decided();
          case WAITING -> waiting();
          case NOT_AUDITABLE -> notAuditable();
          case WITHDRAWN -> "The sending system took this report back.";
          case TRIAL -> "The product is in a trial. Its result is not shown here.";
        });
  }

  private String problem() {
    String sentence = sentence();
    return sentence.isBlank() ? titles.of(row.problems().type()) + "." : sentence;
  }

  /** A character that nobody sees must not hide a word. */
  private String sentence() {
    return VisibleText.plain(words.of(row.problems().first()));
  }

  /** More about the problems, in our own words; empty if there is nothing more. */
  String more() {
    return switch (row.state()) {
      case OPEN, QUESTIONS, TO_CORRECT ->
          Stream.of(waitsForCorrection(), places(), others(), signed())
              .filter(part -> !part.isEmpty())
              .collect(Collectors.joining(" "));
      default -> "";
    };
  }

  private String waitsForCorrection() {
    return row.state() == State.TO_CORRECT
        ? "Agreed " + agreedAge() + " ago, " + sinceAgreed() + "."
        : "";
  }

  private String sinceAgreed() {
    Integer still = row.correction().still();
    Instant agreed = row.correction().agreed();
    if (still == null || agreed == null) {
      return "no new version";
    }
    // a version that came while it was being decided came before the decision
    return agreed.isBefore(row.received())
        ? "version %d came %s after, and still says it"
            .formatted(still, Times.age(agreed, row.received()))
        : "version %d still says it".formatted(still);
  }

  /** The age of the signature where it is much older than the row. */
  private String signed() {
    Instant signed = row.signed();
    return signed == null || signed.isAfter(row.since().minus(SIGNED_BEFORE))
        ? ""
        : "Signed " + Times.age(signed, now) + " ago.";
  }

  private String places() {
    int places = row.problems().places();
    return places > 1 ? "In " + places + " places." : "";
  }

  private String others() {
    Worklist.Problems all = row.problems();
    int open = all.open() - (row.state() == State.OPEN ? 1 : 0);
    int asked = all.questions() - (row.state() == State.QUESTIONS ? 1 : 0);
    String others =
        Stream.of(
                open > 0 ? open + " more" : "",
                asked > 0 ? asked + (asked == 1 ? " question" : " questions") : "")
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(", "));
    return others.isEmpty() ? "" : others + ".";
  }

  private String decided() {
    Integer version = row.correction().version();
    if (version != null) {
      return "Corrected in version " + version + after() + ".";
    }
    if (row.correction().gone() != null) {
      return "A critical finding is gone in version "
          + row.correction().gone()
          + "; the report names no call.";
    }
    int all = row.problems().all() + row.problems().questions();
    return Math.max(1, all) + (all > 1 ? " problems" : " problem") + " decided" + by(all) + ".";
  }

  private String after() {
    return row.correction().after() == null
        ? ""
        : " after " + Times.age(now.minus(row.correction().after()), now);
  }

  private String by(int all) {
    return row.decided() == null
        ? ""
        : (all > 1 ? ", last by " : " by ")
            + row.decided().by()
            + ", "
            + Times.when(row.decided().at(), now);
  }

  private String waiting() {
    if (row.result().outcome() == null) {
      return "Not checked yet.";
    }
    return "No flag in the text so far. "
        + (row.result().expecting() == Expected.IMAGES
            ? "Images are still expected."
            : "The audit has not ended.");
  }

  private String notAuditable() {
    if (row.problems().all() > 0 && row.result().unfinished().isEmpty()) {
      return sentence() + " Decided" + by(row.problems().all()) + ".";
    }
    if (!row.result().unfinished().isEmpty()) {
      List<String> checks = row.result().unfinished().stream().map(titles::of).toList();
      if (checks.size() > MOST_NAMED) {
        return "Not checked: " + checks.size() + " checks did not finish.";
      }
      return (checks.size() == 1 ? "This check did not finish: " : "These checks did not finish: ")
          + String.join(", ", checks)
          + ".";
    }
    return "Could not be audited. " + VisibleText.plain(row.result().failure());
  }

  /** What was compared. */
  String checked() {
    if (row.state() == State.TRIAL) {
      return "not shown";
    }
    AuditOutcome outcome = row.result().outcome();
    if (outcome == null) {
      return "not yet";
    }
    return switch (outcome) {
      case AUDITED -> row.result().assessed() + " of " + row.result().claims() + " claims";
      case CHECKED_ONLY ->
          switch (row.result().expecting()) {
            case IMAGES -> "text checked, images expected";
            case RUN -> "text checked, audit not ended";
            case NOTHING -> "text only";
          };
      case NOT_AUDITABLE -> row.problems().all() > 0 ? "text only" : "nothing";
    };
  }

  @Override
  public String toString() {
    return row.toString();
  }
}
