package org.radiologytrust.text.sections;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.radiologytrust.text.mentions.StatementWords;

/** Recognises names of examinations and of body parts. */
final class ExamNames {
  private static final Pattern BETWEEN = Pattern.compile("[ \\t,/&():;+-]+");

  /** A longer line is never the name of an examination. */
  private static final int MAX_TITLE = 160;

  private static final Pattern NUMBER = Pattern.compile("[ctls]?\\d{1,2}");

  private final Set<String> parts;
  private final Set<String> exams;
  private final Set<String> modalities;
  private final Set<String> small;
  private final StatementWords states;

  /**
   * @param parts words for body parts and sides
   * @param exams words for the technique of an examination
   * @param modalities those words of which one alone names an examination
   * @param small words that name nothing, such as "of"
   */
  ExamNames(
      Set<String> parts,
      Set<String> exams,
      Set<String> modalities,
      Set<String> small,
      StatementWords states) {
    this.parts = parts;
    this.exams = exams;
    this.modalities = modalities;
    this.small = small;
    this.states = states;
  }

  /** Whether a text names only body parts, so that it states nothing by itself. */
  boolean bodyParts(String text) {
    return words(text).allMatch(parts::contains);
  }

  /** Whether a word can stand in the name of an examination or a body part. */
  boolean word(String word) {
    return parts.contains(word) || exams.contains(word) || NUMBER.matcher(word).matches();
  }

  /** Whether a word names nothing by itself, such as "of". */
  boolean small(String word) {
    return small.contains(word);
  }

  /** Whether a text has a word for a body part, a side or a technique. */
  boolean namesAny(String text) {
    return words(text).anyMatch(w -> word(w) && !small.contains(w));
  }

  /**
   * Whether a text is only the name of an examination: words for body parts and at least one word
   * for the technique.
   *
   * @param open whether it may have as many other words, beside the name of a modality, if they
   *     state nothing
   */
  boolean examination(String text, boolean open) {
    if (text.length() > MAX_TITLE) {
      return false;
    }
    boolean how = false;
    boolean modality = false;
    int known = 0;
    int other = 0;
    for (String word : words(text).toList()) {
      how |= exams.contains(word) && !small.contains(word);
      modality |= modalities.contains(word);
      if (word(word)) {
        known++;
      } else {
        other++;
      }
    }
    return other == 0 ? how : open && modality && other <= known && !states.in(text);
  }

  private static Stream<String> words(String text) {
    return BETWEEN
        .splitAsStream(text.strip().toLowerCase(Locale.ROOT))
        .filter(word -> !word.isEmpty());
  }
}
