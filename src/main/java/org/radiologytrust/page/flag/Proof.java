package org.radiologytrust.page.flag;

/**
 * One line of evidence for a flag.
 *
 * @param name whose words these are: Impression, Order, Image, Source
 * @param quote words of the report, of a field or of a model, unchanged; may be empty
 * @param note our own words behind the quote; may be empty
 * @param path where another page has the quote, such as {@code /reports/ID}; empty if it is on this
 *     page
 */
public record Proof(String name, String quote, String note, String path) {
  static final String ALSO = "Also";

  /** Whether it is what one more check says. */
  public boolean also() {
    return name.equals(ALSO);
  }

  public Proof(String name, String quote, String note) {
    this(name, quote, note, "");
  }

  /** Withholds the words of the report. */
  @Override
  public String toString() {
    return "Proof[" + name + "]";
  }
}
