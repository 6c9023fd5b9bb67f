package org.radiologytrust.model;

/** The three labels of a claim, the most serious last. */
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

  /** Points that a claim with this label takes off the score: 0 to 25. */
  public int penalty() {
    return penalty;
  }

  /**
   * The label with this code.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Label ofCode(String code) {
    for (Label label : values()) {
      if (label.code.equals(code)) {
        return label;
      }
    }
    throw new IllegalArgumentException("there is no label with this code");
  }
}
