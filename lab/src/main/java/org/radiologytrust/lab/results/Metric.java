package org.radiologytrust.lab.results;

import java.util.List;
import java.util.Locale;

/** The figures of an evaluation. The first five are on the model card. */
public enum Metric {
  SCHEMA_VALID(
      "Schema valid",
      Unit.SHARE,
      Better.HIGH,
      "calls",
      "calls with a complete answer that is JSON without any repair and fits the step's schema"),
  OVERCONFIDENT(
      "Overconfident",
      Unit.SHARE,
      Better.LOW,
      "rewrites",
      "proposed rewrites with words that the product's check calls overconfident; an uncertain"
          + " claim that got no rewrite and is overconfident itself counts as one"),
  LABEL_VALID(
      "Label valid",
      Unit.SHARE,
      Better.HIGH,
      "true claims",
      "true claims that got one of the three labels, even in an answer that breaks another rule;"
          + " a missing answer, or one that is not JSON, is invalid"),
  LABEL_ACCURACY(
      "Label accuracy",
      Unit.SHARE,
      Better.HIGH,
      "labelled claims",
      "true claims that got their true label; a missing label is wrong"),
  REPAIR_NEEDED(
      "Repair needed",
      Unit.SHARE,
      Better.LOW,
      "calls",
      "calls whose first answer the product could not use unchanged"),

  LABEL_MACRO_F1(
      "Labels, macro F1",
      Unit.SHARE,
      Better.HIGH,
      "labelled claims",
      "mean F1 over the labels that some claim truly has; a missing label counts as a miss"),
  CALIBRATION_ERROR(
      "Calibration error (ECE)",
      Unit.PERCENT,
      Better.LOW,
      "given labels",
      "mean distance between confidence and share of correct labels, in 10 bins of equal width,"
          + " weighted by labels"),
  CLAIMS_F1(
      "Claims, F1",
      Unit.SHARE,
      Better.HIGH,
      "true and given claims",
      "claims of the claims step with exactly a true claim's span and type"),
  CLAIMS_PRECISION(
      "Claims, precision",
      Unit.SHARE,
      Better.HIGH,
      "given claims",
      "share of the given items that match a true one, by the same rule"),
  CLAIMS_RECALL(
      "Claims, recall",
      Unit.SHARE,
      Better.HIGH,
      "true claims",
      "share of the true items that match a given one, by the same rule"),
  SPANS_F1(
      "Claim spans, F1",
      Unit.SHARE,
      Better.HIGH,
      "true and given claims",
      "claims of the claims step with exactly a true claim's span, of any type"),
  SPANS_PRECISION(
      "Claim spans, precision",
      Unit.SHARE,
      Better.HIGH,
      "given claims",
      "share of the given items that match a true one, by the same rule"),
  SPANS_RECALL(
      "Claim spans, recall",
      Unit.SHARE,
      Better.HIGH,
      "true claims",
      "share of the true items that match a given one, by the same rule"),
  QUOTES_REFUSED(
      "Quotes refused",
      Unit.SHARE,
      Better.LOW,
      "quotes",
      "quotes of the claims step that are not in the report letter by letter"),
  FINDINGS_F1(
      "Findings, F1",
      Unit.SHARE,
      Better.HIGH,
      "true and given findings",
      "described findings matched one to one with true findings: all words of the name, not"
          + " denied, and the same side; only cases with images"),
  FINDINGS_PRECISION(
      "Findings, precision",
      Unit.SHARE,
      Better.HIGH,
      "given findings",
      "share of the given items that match a true one, by the same rule"),
  FINDINGS_RECALL(
      "Findings, recall",
      Unit.SHARE,
      Better.HIGH,
      "true findings",
      "share of the true items that match a given one, by the same rule"),
  OVERCONFIDENT_EXPECTED(
      "Overconfident of expected",
      Unit.SHARE,
      Better.LOW,
      "uncertain claims",
      "uncertain claims whose rewrite, or without one the claim itself, is overconfident"),
  REWRITE_MISSING(
      "Rewrite missing",
      Unit.SHARE,
      Better.LOW,
      "uncertain claims",
      "uncertain claims that got no rewrite and are not overconfident themselves"),
  MEANING_KEPT(
      "Meaning kept",
      Unit.SHARE,
      Better.HIGH,
      "rewrites",
      "rewrites with a word for the claim's finding and exactly its sides, size words, measures and"
          + " numbers"),
  NOT_AUDITABLE(
      "Not auditable",
      Unit.SHARE,
      Better.LOW,
      "cases",
      "cases with a first answer that the product could not use"),
  BLANK_STAYS(
      "Blank images: supported stays",
      Unit.SHARE,
      Better.LOW,
      "supported claims",
      "claims labelled supported that keep this label with blank images"),
  OTHER_STAYS(
      "Other images: supported stays",
      Unit.SHARE,
      Better.LOW,
      "supported claims that are false there",
      "claims labelled supported that keep this label with the images of another case, among"
          + " claims that are false there: a finding that the case does not have, or the absence of"
          + " one that it has"),
  AGAIN_EQUAL(
      "Asked again: label equal",
      Unit.SHARE,
      Better.HIGH,
      "judged claims",
      "claims that get the same label when asked a second time"),
  SECONDS_PER_CASE(
      "Seconds per case", Unit.SECONDS, Better.LOW, "cases", "median, all steps without probes"),
  SECONDS_PER_CALL("Seconds per call", Unit.SECONDS, Better.LOW, "calls", "median"),
  PROMPT_TOKENS(
      "Prompt tokens per call",
      Unit.TOKENS,
      Better.NEITHER,
      "calls",
      "median, where the server reports them"),
  ANSWER_TOKENS(
      "Answer tokens per call",
      Unit.TOKENS,
      Better.NEITHER,
      "calls",
      "median, where the server reports them");

  /** What a value is. */
  public enum Unit {
    /** A share of items, from 0 to 1. */
    SHARE,
    /** From 0 to 1, but not a share of items, so Wilson's interval does not apply. */
    PERCENT,
    SECONDS,
    TOKENS;

    boolean percent() {
      return this == SHARE || this == PERCENT;
    }
  }

  /** Which values are good. */
  public enum Better {
    HIGH("high is good"),
    LOW("low is good"),
    NEITHER("");

    private final String text;

    Better(String text) {
      this.text = text;
    }

    /** Empty where no direction is good. */
    String text() {
      return text;
    }
  }

  /** The figures of the model card, in its order. */
  public static final List<Metric> FIVE =
      List.of(SCHEMA_VALID, OVERCONFIDENT, LABEL_VALID, LABEL_ACCURACY, REPAIR_NEEDED);

  /** The figures of labels, which rules that see no image have, too. */
  static final List<Metric> OF_LABELS = List.of(LABEL_ACCURACY, LABEL_MACRO_F1);

  private final String title;
  private final Unit unit;
  private final Better better;
  private final String counted;
  private final String meaning;

  Metric(String title, Unit unit, Better better, String counted, String meaning) {
    this.title = title;
    this.unit = unit;
    this.better = better;
    this.counted = counted;
    this.meaning = meaning;
  }

  /** Its name in eval.json and eval.csv. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String title() {
    return title;
  }

  public Unit unit() {
    return unit;
  }

  public Better better() {
    return better;
  }

  /** What {@link Estimate#n} numbers, in the plural. */
  public String counted() {
    return counted;
  }

  /** What the figure counts, as part of a sentence. */
  public String meaning() {
    return meaning;
  }
}
