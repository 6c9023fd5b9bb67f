package org.radiologytrust.ingest.hl7.message;

import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes the escape sequences of HL7 chapter 2: delimiters, hexadecimal data, other character
 * sets, and the formatting commands of FT. The commands are decoded in every text, because systems
 * also send them in TX and ST.
 *
 * <p>Highlighting ({@code \H\ \N\}) and a system's own sequences ({@code \Zxx\}) leave nothing in
 * the text. A sequence that HL7 does not define stays unchanged.
 */
public final class Escapes {
  private static final Pattern COMMAND =
      Pattern.compile("\\.(br|sp|sk|in|ti|ce|fi|nf)\\s*([+-]?)(\\d*)");
  private static final Pattern LOCAL = Pattern.compile("Z[A-Za-z0-9.+_-]{0,40}");
  private static final Pattern HEX = Pattern.compile("(?:[0-9A-Fa-f]{2})+");
  private static final int MAX_BLANKS = 80;
  private static final int MAX_LINES = 2;

  private final Encoding encoding;
  private final String place;
  private final TracedText.Builder out = new TracedText.Builder();
  private CharacterSetSwitch set = CharacterSetSwitch.NONE;

  /** Where the last switch of the character set begins and ends. */
  private int switchFrom;

  private int switchTo;

  /** Blanks before each line (in) and before the next one only (ti). */
  private int margin;

  private int nextLine;
  private int lineStart;
  private boolean printed;

  private Escapes(Encoding encoding, String place) {
    this.encoding = encoding;
    this.place = place;
  }

  /** Decodes a text. */
  public static String decode(String text, Encoding encoding) {
    if (encoding.escape() == Encoding.NONE || text.indexOf(encoding.escape()) < 0) {
      return text;
    }
    Escapes escapes = new Escapes(encoding, "");
    escapes.add(Slice.of(text));
    return escapes.out.build().text();
  }

  /**
   * Decodes a part of a field, with LF between its repetitions.
   *
   * @param place the field
   */
  public static TracedText decode(Slice field, String place, Encoding encoding) {
    Escapes escapes = new Escapes(encoding, place);
    boolean first = true;
    for (Slice repetition : field.split(encoding.repetition())) {
      if (!first) {
        escapes.newLines(1);
      }
      first = false;
      escapes.add(repetition);
    }
    return escapes.out.build();
  }

  /**
   * A text as a value of a field: delimiters as escape sequences, and a blank for each control
   * character.
   */
  public static String encode(String text, Encoding e) {
    StringBuilder out = new StringBuilder();
    for (char c : text.toCharArray()) {
      boolean mark = c == e.field() || e.characters().indexOf(c) >= 0;
      String name =
          c == e.field() ? "F" : c == e.component() ? "S" : c == e.repetition() ? "R" : "";
      if (!mark) {
        out.append(c < ' ' ? ' ' : c);
      } else if (e.escape() == Encoding.NONE) {
        out.append(' ');
      } else {
        String letter =
            !name.isEmpty() ? name : c == e.escape() ? "E" : c == e.subcomponent() ? "T" : "P";
        out.append(e.escape()).append(letter).append(e.escape());
      }
    }
    return out.toString();
  }

  private void add(Slice part) {
    char escape = encoding.escape();
    int at = part.from();
    while (at < part.to()) {
      int open = escape == Encoding.NONE ? -1 : part.find(escape, at);
      int close = open < 0 ? -1 : part.find(escape, open + 1);
      if (close < 0) {
        print(part.source(), at, part.to());
        break;
      }
      String sequence = part.source().substring(open + 1, close);
      int before = open;
      if (open > at && breaksLine(sequence) && part.source().charAt(open - 1) == component()) {
        // version 2.1 wrote a line break as ^\.sp\
        before--;
      }
      print(part.source(), at, before);
      if (before < open) {
        newLines(sequence.startsWith(".sp") ? 0 : 1);
      }
      if (decoded(sequence, open, close + 1)) {
        at = close + 1;
      } else {
        // the closing character may open the next sequence: "C:\dir\.br\"
        print(part.source(), open, close);
        at = close;
      }
    }
    set = CharacterSetSwitch.NONE;
  }

