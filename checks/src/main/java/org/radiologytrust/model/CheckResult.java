package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A problem that a deterministic check found, or a contradiction of a model that is not trusted
 * yet. It overrides the model's verdict if it tells.
 *
 * @param check the check's name, for example {@code side-order}
 * @param label {@link Label#UNCERTAIN} or {@link Label#NEEDS_REVIEW}
 * @param first the words of the report that are wrong or doubtful; always has a span
 * @param second the contradicting evidence: another place in the report, or a field
 * @param action one sentence that tells the radiologist what to do
 * @param strength whether it counts, is listed, or is only recorded; stored unless it tells
 * @param why one sentence that says why it only asks, or which exception of the site makes it
 *     quiet; empty otherwise
 * @param weight how heavy it weighs for the patient
 * @param inputs hash of all that the check read besides the text, in hexadecimal; empty if it read
 *     nothing else, and in results of versions that did not record it
 * @param lists file and key of the word lists that have its words; empty where it has none, and in
 *     results of versions that did not record them
 */
public record CheckResult(
    String check,
    Label label,
    Evidence first,
    Evidence second,
    String action,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Told.class) Strength strength,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String why,
    Weight weight,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String inputs,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> lists) {
  /** The check by whose name a model's contradiction asks. */
  public static final String MODEL = "model";

  /** The names of a site's own rules begin with it. */
  public static final String SITE = "site-";

  public CheckResult {
    lists = List.copyOf(lists);
    if (first.span() == null) {
      throw new IllegalArgumentException(
          "the first evidence of a check must have a span in the report: " + check);
    }
    if (strength == Strength.ASK && why.isEmpty() || strength == Strength.TELL && !why.isEmpty()) {
      throw new IllegalArgumentException("a flag that only asks says why, and no other: " + check);
    }
  }

  /** A result that tells, with the weight that its label gives it. */
  public CheckResult(String check, Label label, Evidence first, Evidence second, String action) {
    this(check, label, first, second, action, Strength.TELL, "", Weight.of(label), "", List.of());
  }

  /**
   * Reads a stored result.
   *
   * @param quiet how earlier versions stored {@link Strength#QUIET}
   * @param weight {@code null} as earlier versions stored it
   */
  @JsonCreator
  static CheckResult stored(
      @JsonProperty("check") String check,
      @JsonProperty("label") Label label,
      @JsonProperty("first") Evidence first,
      @JsonProperty("second") Evidence second,
      @JsonProperty("action") String action,
      @JsonProperty("quiet") boolean quiet,
      @JsonProperty("strength") @Nullable Strength strength,
      @JsonProperty("why") @Nullable String why,
      @JsonProperty("weight") @Nullable Weight weight,
      @JsonProperty("inputs") @Nullable String inputs,
      @JsonProperty("lists") @Nullable List<String> lists) {
    Strength other = quiet ? Strength.QUIET : Strength.TELL;
    return new CheckResult(
        check,
        label,
        first,
        second,
        action,
        strength == null ? other : strength,
        Texts.orEmpty(why),
        weight == null ? Weight.of(label) : weight,
        Texts.orEmpty(inputs),
        Texts.copy(lists));
  }

  /** Whether it counts. */
  public boolean tells() {
    return strength == Strength.TELL;
  }

  /** The same result, which only asks. */
  public CheckResult asking(String reason) {
    return new CheckResult(
        check, label, first, second, action, Strength.ASK, reason, weight, inputs, lists);
  }

  /** The same result, only recorded. */
  public CheckResult asQuiet() {
    return new CheckResult(
        check, label, first, second, action, Strength.QUIET, "", weight, inputs, lists);
  }

  /** The same result, only recorded because of an exception of the site. */
  public CheckResult silenced(String exception) {
    return new CheckResult(
        check, label, first, second, action, Strength.QUIET, exception, weight, inputs, lists);
  }

  /** Whether an exception of the site makes it quiet. */
  public boolean neverHere() {
    return strength == Strength.QUIET && !why.isEmpty();
  }

  /** The same result with another weight. */
  public CheckResult weighing(Weight other) {
    return new CheckResult(
        check, label, first, second, action, strength, why, other, inputs, lists);
  }

  /** The same result with what the check read besides the text. */
  public CheckResult reading(String hash) {
    return new CheckResult(check, label, first, second, action, strength, why, weight, hash, lists);
  }

  /** The same result with the word lists that have its words. */
  public CheckResult of(List<String> made) {
    return new CheckResult(
        check, label, first, second, action, strength, why, weight, inputs, made);
  }

  /** Equals what the JSON of a result leaves out. */
  static final class Told {
    @Override
    public boolean equals(Object value) {
      return value == null || value == Strength.TELL;
    }

    @Override
    public int hashCode() {
      return 0;
    }
  }
}
