package org.radiologytrust.page.flag;

/**
 * One line of evidence for a flag.
 *
 * @param name whose words these are: Impression, Order, Image, Source
 * @param quote words of the report, of a field or of a model, unchanged; may be empty
 * @param note our own words behind the quote; may be empty
 */
public record Proof(String name, String quote, String note) {
  /** Withholds the words of the report. */
  @Override
  public String toString() {
    return "Proof[" + name + "]";
  }
}