  private char component() {
    return encoding.component();
  }

  private static boolean breaksLine(String sequence) {
    return sequence.startsWith(".sp") || sequence.startsWith(".ti") || sequence.startsWith(".in");
  }

  /** Appends what a sequence stands for; false if HL7 does not define it. */
  private boolean decoded(String sequence, int from, int to) {
    char c =
        switch (sequence) {
          case "F" -> encoding.field();
          case "S" -> encoding.component();
          case "T" -> encoding.subcomponent() == Encoding.NONE ? '&' : encoding.subcomponent();
          case "R" -> encoding.repetition();
          case "E" -> encoding.escape();
          case "P" -> '#';
          default -> Encoding.NONE;
        };
    if (c != Encoding.NONE) {
      derive(String.valueOf(c), from, to);
      return true;
    }
    if (sequence.equals("H") || sequence.equals("N") || LOCAL.matcher(sequence).matches()) {
      return true;
    }
    if (sequence.startsWith("X")) {
      return hex(sequence.substring(1), from, to);
    }
    CharacterSetSwitch other = set.after(sequence);
    if (other != null) {
      set = other;
      switchFrom = from == switchTo ? switchFrom : from;
      switchTo = to;
      return true;
    }
    Matcher command = COMMAND.matcher(sequence.toLowerCase(Locale.ROOT).strip());
    if (command.matches()) {
      format(command.group(1), command.group(2), command.group(3), from, to);
    }
    return command.matches();
  }

  private boolean hex(String digits, int from, int to) {
    boolean valid = HEX.matcher(digits).matches();
    if (valid) {
      derive(new String(HexFormat.of().parseHex(digits), encoding.charset()), from, to);
    }
    return valid;
  }

  private void format(String command, String sign, String digits, int from, int to) {
    switch (command) {
      case "br", "ce" -> newLines(1);
      case "sp" -> newLines(Math.min(MAX_LINES, number(digits, 1)));
      case "sk" -> derive(" ".repeat(number(digits, 1)), from, to);
      case "in", "ti" -> indent(command.equals("in"), sign, number(digits, 0));
      default -> {
        // fill and no-fill do not change the words
      }
    }
  }

  /**
   * Indents with and without sign: a sign changes the margin by so many blanks, a plain number sets
   * it. Behind the first printed character the command only moves to the right, as in {@code
   * 1.\.ti+4\The heart}.
   */
  private void indent(boolean lasting, String sign, int number) {
    int by = sign.equals("-") ? -number : number;
    int column = Math.max(0, Math.min(MAX_BLANKS, sign.isEmpty() ? number : margin + by));
    if (lasting) {
      margin = column;
    }
    if (!printed) {
      nextLine = column;
    } else if (by > 0) {
      int blanks = Math.max(1, lineStart + by - out.length());
      out.add(" ".repeat(Math.min(MAX_BLANKS, blanks)));
    }
  }

  private void newLines(int count) {
    out.add("\n".repeat(count));
    printed = false;
    nextLine = margin;
    lineStart = out.length();
  }

  private void print(String source, int from, int to) {
    if (from == to) {
      return;
    }
    indented();
    if (set.changes()) {
      String decoded = set.decoded(source.substring(from, to), encoding.charset());
      out.derive(decoded, from == switchTo ? switchFrom : from, to, place);
    } else {
      out.copy(source, from, to, place);
    }
  }

  private void derive(String characters, int from, int to) {
    indented();
    out.derive(characters, from, to, place);
  }

  private void indented() {
    if (!printed) {
      out.add(" ".repeat(nextLine));
      printed = true;
      nextLine = 0;
    }
  }

  private static int number(String digits, int absent) {
    if (digits.isEmpty()) {
      return absent;
    }
    return digits.length() > 3 ? MAX_BLANKS : Math.min(MAX_BLANKS, Integer.parseInt(digits));
  }
}
