package org.radiologytrust.page.report;

import java.util.List;
import org.radiologytrust.journal.desk.PatientReports.Other;
import org.radiologytrust.page.door.ExamName;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.page.flag.Initials;
import org.radiologytrust.page.worklist.ResultSign;

/** A report in a short list: its date, what was examined, and its state as in the worklist. */
record ListedOther(Other other) {
  static List<ListedOther> of(List<Other> others) {
    return others.stream().map(ListedOther::new).toList();
  }

  String date() {
    return Times.date(other.at());
  }

  String exam() {
    return ExamName.of(other.row().exam().name(), other.row().exam().modality());
  }

  String initials() {
    return Initials.of(other.row().exam().givenName(), other.row().exam().familyName());
  }

  String site() {
    return other.row().site();
  }

  boolean preliminary() {
    return other.row().preliminary();
  }

  ResultSign sign() {
    return ResultSign.of(other.row());
  }

  String path() {
    return "/reports/" + other.row().report();
  }

  /** Withholds the patient. */
  @Override
  public String toString() {
    return "ListedOther";
  }
}
