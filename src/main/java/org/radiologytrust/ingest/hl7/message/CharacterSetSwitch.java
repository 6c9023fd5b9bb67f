package org.radiologytrust.ingest.hl7.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The character sets that escape sequences {@code \C..\} and {@code \M..\} chose for the rest of a
 * field. Their digits are those of the escape sequences of ISO 2022 (HL7 chapter 2, "escape
 * sequences supporting multiple character sets").
 *
 * @param low for bytes below 128: an escape sequence of ISO 2022; empty for ASCII
 * @param high for bytes from 128 on; null for that of the message
 */
record CharacterSetSwitch(String low, @Nullable Charset high) {
  static final CharacterSetSwitch NONE = new CharacterSetSwitch("", null);

  private static final Pattern SEQUENCE = Pattern.compile("C[0-9A-Fa-f]{4}|M[0-9A-Fa-f]{4,6}");
  private static final Charset ISO_2022 = Charset.forName("ISO-2022-JP-2");
  private static final String ASCII = "2842";

  /** Sets for bytes below 128 that are not ASCII. */
  private static final Map<String, String> LOW =
      Map.of("284A", "\033(J", "2440", "\033$@", "2442", "\033$B", "242844", "\033$(D");

  private static final Map<String, Charset> HIGH =
      Map.ofEntries(
          Map.entry("2D41", StandardCharsets.ISO_8859_1),
          Map.entry("2D42", Charset.forName("ISO-8859-2")),
          Map.entry("2D43", Charset.forName("ISO-8859-3")),
          Map.entry("2D44", Charset.forName("ISO-8859-4")),
          Map.entry("2D4C", Charset.forName("ISO-8859-5")),
          Map.entry("2D47", Charset.forName("ISO-8859-6")),
          Map.entry("2D46", Charset.forName("ISO-8859-7")),
          Map.entry("2D48", Charset.forName("ISO-8859-8")),
          Map.entry("2D4D", Charset.forName("ISO-8859-9")),
          Map.entry("2D62", Charset.forName("ISO-8859-15")),
          Map.entry("2949", Charset.forName("JIS_X0201")),
          Map.entry("242943", Charset.forName("EUC-KR")),
          Map.entry("242941", Charset.forName("GB2312")));

  /** The sets after an escape sequence; null if it is not one of these. */
  @Nullable CharacterSetSwitch after(String sequence) {
    if (!SEQUENCE.matcher(sequence).matches()) {
      return null;
    }
    String digits = sequence.substring(1).toUpperCase(Locale.ROOT);
    if (digits.equals(ASCII)) {
      return new CharacterSetSwitch("", high);
    }
    if (LOW.containsKey(digits)) {
      return new CharacterSetSwitch(LOW.get(digits), high);
    }
    return HIGH.containsKey(digits) ? new CharacterSetSwitch(low, HIGH.get(digits)) : null;
  }

  /** Whether text is decoded otherwise than the message. */
  boolean changes() {
    return !low.isEmpty() || high != null;
  }

  /**
   * Decodes the bytes of a text again. Bytes that have no character in the chosen set become
   * U+FFFD.
   *
   * @param text decoded with the character set of the message
   */
  String decoded(String text, Charset message) {
    boolean ascii = text.chars().allMatch(c -> c < 128);
    boolean singleByte = message.newEncoder().maxBytesPerChar() == 1;
    if (!ascii && (high == null || !singleByte)) {
      // a message in Unicode needs no other set; what it says is what it has
      return text;
    }
    byte[] bytes = text.getBytes(message);
    if (!ascii) {
      return new String(bytes, high);
    }
    if (low.isEmpty()) {
      return text;
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(low.getBytes(StandardCharsets.US_ASCII));
    all.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    return new String(all.toByteArray(), ISO_2022);
  }
}
