package org.radiologytrust.page.shadow;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.radiologytrust.html.VisibleText;
import org.radiologytrust.journal.shadow.DutyFlags.Duty;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Weight;
import org.radiologytrust.page.door.ExamName;
import org.radiologytrust.page.door.Layout;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.review.ProblemWords;
import org.radiologytrust.review.Problems;

/** A flag that the clinician passes on, or has passed on. */
record DutyFlag(Layout layout, Duty duty, Instant now, ProblemWords words) {
  String address() {
    return "/duty/" + duty.id();
  }

  /** Such as {@code Critical finding}. */
  String weight() {
    return duty.weight().title();
  }

  /** The sign of its weight, one character. */
  String symbol() {
    return duty.weight() == Weight.OTHER_PATIENT ? "◫" : "■";
  }

  String found() {
    return Times.when(duty.found(), now);
  }

  boolean open() {
    return duty.passed() == null && duty.ended() == null;
  }

  /** Whether the person who looks has passed it on, and may take that back. */
  boolean own() {
    return duty.passed() != null && duty.passedBy().equals(layout.user());
  }

  /** What became of it, such as {@code passed on by me to Dr. Ward, 10:52}. */
  String state() {
    if (duty.passed() != null) {
      return passed(duty.toldAt() == null ? duty.passed() : duty.toldAt());
    }
    if (duty.ended() != null) {
      return "gone from the report since " + Times.when(duty.ended(), now);
    }
    return "open"
        + (duty.takenBack() == null ? "" : " again since " + Times.when(duty.takenBack(), now))
        + (duty.reminders() == 0 ? "" : ", reminders: " + duty.reminders());
  }

  private String passed(Instant at) {
    return "passed on by "
        + (own() ? "me" : duty.passedBy())
        + (duty.told().isEmpty() ? "" : " to " + VisibleText.plain(duty.told()))
        + ", "
        + Times.when(at, now);
  }

  String accession() {
    return VisibleText.plain(duty.row().exam().accession());
  }

  String patient() {
    Patient patient = duty.audit().report().patient();
    return VisibleText.plain(
        Stream.of(patient.familyName(), patient.givenName())
            .filter(part -> !part.isBlank())
            .reduce((family, given) -> family + ", " + given)
            .orElse("Name not known"));
  }

  /** The numbers by which the report is found in the reporting system. */
  String numbers() {
    return VisibleText.plain(
        Stream.concat(
                duty.audit().report().order().accessionNumbers().stream(),
                duty.audit().report().patient().identifiers().stream().map(id -> id.value()))
            .filter(number -> !number.isBlank())
            .distinct()
            .reduce((one, other) -> one + ", " + other)
            .orElse("none"));
  }

  String exam() {
    return VisibleText.plain(ExamName.of(duty.row().exam().name(), duty.row().exam().modality()));
  }

  String radiologist() {
    return VisibleText.plain(duty.row().exam().radiologist());
  }

  /** The sentence about the flag. */
  List<ProblemWords.Piece> why() {
    return ProblemWords.pieces(
        VisibleText.plain(
            Stream.concat(Problems.of(duty.audit()).stream(), Problems.asked(duty.audit()).stream())
                .filter(problem -> problem.key().equals(duty.problem()))
                .findFirst()
                .map(problem -> words.of(duty.audit(), problem))
                .orElse("")));
  }

  /** The text in which it stands. */
  String text() {
    return duty.audit().report().text();
  }

  @Override
  public String toString() {
    return duty.toString();
  }
}
