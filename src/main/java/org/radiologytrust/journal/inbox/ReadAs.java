package org.radiologytrust.journal.inbox;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.PatientChange;

/** What a message was read as, whatever the journal decided about it. */
public enum ReadAs {
  REPORT,
  PATIENT_CHANGE,
  /** It was ignored or could not be used. */
  NEITHER;

  /** Reasons about messages that were read as reports, of the versions that did not store this. */
  private static final List<String> ABOUT_REPORTS =
      List.of(
          "the control id was used before for another message: number messages anew",
          "the control id was already used for a different message: give each message its own id",
          "an earlier message gave this accession or filler number to another patient: see PID-3",
          "an earlier message has this accession or filler number for another patient: check PID-3",
          "its order, document or study numbers belong to several reports of this patient: send the"
              + " accession number of the one that is meant",
          "adds to a report that was withdrawn: send the whole report again",
          "withdraws an addendum: send the whole report as it is now",
          "two reports of the message have the same number at the same site: give each its own",
          "issued before the version that is here already",
          "issued before the current version of the report");

  static ReadAs of(Disposition disposition) {
    if (disposition instanceof Parsed) {
      return REPORT;
    }
    return disposition instanceof PatientChange ? PATIENT_CHANGE : NEITHER;
  }

  /**
   * What was stored about a message.
   *
   * @param code {@code null} if an earlier version stored the message
   */
  static ReadAs of(@Nullable String code, Outcome outcome, String reason) {
    if (code != null) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
    if (outcome == Outcome.APPLIED || PatientChanges.REASONS.contains(reason)) {
      return PATIENT_CHANGE;
    }
    boolean stored = outcome == Outcome.PARSED || outcome == Outcome.DUPLICATE;
    return stored || ABOUT_REPORTS.contains(reason) ? REPORT : NEITHER;
  }

  /** As it is stored. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
