package org.radiologytrust.ingest.hl7.message;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The delimiters from MSH-1 and MSH-2, and the character set of the bytes.
 *
 * @param characters MSH-2, unchanged
 * @param escape {@link #NONE} if not declared
 * @param subcomponent {@link #NONE} if not declared
 */
public record Encoding(
    char field,
    String characters,
    char component,
    char repetition,
    char escape,
    char subcomponent,
    Charset charset) {
  public static final char NONE = '\0';
  public static final Encoding DEFAULT =
      new Encoding('|', "^~\\&", '^', '~', '\\', '&', StandardCharsets.UTF_8);

  /**
   * Reads the delimiters.
   *
   * @param msh a text that starts with {@code MSH}
   * @throws RefusedException if the delimiters are not distinct or not punctuation
   */
  static Encoding of(String msh, Charset charset) throws RefusedException {
    char field = msh.length() > 3 ? msh.charAt(3) : NONE;
    String characters = msh.length() > 4 ? Slice.of(msh.substring(4)).piece(field, 1).text() : "";
    String all = field + characters;
    boolean distinct = all.chars().distinct().count() == all.length();
    boolean marks = all.chars().allMatch(c -> c > ' ' && c < 127 && !Character.isLetterOrDigit(c));
    if (!distinct || !marks || characters.length() < 2 || characters.length() > 5) {
      throw new RefusedException(
          Refusal.unreadable("MSH-2 has no valid encoding characters; send ^~\\&"));
    }
    return new Encoding(
        field,
        characters,
        characters.charAt(0),
        characters.charAt(1),
        at(characters, 2),
        at(characters, 3),
        charset);
  }

  private static char at(String characters, int index) {
    return index < characters.length() ? characters.charAt(index) : NONE;
  }
}
