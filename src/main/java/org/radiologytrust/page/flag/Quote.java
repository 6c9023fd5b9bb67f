package org.radiologytrust.page.flag;

/** Words of a report, short enough for a line of evidence. */
public final class Quote {
  private static final int MOST = 240;

  private Quote() {}

  /** The words in one line; cut at the end if they are too long. */
  public static String of(String words) {
    String line = words.strip().replaceAll("\\s+", " ");
    if (line.codePointCount(0, line.length()) <= MOST) {
      return line;
    }
    String cut = line.substring(0, line.offsetByCodePoints(0, MOST));
    int end = cut.lastIndexOf(' ');
    return (end > 0 ? cut.substring(0, end) : cut) + " …";
  }
}
