package org.radiologytrust.ingest.hl7.out;

import java.nio.charset.Charset;
import java.util.Map;

/** Texts in a character set that lacks some of their characters. */
final class PlainCharacters {
  private static final Map<Integer, String> PLAIN =
      Map.ofEntries(
          Map.entry((int) '“', "\""),
          Map.entry((int) '”', "\""),
          Map.entry((int) '‘', "'"),
          Map.entry((int) '’', "'"),
          Map.entry((int) '–', "-"),
          Map.entry((int) '—', "-"),
          Map.entry((int) '…', "..."),
          Map.entry((int) '≥', ">="),
          Map.entry((int) '≤', "<="),
          Map.entry((int) '×', "x"),
          Map.entry((int) 'µ', "u"));

  private final Charset charset;

  PlainCharacters(Charset charset) {
    this.charset = charset;
  }

  /** Whether the character set has all characters of a text. */
  boolean has(String text) {
    // an encoder is for one thread only
    return charset.newEncoder().canEncode(text);
  }

  /** The text with others in the place of the characters that the character set lacks. */
  String of(String text) {
    if (has(text)) {
      return text;
    }
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .forEach(
            c ->
                plain.append(
                    has(Character.toString(c))
                        ? Character.toString(c)
                        : PLAIN.getOrDefault(c, "?")));
    return plain.toString();
  }
}
