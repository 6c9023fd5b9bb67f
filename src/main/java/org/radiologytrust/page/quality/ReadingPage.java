package org.radiologytrust.page.quality;

import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.quality.Readings.Given;
import org.radiologytrust.journal.quality.Readings.Item;
import org.radiologytrust.journal.quality.Readings.Kind;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Report;
import org.radiologytrust.page.door.Layout;
import org.radiologytrust.review.FieldWords;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.Problems;
import org.radiologytrust.session.Right;

/**
 * The model of the page on which a person reads samples, and the flags of an acceptance. It says
 * neither which check made a flag, nor whether it was told, nor who the patient is, nor what was
 * found so far.
 *
 * @param item {@code null} if all is read
 * @param newest the person's newest answer about it; {@code null} if there is none
 * @param last the person's last answer that stands; {@code null} if there is none
 * @param given id of the answer that the page may send; another one for each page
 */
record ReadingPage(
    Layout layout, @Nullable Item item, @Nullable Given newest, @Nullable Given last, UUID given) {
  boolean ofReport() {
    return shown().kind() == Kind.REPORT;
  }

  /** Whether it is a flag of an acceptance. */
  boolean acceptance() {
    return shown().kind() == Kind.TELL;
  }

  String notice() {
    return acceptance() ? "A flag of your own reports, in random order" : "A random sample";
  }

  boolean seesPilot() {
    return layout.may(Right.SEE_TRIAL);
  }

  /** What is read. */
  Item shown() {
    return Objects.requireNonNull(item);
  }

  private Report report() {
    return shown().audit().report();
  }

  private Optional<Problem> problem() {
    return Problems.every(shown().audit()).stream()
        .filter(p -> p.key().equals(shown().problem()))
        .findFirst();
  }

  ReadText text() {
    return problem()
        .map(p -> ReadText.of(report().text(), p))
        .orElseGet(() -> ReadText.plain(report().text()));
  }

  String say() {
    return problem().map(Problem::why).orElse("");
  }

  /** What stands elsewhere than in the text: in the order, in the patient's data. */
  List<String> against() {
    return problem().stream()
        .flatMap(p -> p.checks().stream())
        .map(CheckResult::second)
        .filter(Objects::nonNull)
        .filter(e -> e.span() == null)
        .map(e -> FieldWords.of(e.value()).orElse(e.value()))
        .distinct()
        .toList();
  }

  String exam() {
    String display = report().order().procedure().display();
    return display.isEmpty() ? report().order().modality() : display;
  }

  String sex() {
    return report().patient().sex().name().toLowerCase(Locale.ROOT);
  }

  /** In years, when the report was issued; empty if it is not known. */
  String age() {
    LocalDate born = report().patient().birthDate();
    return born == null || report().issued() == null
        ? ""
        : Period.between(born, report().issued().atZone(ZoneOffset.UTC).toLocalDate()).getYears()
            + "";
  }

  String seen() {
    return newest == null ? "" : newest.id().toString();
  }

  /** Withholds the report. */
  @Override
  public String toString() {
    return "ReadingPage";
  }
}
