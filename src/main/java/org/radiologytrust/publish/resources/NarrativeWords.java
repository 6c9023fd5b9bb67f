package org.radiologytrust.publish.resources;

import java.util.List;
import java.util.Locale;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.Authorship;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.ConfidenceBasis;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Severity;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.Texts;
import org.radiologytrust.model.UnfinishedCheck;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.publish.fhir.Fhir;

/** Displays of our codes, and the sentences that narratives are made of. */
final class NarrativeWords {
  /** Title of the list of flags that only ask. */
  static final String ASKED = "Questions (not counted):";

  private NarrativeWords() {}

  static String display(Label label) {
    return switch (label) {
      case SUPPORTED -> "Supported";
      case UNCERTAIN -> "Uncertain";
      case NEEDS_REVIEW -> "Needs review";
    };
  }

  static String display(Severity severity) {
    return severity.name().charAt(0) + severity.name().substring(1).toLowerCase(Locale.ROOT);
  }

  static String display(Strength strength) {
    return switch (strength) {
      case TELL -> "Tells";
      case ASK -> "Only asks";
      case QUIET -> "Quiet";
    };
  }

  static String code(AuditOutcome outcome) {
    return outcome.code().replace('_', '-');
  }

  static String display(AuditOutcome outcome) {
    String words = outcome.words();
    return Texts.capital(words);
  }

  static String code(Verdict.Basis basis) {
    return switch (basis) {
      case MODEL_WITH_IMAGE -> "model-with-image";
      case FINDINGS_ALONE -> "findings-alone";
      case BLANK_PROBE -> "blank-probe";
      case CONTRADICTS_OWN_FINDING -> "contradicts-own-finding";
      case UNTRUSTED_MODEL -> "untrusted-model";
      case CHECK -> "check";
      case NO_PRIOR -> "no-prior";
      case NONE -> "none";
    };
  }

  /** Who wrote the words of a claim; empty if no draft is known. */
  static List<String> written(Audit audit, Claim claim) {
    String signed = audit.report().signed() ? "signed by a person" : "no signature in the message";
    return audit.authorship().of(audit.report().text(), claim.span()).stream()
        .map(part -> display(part) + "; " + signed)
        .toList();
  }

  /** The section of a claim, by its heading or by a code of the message; empty if it has none. */
  static String section(Claim claim) {
    String name = claim.section().name();
    return claim.section().loinc().isEmpty()
        ? ""
        : "Section: " + name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT) + ".";
  }

  static String code(Authorship.Part part) {
    return part.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String display(Authorship.Part part) {
    return switch (part) {
      case AI_DRAFT -> "Drafted by AI, unchanged";
      case TEMPLATE -> "Of a template, unchanged";
      case EDITED -> "Drafted, then changed";
      case HUMAN -> "Written by a person";
    };
  }

  static String code(ConfidenceBasis basis) {
    return switch (basis) {
      case TOKEN_PROBABILITY -> "token-probability";
      case SELF_REPORTED -> "self-reported";
    };
  }

  /** The label, and how sure the model is of it or which rule set it. */
  static String verdict(Verdict verdict) {
    if (verdict.label() == null) {
      return "Not assessed";
    }
    String basis =
        verdict.confidence() == null
            ? verdict.basis().words()
            : "confidence "
                + Fhir.confidence(verdict.confidence()).toPlainString()
                + ", "
                + verdict.confidenceBasis().words();
    return display(verdict.label()) + " (" + basis.toLowerCase(Locale.ROOT) + ")";
  }

  /** The checks of one strength in words. */
  static List<String> told(List<CheckResult> checks, Strength strength) {
    return checks.stream()
        .filter(check -> check.strength() == strength)
        .map(NarrativeWords::told)
        .toList();
  }

  /** Both sides of a check, its action, and why it only asks. */
  private static String told(CheckResult check) {
    return (check(check) + " " + check.action() + " " + check.why()).strip();
  }

  /** Both sides of a check; its action is shown apart. */
  static String check(CheckResult check) {
    StringBuilder words = new StringBuilder(check.check());
    words.append(": “").append(check.first().value()).append('”');
    if (check.second() != null) {
      words.append(" against ").append(check.second().source());
      words.append(" “").append(check.second().value()).append('”');
    }
    return words.append('.').toString();
  }

  static String notAudited(NotAudited part) {
    String unit = part.unit().name().toLowerCase(Locale.ROOT);
    return part.what()
        + ": "
        + (part.size() == NotAudited.UNKNOWN ? "size unknown" : part.size() + " " + unit)
        + (part.reportText() ? " of the report's text, so there is no score" : "");
  }

  static String unfinished(UnfinishedCheck check) {
    return check.check() + ": " + check.reason().words();
  }

  static String finding(Finding finding) {
    String location = Texts.orEmpty(finding.location());
    return Texts.orEmpty(finding.description()) + (location.isBlank() ? "" : " (" + location + ")");
  }
}
