package org.radiologytrust.review;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Texts;

/**
 * What a person decided about one problem. Decisions are never changed or deleted: an undo is one
 * more decision.
 *
 * @param run the audit in which the problem was shown
 * @param problem {@link Problem#key} within that audit
 * @param reason code of the reason for a dismissal, from the site's list; empty for other kinds
 * @param text the person's own words: the new wording, or the note of a reason that needs one;
 *     empty for other kinds
 * @param user login name of the person
 * @param at when it was stored
 * @param images SHA-256 of each image that the model was shown, in order
 * @param undoes the decision that an undo takes back; {@code null} for other kinds
 */
public record Decision(
    UUID id,
    UUID run,
    String problem,
    Kind kind,
    String reason,
    String text,
    String user,
    Instant at,
    List<String> images,
    @Nullable UUID undoes) {
  /** The kinds of decisions. */
  public enum Kind {
    AGREE,
    DISMISS,
    REWORD,
    LEARNING,
    UNDO;

    /** The code in FHIR and in the journal. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Decision {
    if ((kind == Kind.UNDO) != (undoes != null)) {
      throw new IllegalArgumentException("an undo names the decision that it takes back");
    }
    if ((kind == Kind.DISMISS) != !reason.isEmpty()) {
      throw new IllegalArgumentException("a dismissal has a reason, and nothing else has one");
    }
    reason = Texts.orEmpty(reason);
    text = Texts.orEmpty(text);
    images = List.copyOf(images);
  }

  /** Withholds the person's words, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "Decision[" + id + ", " + kind.code() + "]";
  }
}
