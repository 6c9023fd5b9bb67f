package org.radiologytrust.ingest;

/** The name of a person in one line, as a worklist shows and filters it. */
public final class PersonName {
  /** The longest name, in code points; the rest is left out. */
  static final int MAX_LENGTH = 120;

  private PersonName() {}

  /** Family name, comma, given names; only the one that is there if the other is empty. */
  public static String of(String family, String given) {
    String first = line(family);
    String second = line(given);
    return line(first.isEmpty() || second.isEmpty() ? first + second : first + ", " + second);
  }

  /** A name as it came, without control characters and double blanks, of at most 120 characters. */
  public static String line(String name) {
    // longer input is never looked at: a field can have megabytes
    String start = name.substring(0, Math.min(name.length(), 10 * MAX_LENGTH));
    String line = start.replaceAll("[\\s\\p{Cntrl}\\p{Z}]+", " ").strip();
    return line.codePointCount(0, line.length()) <= MAX_LENGTH
        ? line
        : line.substring(0, line.offsetByCodePoints(0, MAX_LENGTH)).strip();
  }
}
