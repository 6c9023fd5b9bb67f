package org.radiologytrust.publish.resources;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.OtherStudy;
import org.radiologytrust.model.Score;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.Texts;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.publish.fhir.Div;
import org.radiologytrust.publish.fhir.Fhir;
import org.radiologytrust.publish.fhir.Uris;
import org.radiologytrust.review.Problems;
import org.radiologytrust.review.Recommendation;

/** The summary of an audit as an Observation of the profile rtl-report-audit. */
final class SummaryObservation {
  private final CommonElements frame;

  SummaryObservation(CommonElements frame) {
    this.frame = frame;
  }

  Observation of(AuditVersion version) {
    Audit audit = version.audit();
    Observation observation =
        frame.observation(
            version,
            "report-audit",
            version.byRules()
                ? "Audit of a radiology report by rules"
                : "AI audit of a radiology report",
            audit.runId(),
            version.summaryStatus());
    version
        .replaces()
        .ifPresent(
            run -> observation.addExtension(Uris.REPLACES, Fhir.reference("Observation", run)));
    Components components = new Components(observation, version.hashes().textSha256());
    components.add("outcome", outcome(version));
    components.flag("complete", !version.failed() && audit.complete());
    if (version.failed()) {
      observation.addInterpretation(outcome(version));
    }
    Problems.severity(audit)
        .ifPresent(
            severity -> {
              CodeableConcept priority =
                  Fhir.concept(
                      Uris.CODES + "rtl-severity",
                      severity.code(),
                      NarrativeWords.display(severity));
              components.add("severity", priority);
              observation.addInterpretation(
                  priority.copy().setText("Priority: " + NarrativeWords.display(severity)));
            });
    if (version.failed()) {
      boolean ours = !audit.unsupported() && !audit.report().status().withdrawn();
      absent(observation, ours ? "error" : "unsupported");
      components.text("failure", version.failure());
      refused(observation, components, version);
    } else {
      assessed(observation, components, audit, version);
    }
    components.text("note", audit.note());
    audit
        .unfinished()
        .forEach(check -> components.text("unfinished-check", NarrativeWords.unfinished(check)));
    // Checks of a withdrawn report are not published.
    List<CheckResult> checks =
        audit.report().status().withdrawn()
            ? List.of()
            : audit.flags().stream().filter(version::isOutsideClaims).toList();
    checks.forEach(components::check);
    components.text("strength-table", Texts.orEmpty(audit.strengths()));
    observation.setText(narrative(version, checks).done());
    return observation;
  }

  private static CodeableConcept outcome(AuditVersion version) {
    return Fhir.concept(
        Uris.CODES + "rtl-outcome",
        NarrativeWords.code(version.outcome()),
        NarrativeWords.display(version.outcome()));
  }

  private static void assessed(
      Observation observation, Components components, Audit audit, AuditVersion version) {
    Score score = audit.score();
    if (score.value() == null) {
      boolean none = audit.outcome() == AuditOutcome.CHECKED_ONLY;
      absent(observation, none ? "not-performed" : "unknown");
    } else {
      observation.setValue(
          new Quantity()
              .setValue(score.value())
              .setUnit("score")
              .setSystem(Uris.UCUM)
              .setCode("{score}"));
    }
    Recommendation.of(audit)
        .map(Recommendation::told)
        .ifPresent(told -> components.text("recommendation", told));
    components.text("clinician-summary", Texts.orEmpty(audit.summaries().clinician()));
    components.text("patient-summary", Texts.orEmpty(audit.summaries().patient()));
    counted(components, score);
    audit.omissions().forEach(f -> components.text("omission", NarrativeWords.finding(f)));
    version
        .findingIds(audit.omissions().stream().map(Finding::id).toList())
        .forEach(id -> observation.addDerivedFrom(Fhir.reference("Observation", id)));
    members(observation, components, version);
  }

  /** What the checks found in a report whose images are of another patient. */
  private static void refused(
      Observation observation, Components components, AuditVersion version) {
    Audit audit = version.audit();
    audit
        .otherPatient()
        .filter(other -> version.hasClaims())
        .ifPresent(
            other -> {
              components.number(
                  "refused-images", other.studies().stream().mapToInt(OtherStudy::images).sum());
              if (audit.score() != null) {
                counted(components, audit.score());
              }
              members(observation, components, version);
            });
  }

  private static void counted(Components components, Score score) {
    components.number("claims-total", score.claims());
    components.number("claims-supported", score.supported());
    components.number("claims-uncertain", score.uncertain());
    components.number("claims-needs-review", score.needsReview());
    components.number("claims-not-assessed", score.notAssessed());
  }

