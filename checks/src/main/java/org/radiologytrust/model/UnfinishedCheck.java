package org.radiologytrust.model;

import java.util.List;
import java.util.Locale;

/**
 * A check that did not finish. What it found so far stands; what it would have found is not known.
 *
 * @param check its id
 */
public record UnfinishedCheck(String check, Reason reason) {
  /** Why a check did not finish. */
  public enum Reason {
    /** The report has more than the check compares. */
    LENGTH("the report has more statements than this check compares"),
    /** The checks of the run had used up their time. */
    TIME("the time of the checks was over"),
    /** The report is not in the language of the word lists. */
    LANGUAGE("the report is not in the language of the word lists"),
    /** The check failed. */
    ERROR("the check failed; tell the operator");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    /** The code that metrics use, for example {@code time}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Completes "this check did not finish:". */
    public String words() {
      return words;
    }
  }

  /** Each check with the reason. Where no check could read the report, they are one. */
  public static List<String> told(List<UnfinishedCheck> checks) {
    boolean none =
        !checks.isEmpty() && checks.stream().allMatch(c -> c.reason() == Reason.LANGUAGE);
    return none
        ? List.of("all of them (" + Reason.LANGUAGE.words() + ")")
        : checks.stream().map(c -> c.check() + " (" + c.reason().words() + ")").toList();
  }
}
