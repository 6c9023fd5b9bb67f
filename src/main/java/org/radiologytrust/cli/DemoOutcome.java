package org.radiologytrust.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Observation;
import org.radiologytrust.cli.DemoCase.Line;
import org.radiologytrust.cli.audit.ObservationParts;
import org.radiologytrust.cli.base.LineWrapper;

/** Compares the audit of a demo's case with what was drawn, and says so, whatever it is. */
final class DemoOutcome {
  private static final int WIDTH = LineWrapper.WIDTH;

  private DemoOutcome() {}

  /**
   * What a visitor is told before the audit.
   *
   * @param number of the case, from 1
   */
  static List<String> before(DemoCase study, int number) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        "=== Case "
            + number
            + " of "
            + DemoCase.ALL.size()
            + ": "
            + study.words().title()
            + " ===");
    lines.addAll(told("Drawn: ", study.words().drawn()));
    lines.addAll(told("The report says: ", study.words().report()));
    lines.addAll(told("Expected: ", study.words().expected()));
    lines.add("");
    return lines;
  }

  /** What came out, beside what was expected. */
  static List<String> after(DemoCase study, List<Observation> claims) {
    List<String> lines = new ArrayList<>();
    lines.addAll(told("Came out, checks: ", checks(study, claims)));
    lines.addAll(told("Came out, model: ", model(study, claims)));
    return lines;
  }

  private static List<String> told(String title, String text) {
    return LineWrapper.lines(title + text, "", WIDTH);
  }

  private static String checks(DemoCase study, List<Observation> claims) {
    long flagged = claims.stream().filter(DemoOutcome::checked).count();
    List<String> missing =
        study.report().stream()
            .filter(Line::flagged)
            .filter(line -> of(line, claims).filter(DemoOutcome::checked).isEmpty())
            .map(Line::text)
            .toList();
    long wanted = study.report().stream().filter(Line::flagged).count();
    String flags = flagged == 1 ? "1 flag" : flagged + " flags";
    return flags
        + (missing.isEmpty() && flagged == wanted
            ? ", as expected."
            : ", which is NOT as expected: " + wanted + " wanted, without it: " + missing + ".");
  }

  private static boolean checked(Observation claim) {
    return ObservationParts.values(claim, "check").findAny().isPresent();
  }

  private static String model(DemoCase study, List<Observation> claims) {
    if (claims.stream().allMatch(c -> c.hasDataAbsentReason() || checked(c))) {
      return "none judged a claim.";
    }
    List<String> other = new ArrayList<>();
    int same = 0;
    int compared = 0;
    for (Line line : study.report()) {
      Optional<Observation> claim = of(line, claims).filter(Observation::hasValueCodeableConcept);
      if (line.drawn() == null || claim.isEmpty()) {
        continue;
      }
      compared++;
      String code = claim.get().getValueCodeableConcept().getCodingFirstRep().getCode();
      if (code.equals(line.drawn().code())) {
        same++;
      } else {
        other.add('"' + line.text() + "\" is " + code.replace('_', ' '));
      }
    }
    return "the labels of "
        + same
        + " of "
        + compared
        + " claims fit what was drawn"
        + (other.isEmpty() ? "." : "; not these: " + String.join(", ", other) + ".");
  }

  /** The claim that quotes a line. A model may leave out its full stop. */
  private static Optional<Observation> of(Line line, List<Observation> claims) {
    return claims.stream().filter(claim -> bare(text(claim)).equals(bare(line.text()))).findFirst();
  }

  private static String text(Observation claim) {
    return ObservationParts.values(claim, "claim-text")
        .map(value -> value.primitiveValue())
        .findFirst()
        .orElse("");
  }

  private static String bare(String text) {
    return text.strip().replaceFirst("[.]$", "");
  }
}
