package org.radiologytrust.page.flag;

/** Words of a report, short enough for a line of evidence. */
public final class Quote {
  private static final int MOST = 240;

  private Quote() {}

  /** The words in one line. If they are too long, whole words at the end are left out. */
  public static String of(String words) {
    String line = words.strip().replaceAll("\\s+", " ");
    if (line.codePointCount(0, line.length()) <= MOST) {
      return line;
    }
    int end = line.offsetByCodePoints(0, MOST);
    // one blank behind the last word that fits; a script without blanks is cut between characters
    int word = line.lastIndexOf(' ', end);
    return line.substring(0, word > 0 ? word : end) + " …";
  }
}
