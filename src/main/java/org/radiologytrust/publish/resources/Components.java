package org.radiologytrust.publish.resources;

import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.ConfidenceBasis;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Origin;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Span;
import org.radiologytrust.publish.fhir.Fhir;
import org.radiologytrust.publish.fhir.Uris;
import org.radiologytrust.review.Decision;

/** Adds components with codes of rtl-observation to one Observation. */
final class Components {
  private final Observation observation;
  private final String textSha256;

  /**
   * @param textSha256 hash of the report's text that spans refer to
   */
  Components(Observation observation, String textSha256) {
    this.observation = observation;
    this.textSha256 = textSha256;
  }

  /** Adds a text, unless it is blank. */
  void text(String code, String text) {
    if (!text.isBlank()) {
      add(code, new StringType(Fhir.text(text)));
    }
  }

  void number(String code, int number) {
    add(code, new IntegerType(number));
  }

  void flag(String code, boolean value) {
    add(code, new BooleanType(value));
  }

  void concept(String code, String system, String value, String display) {
    add(code, Fhir.concept(system, value, display));
  }

  /** Adds a confidence (0 to 1) and whose number it is. */
  void confidence(double confidence, ConfidenceBasis basis) {
    add(
        "confidence",
        new Quantity()
            .setValue(Fhir.confidence(confidence))
            .setUnit("1")
            .setSystem(Uris.UCUM)
            .setCode("1"));
    concept(
        "confidence-basis",
        Uris.CODES + "rtl-confidence-basis",
        NarrativeWords.code(basis),
        basis.words());
  }

  /** Adds a claim with its place in the text and in the message that the text came from. */
  void claim(Claim claim, Report report) {
    ObservationComponentComponent component = quotation("claim-text", claim.text(), claim.span());
    Origin.of(report.origins(), report.text(), claim.span()).stream()
        .map(Fhir::origin)
        .forEach(component::addExtension);
  }

  /**
   * Adds who wrote the words of a claim, and whether somebody signed them; nothing if not known.
   */
  void authorship(Audit audit, Claim claim) {
    audit
        .authorship()
        .of(audit.report().text(), claim.span())
        .ifPresent(
            part -> {
              concept(
                  "authorship",
                  Uris.CODES + "rtl-authorship",
                  NarrativeWords.code(part),
                  NarrativeWords.display(part));
              flag("signed", audit.report().signed());
            });
  }

  /** Adds words of the report with their place. */
  private ObservationComponentComponent quotation(String code, String words, Span span) {
    ObservationComponentComponent component = add(code, new StringType(Fhir.text(words)));
    component.addExtension(Fhir.span(span, textSha256));
    return component;
  }

  /**
   * Adds a check's id, its strength, the evidence of both sides, the action and why it only asks,
   * in this order. Those of a check that does not tell have codes of their own, so that a reader
   * who does not know them shows and counts none.
   */
  void check(CheckResult check) {
    String kind =
        switch (check.strength()) {
          case TELL -> "";
          case ASK -> "asked-";
          case QUIET -> throw new IllegalArgumentException("a quiet flag is not published");
        };
    add(kind + "check", code(check.check()))
        .addExtension(Fhir.span(check.first().span(), textSha256));
    concept(
        "strength",
        Uris.CODES + "rtl-strength",
        check.strength().word(),
        NarrativeWords.display(check.strength()));
    evidence(kind + "evidence", check.first());
    evidence(kind + "evidence", check.second());
    text(kind + "action", check.action());
    text(kind + "why", check.why());
  }

  /** The codes of a site's rules are the site's own, and have no displays here. */
  private static CodeableConcept code(String check) {
    return check.startsWith(CheckResult.SITE)
        ? Fhir.exactly(Uris.CODES + "rtl-site-rule", check)
        : Fhir.concept(Uris.CODES + "rtl-check", check);
  }

  /**
   * Adds a decision, then its reason or words, the verdict on the flag, and the version that the
   * engine followed it from or to.
   *
   * @param problem key of the problem that it is about
   */
  void decision(String problem, Decision decision) {
    String code = decision.kind().code();
    add("decision", Fhir.concept(Uris.DECISIONS, code, DecisionWords.display(decision.kind())))
        .addExtension(Uris.PROBLEM, new StringType(Fhir.text(problem)));
    if (decision.kind() == Decision.Kind.DISMISS) {
      CodeableConcept reason = Fhir.concept(Uris.REASONS, decision.reason());
      if (!decision.text().isBlank()) {
        reason.setText(Fhir.text(decision.text()));
      }
      add("reason", reason);
    }
    if (decision.kind() == Decision.Kind.REWORD) {
      text("new-wording", decision.text());
    }
    if (decision.kind() == Decision.Kind.LEFT) {
      text("left-because", decision.text());
    }
    if (decision.verdict() != null) {
      concept(
          "verdict",
          Uris.CODES + "rtl-verdict",
          decision.verdict().code(),
          DecisionWords.display(decision.verdict()));
    }
    if (decision.follows() != null) {
      number("followed-version", decision.follows().version());
    }
  }

  private void evidence(String code, @Nullable Evidence evidence) {
    if (evidence == null) {
      return;
    }
    String words = evidence.source() + ": " + evidence.value();
    if (evidence.span() == null) {
      text(code, words);
    } else {
      quotation(code, words, evidence.span());
    }
  }

  ObservationComponentComponent add(String code, Type value) {
    return observation
        .addComponent()
        .setCode(Fhir.concept(Uris.OBSERVATION_CODES, code))
        .setValue(value);
  }
}
