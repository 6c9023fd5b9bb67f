package org.radiologytrust.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;

/** An audit as lines of at most 80 columns, made from its Observations alone. */
final class AuditTable {
  private static final int WIDTH = LineWrapper.WIDTH;
  private static final int INDENT = 18;

  private AuditTable() {}

  /**
   * @param summary the report-audit Observation
   * @param claims the claim-audit Observations
   */
  static List<String> lines(Observation summary, List<Observation> claims) {
    List<String> lines = new ArrayList<>();
    lines.add(" #  label         claim");
    lines.add("--  ------------  " + "-".repeat(WIDTH - INDENT));
    int number = 0;
    for (Observation claim :
        claims.stream().sorted(Comparator.comparingInt(AuditTable::start)).toList()) {
      number++;
      List<String> text = wrapped(component(claim, "claim-text"), "");
      lines.add(String.format("%2d  %-12s  %s", number, label(claim), text.get(0)));
      text.stream().skip(1).forEach(t -> lines.add(" ".repeat(INDENT) + t));
      if (flagged(claim)) {
        confidence(claim).ifPresent(c -> lines.add(" ".repeat(INDENT) + "> " + c));
        for (String code : List.of("action", "evidence")) {
          for (String told : components(claim, code)) {
            wrapped(told, "> ").forEach(t -> lines.add(" ".repeat(INDENT) + t));
          }
        }
      }
    }
    lines.add("");
    lines.add(score(summary));
    components(summary, "not-audited").forEach(part -> lines.addAll(full("Not audited: " + part)));
    String failure = component(summary, "failure");
    if (!failure.isEmpty()) {
      lines.addAll(full("Not auditable: " + failure));
    }
    String note = component(summary, "note");
    if (!note.isEmpty()) {
      lines.addAll(full(note));
    }
    return lines;
  }

  /** A person has to look at it. */
  static boolean flagged(Observation claim) {
    return claim.hasValueCodeableConcept()
        && !claim.getValueCodeableConcept().getCodingFirstRep().getCode().equals("supported");
  }

  private static String label(Observation claim) {
    return claim.hasValueCodeableConcept()
        ? claim.getValueCodeableConcept().getCodingFirstRep().getCode()
        : "not assessed";
  }

  /** The confidence of the label and whose number it is. */
  private static Optional<String> confidence(Observation claim) {
    Optional<Type> number = values(claim, "confidence").findFirst();
    Optional<Type> basis = values(claim, "confidence-basis").findFirst();
    return number.flatMap(
        n ->
            basis.map(
                b ->
                    "confidence "
                        + ((Quantity) n).getValue().toPlainString()
                        + ", "
                        + ((CodeableConcept) b)
                            .getCodingFirstRep()
                            .getDisplay()
                            .toLowerCase(Locale.ROOT)));
  }

  private static String score(Observation summary) {
    String counts =
        "supported "
            + count(summary, "claims-supported")
            + ", uncertain "
            + count(summary, "claims-uncertain")
            + ", needs review "
            + count(summary, "claims-needs-review")
            + ", not assessed "
            + count(summary, "claims-not-assessed");
    return summary.hasValueQuantity()
        ? "Score " + ((Quantity) summary.getValue()).getValue().intValue() + ": " + counts
        : (outcome(summary).equals("checked-only") ? "Checked only, no score: " : "No score: ")
            + counts;
  }

  /** audited, checked-only or not-auditable. */
  static String outcome(Observation summary) {
    return values(summary, "outcome")
        .map(v -> ((CodeableConcept) v).getCodingFirstRep().getCode())
        .findFirst()
        .orElseThrow();
  }

  static int count(Observation summary, String code) {
    return values(summary, code)
        .map(v -> v instanceof IntegerType n ? n.getValue() : 0)
        .findFirst()
        .orElse(0);
  }

  static String component(Observation observation, String code) {
    return components(observation, code).stream().findFirst().orElse("");
  }

  private static List<String> components(Observation observation, String code) {
    return values(observation, code)
        .filter(StringType.class::isInstance)
        .map(Type::primitiveValue)
        .toList();
  }

  static Stream<Type> values(Observation observation, String code) {
    return observation.getComponent().stream()
        .filter(c -> c.getCode().getCodingFirstRep().getCode().equals(code))
        .map(Observation.ObservationComponentComponent::getValue);
  }

  /** Where the claim starts in the report. */
  private static int start(Observation claim) {
    return claim.getComponent().stream()
        .flatMap(c -> c.getExtension().stream())
        .filter(e -> e.getUrl().endsWith("/rtl-text-span"))
        .map(e -> Integer.parseInt(e.getExtensionByUrl("start").getValue().primitiveValue()))
        .findFirst()
        .orElse(0);
  }

  private static List<String> full(String text) {
    return LineWrapper.lines(text, "", WIDTH);
  }

  private static List<String> wrapped(String text, String mark) {
    return LineWrapper.lines(text, mark, WIDTH - INDENT);
  }
}
