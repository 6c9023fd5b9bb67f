package org.radiologytrust.review;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.Weight;

/**
 * What one check, or a model, says about one error of a report, in however many places. It is a
 * reason of a {@link ShownFlag}.
 *
 * @param number place in the list of the audit's problems, from 1
 * @param key identifies the problem within its audit; holds no words of the report
 * @param type the check's id, or one of {@link #MODEL}, {@link #BLANK_PROBE}, {@link #OMISSION},
 *     {@link #OTHER_PATIENT}
 * @param label {@link Label#NEEDS_REVIEW} or {@link Label#UNCERTAIN}
 * @param claims numbers of the claims that it concerns; empty where no claim has its words
 * @param places the flagged words in the report, in order; empty for an omission
 * @param checks the results of the check; empty for a problem that the model found
 * @param findings ids of the findings that the model named for it
 * @param why one sentence that says what is wrong; empty if the model gave no reason
 */
public record Problem(
    int number,
    String key,
    String type,
    Label label,
    List<Integer> claims,
    List<Span> places,
    List<CheckResult> checks,
    List<String> findings,
    String why) {
  /** The model contradicts one claim, or is not sure of it. */
  public static final String MODEL = "model";

  /** The model supports claims without seeing the image, too. */
  public static final String BLANK_PROBE = "blank-probe";

  /** The model saw something that no claim names. */
  public static final String OMISSION = "omission";

  /** The images are of another patient. It is the first problem of its audit. */
  public static final String OTHER_PATIENT = "other-patient";

  /** The keys of what a model says about a claim, and of what it saw, begin with these. */
  static final String CLAIM = "claim.";

  static final String FINDING = "finding.";

  public Problem {
    claims = List.copyOf(claims);
    places = List.copyOf(places);
    checks = List.copyOf(checks);
    findings = List.copyOf(findings);
  }

  /** The type of the problem with a key. */
  public static String typeOf(String key) {
    if (key.startsWith(CLAIM)) {
      return MODEL;
    }
    if (key.startsWith(FINDING)) {
      return OMISSION;
    }
    int hash = key.lastIndexOf('.');
    return hash < 0 ? key : key.substring(0, hash);
  }

  /** Its type; what the model is only not sure of is a kind of its own. */
  public String kind() {
    return type.equals(MODEL) && label == Label.UNCERTAIN ? "model-uncertain" : type;
  }

  /** The places of the words that the flagged words contradict. */
  public List<Span> compared() {
    return checks.stream()
        .map(CheckResult::second)
        .filter(Objects::nonNull)
        .map(Evidence::span)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  /** Whether a rule found it; a rule has no confidence. */
  public boolean byRule() {
    return !checks.isEmpty() || type.equals(BLANK_PROBE);
  }

  /** Whether a check only asks about it: nobody has to decide, and it counts nowhere. */
  public boolean asks() {
    return !checks.isEmpty() && checks.get(0).strength() == Strength.ASK;
  }

  /** How heavy it weighs for the patient: as its heaviest check, or by its label without one. */
  public Weight weight() {
    return ofPatient()
        ? Weight.OTHER_PATIENT
        : checks.stream()
            .map(CheckResult::weight)
            .min(Comparator.naturalOrder())
            .orElse(Weight.of(label));
  }

  /** Whether it is about whose the images are. */
  public boolean ofPatient() {
    return type.equals(OTHER_PATIENT);
  }

  /** Whether people can decide this about it. */
  public boolean takes(Decision.Kind kind) {
    return kind == Decision.Kind.UNDO || !kind.outcome() && kind.ofPatient() == ofPatient();
  }

  Problem numbered(int n) {
    return new Problem(n, key, type, label, claims, places, checks, findings, why);
  }

  /** Withholds the words of the report, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "Problem[" + key + "]";
  }
}
