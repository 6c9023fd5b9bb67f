package org.radiologytrust.model;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An exception of a site: flags of one check that nobody wants to see, until a day.
 *
 * @param check id of the check
 * @param words that the flagged sentence has; {@code null} if it has {@code sentence}
 * @param sentence the whole flagged sentence; {@code null} if it has {@code words}
 * @param modality DICOM code that all images of the examination have; {@code null} for any
 * @param why one sentence
 * @param by the person who wants it
 * @param second another person who wants it, too; {@code null} where one is enough
 * @param until the last day on which it holds, such as 2027-03-31
 */
public record NeverHere(
    String check,
    @Nullable String words,
    @Nullable String sentence,
    @Nullable String modality,
    String why,
    String by,
    @Nullable String second,
    String until) {
  private static final int LONGEST = 1000;

  /**
   * @throws IllegalArgumentException if something is missing, too long, or does not fit the rest
   */
  public NeverHere {
    if ((words == null) == (sentence == null)) {
      throw new IllegalArgumentException("needs words or a sentence, and not both");
    }
    refuseUnless(fits(text(words, sentence)), "has no words, or too many");
    refuseUnless(fits(why), "needs a sentence in why");
    refuseUnless(fits(by) && (second == null || fits(second)), "needs the name of a person in by");
    refuseUnless(
        second == null || !second.strip().equalsIgnoreCase(by.strip()),
        "needs another person in second than in by");
    modality = modality == null ? null : ModalityCode.of(modality, "modality");
    try {
      LocalDate.parse(until);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("needs a day in until, such as 2027-03-31");
    }
  }

  private static boolean fits(String text) {
    return !text.isBlank() && text.length() <= LONGEST;
  }

  private static void refuseUnless(boolean fine, String message) {
    if (!fine) {
      throw new IllegalArgumentException(message);
    }
  }

  private static String text(@Nullable String words, @Nullable String sentence) {
    return words == null ? Objects.requireNonNull(sentence) : words;
  }

  /** Its words, or its sentence. */
  public String text() {
    return text(words, sentence);
  }

  /** The last day on which it holds. */
  public LocalDate lastDay() {
    return LocalDate.parse(until);
  }

  /** Whether it is about a sentence: capitals, blanks and a full stop at the end do not count. */
  public boolean isAbout(String flagged) {
    String plain = plain(flagged);
    return sentence == null ? has(plain, plain(text())) : plain.equals(plain(sentence));
  }

  private static String plain(String text) {
    String plain = text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
  }

  /** Whether a text has these words, and not only parts of others. */
  private static boolean has(String text, String some) {
    for (int at = text.indexOf(some); at >= 0; at = text.indexOf(some, at + 1)) {
      int end = at + some.length();
      if ((at == 0 || apart(text, at)) && (end == text.length() || apart(text, end))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the characters before and behind an offset are not of one word. */
  private static boolean apart(String text, int at) {
    return !Character.isLetterOrDigit(text.codePointBefore(at))
        || !Character.isLetterOrDigit(text.codePointAt(at));
  }

  /** What the audit says of a flag that it silences: without words, which may be of a report. */
  public String told() {
    return "never here until %s (%s): %s".formatted(until, persons(), why);
  }

  /** The person, or both. */
  public String persons() {
    return second == null ? by : by + ", " + second;
  }

  /** As an item of a file {@code check/exceptions.yaml}. */
  public String yaml() {
    return "- {check: "
        + check
        + (words == null ? "" : ", words: " + StrengthRow.quoted(words))
        + (sentence == null ? "" : ", sentence: " + StrengthRow.quoted(sentence))
        + (modality == null ? "" : ", modality: " + modality)
        + ", why: "
        + StrengthRow.quoted(why)
        + ", by: "
        + StrengthRow.quoted(by)
        + (second == null ? "" : ", second: " + StrengthRow.quoted(second))
        + ", until: "
        + until
        + "}\n";
  }

  /** Withholds the words, which may be of a report. */
  @Override
  public String toString() {
    return "NeverHere[" + check + ", " + until + "]";
  }
}
