package org.radiologytrust.ingest.hl7;

import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the escape sequences of HL7 chapter 2: delimiters, hexadecimal data, and the formatting
 * commands of FT. The commands are decoded in every text, because systems also send them in TX and
 * ST.
 */
final class Escapes {
  private static final Pattern COMMAND = Pattern.compile("\\.(br|sp|sk|in|ti|ce|fi|nf)([+-]?\\d*)");
  private static final int MAX_BLANKS = 80;

  private Escapes() {}

  /** Decodes a text. A sequence that HL7 does not define stays unchanged. */
  static String decode(String text, Encoding encoding) {
    char escape = encoding.escape();
    if (escape == Encoding.NONE || text.indexOf(escape) < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf(escape, at);
      int close = open < 0 ? -1 : text.indexOf(escape, open + 1);
      if (close < 0) {
        return out.append(text, at, text.length()).toString();
      }
      out.append(text, at, open);
      String plain = plain(text.substring(open + 1, close), encoding);
      if (plain == null) {
        // The closing character may open the next sequence: "C:\dir\.br\".
        out.append(text, open, close);
        at = close;
      } else {
        out.append(plain);
        at = close + 1;
      }
    }
    return out.toString();
  }

  /** Decodes one sequence; null if HL7 does not define it. */
  private static @Nullable String plain(String sequence, Encoding encoding) {
    switch (sequence) {
      case "F":
        return String.valueOf(encoding.field());
      case "S":
        return String.valueOf(encoding.component());
      case "T":
        return encoding.subcomponent() == Encoding.NONE
            ? "&"
            : String.valueOf(encoding.subcomponent());
      case "R":
        return String.valueOf(encoding.repetition());
      case "E":
        return String.valueOf(encoding.escape());
      case "P":
        return "#";
      case "H", "N":
        return "";
      default:
        return sequence.startsWith("X") ? hex(sequence.substring(1), encoding) : command(sequence);
    }
  }

  private static @Nullable String hex(String digits, Encoding encoding) {
    if (digits.isEmpty() || digits.length() % 2 != 0 || !digits.matches("[0-9A-Fa-f]+")) {
      return null;
    }
    return new String(HexFormat.of().parseHex(digits), encoding.charset());
  }

  private static @Nullable String command(String sequence) {
    Matcher command = COMMAND.matcher(sequence.toLowerCase(Locale.ROOT).strip());
    if (!command.matches()) {
      return null;
    }
    return switch (command.group(1)) {
      case "br", "ce" -> "\n";
      case "sp" -> "\n".repeat(count(command.group(2), 2));
      case "sk" -> " ".repeat(count(command.group(2), MAX_BLANKS));
      default -> "";
    };
  }

  private static int count(String digits, int most) {
    String number = digits.replaceAll("[+-]", "");
    if (number.isEmpty()) {
      return 1;
    }
    return number.length() > 3 ? most : Math.min(most, Integer.parseInt(number));
  }
}
