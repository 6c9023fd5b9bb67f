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
 * What was decided about one problem, a reason of a flag: by a person, or by the engine that
 * follows what a person decided. Decisions are never changed or deleted: an undo is one more
 * decision.
 *
 * @param run the audit in which the problem was shown
 * @param problem {@link Problem#key} within that audit
 * @param reason code of the reason for a dismissal, from the site's list; empty for other kinds
 * @param verdict whether the flag was right; {@code null} where the kind says nothing about it
 * @param text the person's own words: the new wording, the note of a reason that needs one, or why
 *     the report is left as it is; empty for other kinds
 * @param user login name of the person, also where the engine follows that person's decision
 * @param operator whether the person had the role operator
 * @param at when it was stored; for a decision that the engine carried on, when the person made it
 * @param images SHA-256 of each image that the model was shown, in order
 * @param undoes the decision that an undo takes back; {@code null} for other kinds
 * @param follows what the engine follows; {@code null} if a person made the decision
 * @param act of decisions that a person made with one key about the reasons of a flag that were
 *     shown, the id of the first; {@code null} where it was one reason
 */
public record Decision(
    UUID id,
    UUID run,
    String problem,
    Kind kind,
    String reason,
    @Nullable FlagVerdict verdict,
    String text,
    String user,
    boolean operator,
    Instant at,
    List<String> images,
    @Nullable UUID undoes,
    @Nullable Follows follows,
    @Nullable UUID act) {
  /** The kinds of decisions. */
  public enum Kind {
    AGREE,
    DISMISS,
    REWORD,
    /** The flag is right, and the report stays as it is. */
    LEFT,
    /** The images are filed under the wrong patient. */
    WRONG_IMAGES,
    /** The report is filed under the wrong patient. */
    WRONG_REPORT,
    /** The person is not sure, and has the operator find out. */
    ASK_OPERATOR,
    /** Report and images are of the same patient: counts once two people have said so. */
    SAME_PATIENT,
    /** The engine: a newer version of the report no longer has what people agreed is wrong. */
    CORRECTED,
    /** The engine: nothing can be said about what became of it. */
    UNCLEAR,
    UNDO;

    /** Those that are about images of another patient, and about nothing else. */
    private static final Set<Kind> OF_PATIENT =
        EnumSet.of(WRONG_IMAGES, WRONG_REPORT, ASK_OPERATOR, SAME_PATIENT);

    private static final Set<Kind> AGREES = EnumSet.of(AGREE, REWORD);

    private static final Set<Kind> OUTCOMES = EnumSet.of(CORRECTED, UNCLEAR);

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

    /** Whether it says that the report is to be corrected. */
    public boolean agrees() {
      return AGREES.contains(this);
    }

    /** Whether the engine alone says so: what became of a flag that people agreed with. */
    public boolean outcome() {
      return OUTCOMES.contains(this);
    }
  }

  /**
   * What the engine follows.
   *
   * @param decision the person's decision
   * @param version number of the report's version: from which a decision was carried on, or in
   *     which the words were corrected
   */
  public record Follows(UUID decision, int version) {}

  public Decision {
    if ((kind == Kind.UNDO) != (undoes != null)) {
      throw new IllegalArgumentException("an undo names the decision that it takes back");
    }
    reason = Texts.orEmpty(reason);
    text = Texts.orEmpty(text);
    images = List.copyOf(images);
    if ((kind == Kind.DISMISS) != !reason.isEmpty()) {
      throw new IllegalArgumentException("a dismissal has a reason, and nothing else has one");
    }
    if (kind.outcome() && follows == null) {
      throw new IllegalArgumentException("an outcome follows a person's decision");
    }
  }

  /**
   * A decision of a person, who agrees if nothing else is set. Its time is set when it is stored.
   */
  public static Builder of(UUID id, UUID run, String problem, Kind kind, String user) {
    return new Builder(id, run, problem, kind, user);
  }

  /** A builder that starts with this decision. */
  public Builder toBuilder() {
    Builder b = new Builder(id, run, problem, kind, user);
    b.reason = reason;
    b.verdict = verdict;
    b.text = text;
    b.operator = operator;
    b.at = at;
    b.images = images;
    b.undoes = undoes;
    b.follows = follows;
    b.act = act;
    return b;
  }

  /** Whether the engine carried it on from an earlier audit. */
  public boolean carried() {
    return follows != null && !kind.outcome();
  }

  /** Whether a person made both with one key. */
  public boolean isOneWith(Decision other) {
    return id.equals(other.id) || act != null && act.equals(other.act);
  }

  /** Id of the person's decision: another one where the engine follows it. */
  public UUID ofPerson() {
    return follows == null ? id : follows.decision();
  }

  /** The same decision, stored at this time. */
  public Decision at(Instant time) {
    return toBuilder().at(time).build();
  }

  /** Withholds the person's words, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "Decision[" + id + ", " + kind.code() + "]";
  }

  /** Builds a decision. What is not set is empty. */
  public static final class Builder {
    private UUID id;
    private UUID run;
    private String problem;
    private final Kind kind;
    private final String user;
    private String reason = "";
    private @Nullable FlagVerdict verdict;
    private String text = "";
    private boolean operator;
    private Instant at = Instant.EPOCH;
    private List<String> images = List.of();
    private @Nullable UUID undoes;
    private @Nullable Follows follows;
    private @Nullable UUID act;

    private Builder(UUID id, UUID run, String problem, Kind kind, String user) {
      this.id = id;
      this.run = run;
      this.problem = problem;
      this.kind = kind;
      this.user = user;
      this.verdict = kind.agrees() || kind == Kind.LEFT ? FlagVerdict.RIGHT : null;
    }

    public Builder id(UUID value) {
      id = value;
      return this;
    }

    public Builder run(UUID value) {
      run = value;
      return this;
    }

    public Builder problem(String value) {
      problem = value;
      return this;
    }

    public Builder reason(String value) {
      reason = value;
      return this;
    }

    public Builder verdict(@Nullable FlagVerdict value) {
      verdict = value;
      return this;
    }

    public Builder text(String value) {
      text = value;
      return this;
    }

    public Builder operator(boolean value) {
      operator = value;
      return this;
    }

    public Builder at(Instant value) {
      at = value;
      return this;
    }

    public Builder images(List<String> value) {
      images = value;
      return this;
    }

    public Builder undoes(@Nullable UUID value) {
      undoes = value;
      return this;
    }

    public Builder follows(@Nullable Follows value) {
      follows = value;
      return this;
    }

    public Builder act(@Nullable UUID value) {
      act = value;
      return this;
    }

    public Decision build() {
      return new Decision(
          id, run, problem, kind, reason, verdict, text, user, operator, at, images, undoes,
          follows, act);
    }
  }
}
