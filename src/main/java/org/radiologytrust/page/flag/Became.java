package org.radiologytrust.page.flag;

/**
 * What became of a flag of an earlier audit that people agreed with.
 *
 * @param flag its number and name, such as {@code flag 1, Side: impression, findings}
 * @param version the version that was flagged
 * @param agreed who agreed and when
 * @param corrected whether it was corrected; else it cannot be said
 * @param said the outcome in one sentence
 * @param before the words that were flagged; empty for words that were missing
 * @param after what became of these words; empty if they are gone, or if nothing can be said
 */
public record Became(
    String flag,
    int version,
    String agreed,
    boolean corrected,
    String said,
    String before,
    String after) {
  /** Withholds the words of the report. */
  @Override
  public String toString() {
    return "Became[" + version + ", " + corrected + "]";
  }
}
