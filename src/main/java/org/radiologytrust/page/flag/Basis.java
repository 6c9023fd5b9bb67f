package org.radiologytrust.page.flag;

/**
 * What the words of a flag are compared with, in one sentence for the strip below the text.
 *
 * @param start our words before the quote
 * @param quote may be empty
 * @param end our words behind the quote
 * @param inText whether the quoted words are framed in the text
 */
public record Basis(String start, String quote, String end, boolean inText) {
  /** Withholds the words of the report. */
  @Override
  public String toString() {
    return "Basis[" + inText + "]";
  }
}
