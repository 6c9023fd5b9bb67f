package org.radiologytrust.cli.audit;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Texts;
import org.radiologytrust.model.Weight;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.review.Problem;

/**
 * The result of one case of a batch. Holds no words of the report.
 *
 * @param id the name of the case's folder
 * @param input hash of the input; empty if the case was refused
 * @param weight of the heaviest flag, as in {@link Weight#code}; empty where nothing is flagged
 * @param flags the title of the heaviest flag, and how many more there are; empty without a flag
 * @param score 0 to 100; {@code null} if there is none
 * @param severity low, medium or high; empty where nothing is flagged and there is no score
 * @param reason why the case was not audited, or the audit's note; may be empty
 */
record BatchRow(
    String id,
    String input,
    Outcome outcome,
    String weight,
    String flags,
    @Nullable Integer score,
    String severity,
    int supported,
    int uncertain,
    int needsReview,
    int notAssessed,
    String reason) {
  enum Outcome {
    /** A model assessed at least one claim. */
    AUDITED("audited"),
    /** Only the checks ran. */
    CHECKED_ONLY("checked only"),
    /** The audit failed, and says why. */
    NOT_AUDITABLE("not auditable"),
    /** There is no audit: the case cannot be read, or the audit did not finish. */
    REFUSED("refused");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  BatchRow {
    input = Texts.orEmpty(input);
    weight = Texts.orEmpty(weight);
    flags = Texts.orEmpty(flags);
    severity = Texts.orEmpty(severity);
    reason = Texts.orEmpty(reason);
  }

  static BatchRow refused(String id, String reason) {
    return new BatchRow(id, "", Outcome.REFUSED, "", "", null, "", 0, 0, 0, 0, reason);
  }

  /**
   * @param titles of the kinds of flags
   * @param warning a possible problem of the case; empty if none
   */
  static BatchRow of(String id, String input, AuditResult a, Titles titles, String warning) {
    var summary = a.summary();
    String told =
        ObservationParts.component(summary, "failure")
            + " "
            + ObservationParts.component(summary, "note");
    return new BatchRow(
        id,
        input,
        Outcome.valueOf(AuditTable.outcome(summary).replace('-', '_').toUpperCase(Locale.ROOT)),
        a.problems().stream().findFirst().map(p -> p.weight().code()).orElse(""),
        flags(a.problems(), titles),
        a.score(),
        a.severity(),
        AuditTable.count(summary, "claims-supported"),
        AuditTable.count(summary, "claims-uncertain"),
        AuditTable.count(summary, "claims-needs-review"),
        AuditTable.count(summary, "claims-not-assessed"),
        (told + " " + warning).strip().replaceAll(" +", " "));
  }

  /** Such as {@code Side: order, report; and 2 more}: titles, which have no words of the report. */
  private static String flags(List<Problem> problems, Titles titles) {
    if (problems.isEmpty()) {
      return "";
    }
    String first = titles.of(problems.get(0));
    return problems.size() == 1 ? first : first + "; and " + (problems.size() - 1) + " more";
  }

  boolean audited() {
    return outcome == Outcome.AUDITED;
  }
}
