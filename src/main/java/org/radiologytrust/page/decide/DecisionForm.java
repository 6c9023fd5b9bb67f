package org.radiologytrust.page.decide;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.page.flag.Reasons;
import org.radiologytrust.review.Decision;

/**
 * The fields of a form that stores a decision. The page sends only forms that are valid.
 *
 * @param run the audit that the person saw
 * @param problem key of the flag's first reason
 * @param also keys of its other reasons that were shown, each with the newest decision about it
 *     that the person saw
 * @param reason code of a reason; empty unless it is a dismissal
 * @param text the new wording, the note of a reason, or why the report is left as it is; without
 *     characters that nobody sees
 * @param newest the newest decision about the first reason that the person saw; {@code null} for
 *     none
 * @param undoes the decision that an undo takes back; {@code null} for other kinds
 */
record DecisionForm(
    UUID run,
    String problem,
    Map<String, Optional<UUID>> also,
    Decision.Kind kind,
    String reason,
    String text,
    @Nullable UUID newest,
    @Nullable UUID undoes) {
  /** Most characters of a new wording. */
  static final int LONGEST_WORDING = 4000;

  /** Most characters of the note of a reason, and of why a report is left as it is. */
  static final int LONGEST_NOTE = 200;

  /**
   * Reads the form.
   *
   * @param field the value of a field; empty if the form lacks it
   * @return empty if the form is not valid
   */
  static Optional<DecisionForm> of(UnaryOperator<String> field, Reasons reasons) {
    try {
      Decision.Kind kind = Decision.Kind.ofCode(field.apply("kind"));
      String reason = field.apply("reason");
      String text = clean(field.apply("text"));
      DecisionForm form =
          new DecisionForm(
              UUID.fromString(field.apply("run")),
              field.apply("problem"),
              also(field.apply("also")),
              kind,
              reason,
              text,
              id(field.apply("newest")),
              id(field.apply("undoes")));
      return form.valid(reasons) ? Optional.of(form) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private boolean valid(Reasons reasons) {
    if ((kind == Decision.Kind.UNDO) != (undoes != null)) {
      return false;
    }
    return switch (kind) {
      case DISMISS ->
          reasons
              .of(reason)
              .filter(r -> r.note() ? within(LONGEST_NOTE) : text.isEmpty())
              .isPresent();
      case REWORD -> reason.isEmpty() && within(LONGEST_WORDING);
      case LEFT -> reason.isEmpty() && within(LONGEST_NOTE);
      case CORRECTED, UNCLEAR -> false;
      default -> reason.isEmpty() && text.isEmpty();
    };
  }

  private boolean within(int most) {
    return !text.isEmpty() && text.codePointCount(0, text.length()) <= most;
  }

  private static Map<String, Optional<UUID>> also(String text) {
    Map<String, Optional<UUID>> also = new LinkedHashMap<>();
    for (String one : text.split(" ")) {
      if (!one.isEmpty()) {
        int end = one.lastIndexOf('=');
        if (end < 0) {
          throw new IllegalArgumentException("a reason without its newest decision");
        }
        also.put(one.substring(0, end), Optional.ofNullable(id(one.substring(end + 1))));
      }
    }
    return also;
  }

  private static @Nullable UUID id(String text) {
    return text.isEmpty() ? null : UUID.fromString(text);
  }

  /**
   * A person's words as they are stored: line ends are LF; other control characters and halves of
   * characters, which FHIR forbids, are left out.
   */
  static String clean(String words) {
    StringBuilder kept = new StringBuilder();
    words
        .replaceAll("\\r\\n?", "\n")
        .codePoints()
        .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
        .filter(c -> Character.getType(c) != Character.SURROGATE)
        .filter(c -> (c & 0xfffe) != 0xfffe)
        .forEach(kept::appendCodePoint);
    return kept.toString().strip();
  }

  /** Withholds the person's words. */
  @Override
  public String toString() {
    return "DecisionForm[" + kind.code() + "]";
  }
}
