package org.radiologytrust.journal.inbox;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why a report is refused, left out, or taken with a warning, whatever its message says alone. */
enum ReportRule {
  // refused
  OTHER_PATIENT(
      "an earlier message has this accession or filler number for another patient: check PID-3"),
  SEVERAL(
      "its order, document or study numbers belong to several reports of this patient: send the"
          + " accession number of the one that is meant"),
  SEVERAL_OF_NUMBER(
      "several reports of this patient have this accession number: send the filler order number of"
          + " the one that is meant (OBR-3, identifier of type FILL)",
      IntakeAlarm.NUMBER_SHARED),
  OTHER_PERSON_OF_NUMBER(
      "the stored reports with this patient's record number have another name and birth date: check"
          + " PID-3; release the message if the number is this patient's",
      IntakeAlarm.NUMBER_SHARED),
  TEXT_OF_ANOTHER(
      "the head of its text names another patient than PID or subject: compare the two; release the"
          + " message if the text is this patient's",
      IntakeAlarm.OTHER_PERSON),
  NUMBER_ALONE(
      "a report with this accession number is stored, and nothing else says whether this is a new"
          + " version of it: send the filler order number (OBR-3, identifier of type FILL); release"
          + " the message if it replaces the stored report",
      IntakeAlarm.NUMBER_SHARED),
  OTHER_EXAMINATION(
      "it changes a report, and the stored reports with this accession number are of other"
          + " examinations (OBR-4, DiagnosticReport.code): send the filler order number; release the"
          + " message if it is a report of its own",
      IntakeAlarm.NUMBER_SHARED),
  PART_OF_ORDERS(
      "it answers some of the orders that the stored report answers together: send the text of all;"
          + " release the message if it replaces the whole report",
      IntakeAlarm.NUMBER_SHARED),
  ORDER_UNKNOWN(
      "its words are not those of the stored report, and its time of release (OBR-22,"
          + " DiagnosticReport.issued) does not say that it is newer: compare the two; release the"
          + " message if it is the newer one",
      IntakeAlarm.VERSION_ORDER),
  ADDS_TO_WITHDRAWN("adds to a report that was withdrawn: send the whole report again"),
  ADDENDUM_WITHDRAWN("withdraws an addendum: send the whole report as it is now"),
  TWICE("two reports of the message have the same number at the same site: give each its own"),

  // left out
  RECEIVED_BEFORE("this version of the report was received before"),
  OLDER("issued before the current version of the report"),

  // taken with a warning
  BY_STATUS(
      "taken as the newest version, though its time of release does not say that it is: compare it"
          + " with the version before",
      IntakeAlarm.VERSION_ORDER),
  FUTURE(
      "its time of release is still to come and is not used: check the sender's clock and time zone"
          + " (rtl.zone)",
      IntakeAlarm.TIME_IN_FUTURE),
  NUMBER_OF_OTHERS(
      "a report of another patient has this accession number: check in which field the sender has"
          + " the accession number",
      IntakeAlarm.NUMBER_SHARED),
  NUMBER_OF_MANY(
      "more reports than rtl.intake.reports-of-number have this accession number: check in which"
          + " field the sender has the accession number",
      IntakeAlarm.NUMBER_SHARED),
  SIMILAR(
      "another report has this accession number but for case or leading zeros: check that they are"
          + " two examinations",
      IntakeAlarm.NUMBER_SIMILAR);

  private static final Set<ReportRule> RELEASABLE =
      EnumSet.of(
          OTHER_PERSON_OF_NUMBER,
          TEXT_OF_ANOTHER,
          NUMBER_ALONE,
          OTHER_EXAMINATION,
          PART_OF_ORDERS,
          ORDER_UNKNOWN);

  final String words;

  private final @Nullable IntakeAlarm alarm;

  ReportRule(String words) {
    this(words, null);
  }

  ReportRule(String words, @Nullable IntakeAlarm alarm) {
    this.words = words;
    this.alarm = alarm;
  }

  /** Whether the message is taken when a person who read the reason releases it. */
  boolean releasable() {
    return RELEASABLE.contains(this);
  }

  Optional<IntakeAlarm> alarm() {
    return Optional.ofNullable(alarm);
  }
}