  private static void members(
      Observation observation, Components components, AuditVersion version) {
    Audit audit = version.audit();
    audit
        .notAudited()
        .forEach(part -> components.text("not-audited", NarrativeWords.notAudited(part)));
    version
        .claims()
        .forEach(
            judged ->
                observation.addHasMember(
                    Fhir.reference("Observation", audit.claimId(judged.claim().number()))));
  }

  private static void absent(Observation observation, String code) {
    String display =
        switch (code) {
          case "error" -> "Error";
          case "unsupported" -> "Unsupported";
          case "not-performed" -> "Not Performed";
          default -> "Unknown";
        };
    observation.setDataAbsentReason(
        Fhir.concept(Uris.TERMINOLOGY + "data-absent-reason", code, display));
  }

  private static Div narrative(AuditVersion version, List<CheckResult> checks) {
    Audit audit = version.audit();
    Div div = CommonElements.div(version);
    if (version.failed()) {
      div.paragraph("This report was NOT audited: " + version.failure());
    }
    if (version.hasClaims()) {
      div.list("Needs review:", labelled(audit, Label.NEEDS_REVIEW));
      div.list("Uncertain:", labelled(audit, Label.UNCERTAIN));
      div.list(
          "Possible omissions:", audit.omissions().stream().map(NarrativeWords::finding).toList());
    }
    otherChecks(div, checks);
    if (version.hasClaims()) {
      div.paragraph(audit.score() == null ? "" : score(audit));
      div.list(
          "Not audited:", audit.notAudited().stream().map(NarrativeWords::notAudited).toList());
      div.paragraph(
          told("Recommendation", Recommendation.of(audit).map(Recommendation::told).orElse("")));
      div.paragraph(told("Summary", audit.summaries().clinician()));
      div.paragraph(told("For the patient", audit.summaries().patient()));
    }
    div.list(
        "Checks that did not finish:",
        audit.unfinished().stream().map(NarrativeWords::unfinished).toList());
    if (audit.made() != null) {
      div.list("Checks that are quiet (what they find is shown to nobody):", audit.made().quiet());
      div.list("Checks that are off:", audit.made().off());
    }
    div.list(
        "Flags that an exception of this site silences:",
        audit.checks().stream()
            .filter(CheckResult::neverHere)
            .map(flag -> flag.check() + ", " + flag.why())
            .distinct()
            .toList());
    return div.paragraph(audit.note());
  }

  private static void otherChecks(Div div, List<CheckResult> checks) {
    div.list("Other checks:", NarrativeWords.told(checks, Strength.TELL));
    div.list(NarrativeWords.ASKED, NarrativeWords.told(checks, Strength.ASK));
  }

  private static String told(String title, String text) {
    return Texts.orEmpty(text).isBlank() ? "" : title + ": " + text;
  }

  private static String score(Audit audit) {
    Score score = audit.score();
    return head(audit)
        + priority(audit)
        + " Claims: %d, supported %d, uncertain %d, needs review %d, not assessed %d."
            .formatted(
                score.claims(),
                score.supported(),
                score.uncertain(),
                score.needsReview(),
                score.notAssessed());
  }

  private static String priority(Audit audit) {
    return Problems.severity(audit)
        .map(s -> " Priority " + NarrativeWords.display(s).toLowerCase(Locale.ROOT) + ".")
        .orElse("");
  }

  private static String head(Audit audit) {
    Score score = audit.score();
    if (audit.outcome() != AuditOutcome.AUDITED) {
      return "Checked only: "
          + (score.claims() == 0
              ? "no claim was found that can be assessed."
              : "no model assessed any claim.")
          + " No score.";
    }
    if (score.value() != null) {
      return "Score " + score.value() + " of 100.";
    }
    if (audit.notAudited().stream().anyMatch(NotAudited::reportText)) {
      return "No score: a part of the report's text was not audited.";
    }
    if (!audit.unfinished().isEmpty()) {
      return "No score: a check did not finish.";
    }
    return audit.verdicts().stream().anyMatch(v -> v.basis() == Verdict.Basis.UNTRUSTED_MODEL)
        ? "No score: a model assessed claims for which it is not trusted yet."
        : "No score: not every claim could be assessed.";
  }

  /** The claims with a label, each with what a person is asked to do. */
  private static List<String> labelled(Audit audit, Label label) {
    return IntStream.range(0, audit.claims().size())
        .filter(i -> audit.verdicts().get(i).label() == label)
        .mapToObj(audit.claims()::get)
        .map(
            claim ->
                String.join(
                    " ",
                    Stream.concat(
                            Stream.of("“" + claim.text() + "”"),
                            ClaimObservation.actions(audit, claim).stream())
                        .toList()))
        .toList();
  }
}
