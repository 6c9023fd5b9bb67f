package org.radiologytrust.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Observation;
import org.radiologytrust.cli.DemoCase.Line;
import org.radiologytrust.cli.audit.ObservationParts;
import org.radiologytrust.cli.base.LineWrapper;
import org.radiologytrust.model.Label;

/**
 * Compares the audit of a demo's case with what was drawn, and says so, whatever it is.
 *
 * @param good whether it is as expected
 */
record DemoOutcome(boolean good, List<String> lines) {
  private static final int WIDTH = LineWrapper.WIDTH;

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

  /**
   * What came out, beside what was expected.
   *
   * @param model whether there was a model to judge the claims
   */
  static DemoOutcome of(DemoCase study, List<Observation> claims, boolean model) {
    Part checks = checks(study, claims);
    Part judged = model ? model(study, claims) : new Part(true, "there was none.");
    List<String> lines = new ArrayList<>(told("Came out, checks: ", checks.words));
    lines.addAll(told("Came out, model: ", judged.words));
    return new DemoOutcome(checks.good && judged.good, lines);
  }

  /**
   * What the checks or the model said.
   *
   * @param good whether it is as expected
   */
  private record Part(boolean good, String words) {}

  private static List<String> told(String title, String text) {
    return LineWrapper.lines(title + text, "", WIDTH);
  }

  private static Part checks(DemoCase study, List<Observation> claims) {
    long flagged = claims.stream().filter(DemoOutcome::checked).count();
    List<String> missing =
        study.report().stream()
            .filter(Line::flagged)
            .filter(line -> of(line, claims).filter(DemoOutcome::checked).isEmpty())
            .map(Line::text)
            .toList();
    long wanted = study.report().stream().filter(Line::flagged).count();
    boolean good = missing.isEmpty() && flagged == wanted;
    String flags = flagged == 1 ? "1 flag" : flagged + " flags";
    return new Part(
        good,
        flags
            + (good
                ? ", as expected."
                : ", which is NOT as expected: "
                    + wanted
                    + " wanted, without it: "
                    + missing
                    + "."));
  }

  private static boolean checked(Observation claim) {
    return ObservationParts.values(claim, "check").findAny().isPresent();
  }

  private static Part model(DemoCase study, List<Observation> claims) {
    List<String> other = new ArrayList<>();
    List<Line> judged = study.report().stream().filter(line -> line.drawn() != null).toList();
    for (Line line : judged) {
      String label = label(line, claims);
      if (!fits(line.drawn(), label)) {
        other.add('"' + line.text() + "\" is " + label.replace('_', ' '));
      }
    }
    return new Part(
        other.isEmpty(),
        "the labels of "
            + (judged.size() - other.size())
            + " of "
            + judged.size()
            + " claims fit what was drawn"
            + (other.isEmpty()
                ? "."
                : ", which is NOT as expected: " + String.join(", ", other) + "."));
  }

  private static String label(Line line, List<Observation> claims) {
    return of(line, claims)
        .filter(Observation::hasValueCodeableConcept)
        .map(claim -> claim.getValueCodeableConcept().getCodingFirstRep().getCode())
        .orElse("not assessed");
  }

  /** What the images contradict may also be uncertain: then the model contradicts itself. */
  private static boolean fits(Label drawn, String label) {
    return label.equals(drawn.code())
        || drawn == Label.NEEDS_REVIEW && label.equals(Label.UNCERTAIN.code());
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
