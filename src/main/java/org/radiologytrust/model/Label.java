package org.radiologytrust.model;

/** The three labels a claim can get, from harmless to grave. */
public enum Label {
  SUPPORTED("supported", 0),
  UNCERTAIN("uncertain", 8),
  NEEDS_REVIEW("needs_review", 25);

  private final String code;
  private final int penalty;

  Label(String code, int penalty) {
    this.code = code;
    this.penalty = penalty;
  }

  /** Code of the CodeSystem rtl-claim-label. */
  public String code() {
    return code;
  }

  /** What a claim of this label takes from the score (25 is the most). */
  public int penalty() {
    return penalty;
  }

  /** The label with this code. */
  public static Label ofCode(String code) {
    for (Label label : values()) {
      if (label.code.equals(code)) {
        return label;
      }
    }
    throw new IllegalArgumentException("no such label");
  }
}
