package org.radiologytrust.review;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
 * @param operator whether the person had the role operator
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
    boolean operator,
    Instant at,
    List<String> images,
    @Nullable UUID undoes) {
  /** The kinds of decisions. */
  public enum Kind {
    AGREE,
    DISMISS,
    REWORD,
    LEARNING,
    /** The images are filed under the wrong patient. */
    WRONG_IMAGES,
    /** The report is filed under the wrong patient. */
    WRONG_REPORT,
    /** The person is not sure, and has the operator find out. */
    ASK_OPERATOR,
    /** Report and images are of the same patient: counts once two people have said so. */
    SAME_PATIENT,
    UNDO;

    /** Those that are about images of another patient, and about nothing else. */
    private static final Set<Kind> OF_PATIENT =
        EnumSet.of(WRONG_IMAGES, WRONG_REPORT, ASK_OPERATOR, SAME_PATIENT);

    /** The code in FHIR and in the journal. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The kind with this code.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Kind ofCode(String code) {
      return Arrays.stream(values())
          .filter(kind -> kind.code().equals(code))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("there is no such kind of decision"));
    }

    /** Whether it says whose the images are. */
    public boolean ofPatient() {
      return OF_PATIENT.contains(this);
    }
  }

  /** A decision of a person who is no operator. */
  public Decision(
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
    this(id, run, problem, kind, reason, text, user, false, at, images, undoes);
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

  /** The same decision, stored at this time. */
  public Decision at(Instant time) {
    return new Decision(id, run, problem, kind, reason, text, user, operator, time, images, undoes);
  }

  /** Withholds the person's words, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "Decision[" + id + ", " + kind.code() + "]";
  }
}
