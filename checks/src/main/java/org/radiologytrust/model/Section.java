package org.radiologytrust.model;

/** Sections of a radiology report with their LOINC codes. */
public enum Section {
  REQUEST("55115-0", "Requested imaging studies information Document"),
  HISTORY("11329-0", "History general Narrative - Reported"),
  TECHNIQUE("55111-9", "Current imaging procedure descriptions Document"),
  COMPARISON("18834-2", "Radiology Comparison study (observation) Narrative"),
  STUDIES("18726-0", "Radiology studies (set)"),
  FINDINGS("59776-5", "Procedure findings Narrative"),
  IMPRESSION("19005-8", "Radiology Imaging study [Impression] (narrative)"),
  RECOMMENDATION("18783-1", "Radiology Study recommendation (narrative)"),
  /** To whom the result was told. Its LOINC code is not used: a sender's section may state more. */
  COMMUNICATION("", ""),
  /** Text without a known heading. */
  OTHER("", ""),
  /** Signatures, dictation stamps and addresses. They make no statement about the patient. */
  ADMINISTRATIVE("", "");

  private final String loinc;
  private final String display;

  Section(String loinc, String display) {
    this.loinc = loinc;
    this.display = display;
  }

  /** The LOINC code; empty when there is none. */
  public String loinc() {
    return loinc;
  }

  /** The LOINC display name; empty when there is none. */
  public String display() {
    return display;
  }

  /** Whether sentences of this section become claims. */
  public boolean stated() {
    return this == FINDINGS || this == IMPRESSION || this == RECOMMENDATION || this == OTHER;
  }
}
