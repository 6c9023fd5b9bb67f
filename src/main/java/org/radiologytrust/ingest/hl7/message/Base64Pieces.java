package org.radiologytrust.ingest.hl7.message;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** Decodes Base64 that comes in pieces, which may end within a group of four characters. */
final class Base64Pieces {
  private static final Pattern ALL = Pattern.compile("[A-Za-z0-9+/]++={0,2}");
  private static final Pattern LINES =
      Pattern.compile("[A-Za-z0-9+/]++(\\R[A-Za-z0-9+/]++)*+\\s*+={0,2}");
  private static final int GROUP = 4;

  /** Fewer characters may be a word. */
  private static final int SHORTEST = 40;

  private static final int HEAD = 4096;

  private String rest = "";
  private boolean padded;

  /** Whether a text has a run of Base64 at a place. */
  static boolean isAt(String text, int from, int to) {
    return from + SHORTEST <= to && ALL.matcher(text).region(from, from + SHORTEST).matches();
  }

  /** Whether a text begins with a run of Base64 and has no other characters than blanks. */
  static boolean isAll(String text) {
    String all = text.strip();
    return isAt(all, 0, all.length()) && ALL.matcher(withoutBlanks(all)).matches();
  }

  /** Whether a text is Base64 in one or more lines; words with blanks between them are not. */
  static boolean goesOn(String text) {
    return LINES.matcher(text.strip()).matches();
  }

  /** The first bytes, each as a character, without a byte order mark. */
  static String head(String text) {
    String head = withoutBlanks(text.substring(0, Math.min(text.length(), HEAD)));
    return new Base64Pieces()
        .add(head)
        .replace("\0", "")
        .replaceFirst("^(\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)", "");
  }

  /** Adds a piece; returns the bytes that became complete, each as a character. */
  String add(String piece) {
    String symbols = rest + withoutBlanks(piece);
    padded |= symbols.endsWith("=");
    symbols = symbols.replace("=", "");
    int whole = symbols.length() - symbols.length() % GROUP;
    rest = symbols.substring(whole);
    return decoded(symbols.substring(0, whole));
  }

  /** The bytes of the last group; one character alone decodes to nothing. */
  String tail() {
    return rest.length() < 2 ? "" : decoded(rest);
  }

  boolean isPadded() {
    return padded;
  }

  private static String decoded(String symbols) {
    return new String(Base64.getDecoder().decode(symbols), StandardCharsets.ISO_8859_1);
  }

  private static String withoutBlanks(String text) {
    return text.replaceAll("\\s", "");
  }
}
