package org.radiologytrust.cli.audit;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;
import org.radiologytrust.cli.base.LineWrapper;
import org.radiologytrust.model.Summaries;
import org.radiologytrust.model.Texts;

/** Formats an audit's Observations as lines of at most 80 columns. */
public final class AuditTable {
  private static final int WIDTH = LineWrapper.WIDTH;
  private static final int INDENT = 18;
  private static final String ASKED = "Question, not counted: ";

  private AuditTable() {}

  /**
   * Says which of several reports the following table is about.
   *
   * @param place of the report in the file, from 0
   * @param id of the report; names no patient
   */
  static List<String> heading(int place, String id) {
    List<String> lines = new ArrayList<>();
    if (place > 0) {
      lines.add("");
    }
    lines.addAll(LineWrapper.lines(Texts.printable(id), "Report ", WIDTH));
    lines.add("");
    return lines;
  }

  /**
   * @param summary the report-audit Observation
   * @param claims the claim-audit Observations
   */
  public static List<String> lines(Observation summary, List<Observation> claims) {
    List<String> lines = new ArrayList<>();
    lines.add(" #  label         claim");
    lines.add("--  ------------  " + "-".repeat(WIDTH - INDENT));
    for (ClaimView claim : ClaimView.of(claims)) {
      List<String> text = wrapped(claim.text(), "");
      lines.add(String.format("%2d  %-12s  %s", claim.number(), claim.kind().words(), text.get(0)));
      text.stream().skip(1).forEach(t -> lines.add(" ".repeat(INDENT) + t));
      List<String> told = new ArrayList<>();
      if (claim.explained()) {
        told.add(claim.basis());
        claim.actions().forEach(action -> told.add("Action: " + action));
        claim.wordings().forEach(wording -> told.add("Proposed wording: " + wording));
        told.addAll(claim.evidence());
      }
      if (!claim.written().isEmpty()) {
        told.add(claim.written());
      }
      claim.asked().forEach(check -> told.addAll(check.told(ASKED)));
      told.forEach(t -> wrapped(t, "> ").forEach(line -> lines.add(" ".repeat(INDENT) + line)));
    }
    lines.add("");
    lines.add(score(summary));
    told(lines, summary, "Recommendation: ", "recommendation");
    CheckView.of(summary).forEach(check -> told(lines, check.told("Check: ")));
    CheckView.asked(summary).forEach(check -> told(lines, check.told(ASKED)));
    told(lines, summary, "Summary: ", "clinician-summary");
    forThePatient(lines, summary);
    told(lines, summary, "Not audited: ", "not-audited");
    told(lines, summary, "Not finished: ", "unfinished-check");
    told(lines, summary, "Not auditable: ", "failure");
    told(lines, summary, "", "note");
    return lines;
  }

  private static void told(List<String> lines, List<String> check) {
    lines.addAll(full(check.get(0)));
    check.stream().skip(1).forEach(text -> lines.addAll(LineWrapper.lines(text, "> ", WIDTH)));
  }

  private static void told(List<String> lines, Observation summary, String title, String code) {
    ObservationParts.components(summary, code).forEach(text -> lines.addAll(full(title + text)));
  }

  /** In parts, since a person may be told them one by one. */
  private static void forThePatient(List<String> lines, Observation summary) {
    for (String text : ObservationParts.components(summary, "patient-summary")) {
      List<String> parts = Summaries.parts(text);
      for (int i = 0; i < parts.size(); i++) {
        lines.addAll(
            i == 0
                ? full("For the patient: " + parts.get(i))
                : LineWrapper.lines(parts.get(i), "  ", WIDTH));
      }
    }
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
    return ObservationParts.values(summary, "outcome")
        .map(v -> ((CodeableConcept) v).getCodingFirstRep().getCode())
        .findFirst()
        .orElseThrow();
  }

  static int count(Observation summary, String code) {
    return ObservationParts.values(summary, code)
        .map(v -> v instanceof IntegerType n ? n.getValue() : 0)
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
