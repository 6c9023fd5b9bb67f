package org.radiologytrust.ingest.fhir.json;

/** Measures the length of numbers in text without parsing them. */
final class NumberLength {
  /** Exponents are capped at 10 to this power, which exceeds any limit. */
  private static final int EXPONENT_DIGITS = 9;

  private NumberLength() {}

  /**
   * The length of a number when it is written out, including the zeros of its exponent. {@code
   * BigDecimal} would write a short text such as {@code 1e999999999} out to a gigabyte.
   *
   * @return 0 if the text is not a number
   */
  static long size(CharSequence text) {
    int length = text.length();
    int at = length > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
    boolean digits = false;
    while (at < length && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      digits |= text.charAt(at) != '.';
      at++;
    }
    if (!digits) {
      return 0;
    }
    if (at == length) {
      return length;
    }
    if (text.charAt(at) != 'e' && text.charAt(at) != 'E') {
      return 0;
    }
    long exponent = exponent(text, at + 1);
    return exponent < 0 ? 0 : length + exponent;
  }

  /** The exponent without its sign; -1 if there is none. */
  private static long exponent(CharSequence text, int start) {
    int at = start;
    if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      at++;
    }
    if (at == text.length()) {
      return -1;
    }
    long exponent = 0;
    for (; at < text.length(); at++) {
      int digit = Character.digit(text.charAt(at), 10);
      if (digit < 0) {
        return -1;
      }
      exponent = Math.min(exponent * 10 + digit, (long) Math.pow(10, EXPONENT_DIGITS));
    }
    return exponent;
  }
}
