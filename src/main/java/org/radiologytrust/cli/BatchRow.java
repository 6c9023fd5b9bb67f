package org.radiologytrust.cli;

import java.util.Locale;
import org.radiologytrust.model.Texts;

/**
 * What became of one case of a batch. Holds no words of its report.
 *
 * @param id its folder's name
 * @param input what it was made from: see {@link BatchFolder}
 * @param score {@code null} where there is none
 * @param severity low, medium, high, or empty
 * @param reason why it was not audited, or what its audit rests on or lacks
 */
record BatchRow(
    String id,
    String input,
    Outcome outcome,
    Integer score,
    String severity,
    int supported,
    int uncertain,
    int needsReview,
    int notAssessed,
    String reason) {
  enum Outcome {
    /** A model assessed at least one claim. */
    AUDITED("audited"),
    /** The checks alone ran. */
    CHECKED_ONLY("checked only"),
    /** The audit says that and why it could not be made. */
    NOT_AUDITABLE("not auditable"),
    /** There is none: the case cannot be read, or no answer came. */
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
    severity = Texts.orEmpty(severity);
    reason = Texts.orEmpty(reason);
  }

  static BatchRow refused(String id, String reason) {
    return new BatchRow(id, "", Outcome.REFUSED, null, "", 0, 0, 0, 0, reason);
  }

  /**
   * @param warning what may be wrong with the case, or empty
   */
  static BatchRow of(String id, String input, AuditResult a, String warning) {
    var summary = a.summary();
    String told =
        AuditTable.component(summary, "failure") + " " + AuditTable.component(summary, "note");
    return new BatchRow(
        id,
        input,
        Outcome.valueOf(AuditTable.outcome(summary).replace('-', '_').toUpperCase(Locale.ROOT)),
        a.score(),
        a.severity(),
        AuditTable.count(summary, "claims-supported"),
        AuditTable.count(summary, "claims-uncertain"),
        AuditTable.count(summary, "claims-needs-review"),
        AuditTable.count(summary, "claims-not-assessed"),
        (told.strip() + " " + warning).strip());
  }

  boolean audited() {
    return outcome == Outcome.AUDITED;
  }
}
