package org.radiologytrust.journal.reviews;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.store.SearchBusyException;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.Weight;
import org.radiologytrust.review.ProblemParts;

/**
 * One row for each report, about its current version and the newest audit of that. The rows follow
 * from versions, audits and decisions, and are written in the same commit.
 */
public interface Worklist {
  /** In which count a report is: in exactly one, and what was not checked in none that was. */
  enum State {
    /** A problem is open. */
    OPEN,
    /** People agreed with each problem that is left, and the report has not changed since. */
    TO_CORRECT,
    /** No problem is left, and a check asks something. */
    QUESTIONS,
    /** Everything was checked that is to be, and there is no problem. */
    NO_FLAG,
    /** Every problem has a decision, or was corrected in this version. */
    DECIDED,
    /** The audit has not ended, or found nothing so far while images are still expected. */
    WAITING,
    /** The report could not be audited, or a check did not finish. */
    NOT_AUDITABLE,
    /** The sender took the report back. It is in no sum. */
    WITHDRAWN,
    /** It was audited in shadow mode: nothing is known about it here. It is in no sum. */
    TRIAL;

    /** Those in which a person has something to do. */
    public static final Set<State> TO_DO = Set.of(OPEN, TO_CORRECT, QUESTIONS);

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The state with this code. */
    static State ofCode(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * A row.
   *
   * @param report our id of the report: random, the same for all its versions
   * @param placed the weight that brought it to the top; {@code null} if its state orders it
   * @param preliminary whether the report is not final yet
   * @param received when the current version was received
   * @param since when the first version was received that had the flags which give the row its
   *     place; {@code received} where none do
   * @param signed when the current version was signed; {@code null} if it does not say so
   * @param decided the newest decision that stands; {@code null} if there is none
   * @param correction what became of the problems that people agreed with
   */
  record Row(
      UUID report,
      String site,
      Exam exam,
      State state,
      @Nullable Weight placed,
      boolean preliminary,
      Problems problems,
      Result result,
      Instant received,
      Instant since,
      @Nullable Instant signed,
      @Nullable Decided decided,
      Correction correction) {
    @Override
    public String toString() {
      return "Row[" + report + ", " + state + "]";
    }
  }

  /**
   * Whose examination it is, and of what.
   *
   * @param accession empty if the report has none
   * @param name what was examined, as the order names it; may be empty
   * @param modality DICOM code; empty if it is not known
   * @param bodyPart empty if it is not known
   * @param radiologist empty if the message names none
   */
  record Exam(
      String familyName,
      String givenName,
      String accession,
      String name,
      String modality,
      String bodyPart,
      String radiologist) {
    /** Withholds the patient. */
    @Override
    public String toString() {
      return "Exam[withheld]";
    }
  }

  /**
   * The problems of a report. The first is the heaviest that is open, else the first that is to be
   * corrected, else the first question.
   *
   * @param weight of the first; {@code null} if there is none
   * @param type {@link org.radiologytrust.review.Problem#type} of the first, or empty
   * @param first what the sentence about the first is made of; also about images of another patient
   *     when that was decided
   * @param places in how many places the first shows
   * @param open how many are open
   * @param all how many there are
   * @param questions how many questions nobody has answered
   */
  record Problems(
      @Nullable Weight weight,
      String type,
      ProblemParts first,
      int places,
      int open,
      int all,
      int questions) {
    static final Problems NONE = new Problems(null, "", ProblemParts.NONE, 0, 0, 0, 0);

    /** Withholds the words of the report. */
    @Override
    public String toString() {
      return "Problems[" + open + " of " + all + " open]";
    }
  }

  /**
   * What became of the problems that people agreed with.
   *
   * @param waiting how many are to be corrected
   * @param by who agreed with the first of these; empty for none
   * @param agreed when the first of these was agreed with; {@code null} for none
   * @param reminded when a reminder was last given; {@code null} if not of one of these
   * @param still the current version, if it still has what people agreed with in an earlier one;
   *     else {@code null}
   * @param version the current version, if it corrected some; {@code null} if it did not
   * @param gone the current version, if a critical finding is gone that people agreed with, and it
   *     names no call; {@code null} if not
   * @param after how long the last correction took; {@code null} if there is none
   */
  record Correction(
      int waiting,
      String by,
      @Nullable Instant agreed,
      @Nullable Instant reminded,
      @Nullable Integer still,
      @Nullable Integer version,
      @Nullable Integer gone,
      @Nullable Duration after) {
    static final Correction NONE = new Correction(0, "", null, null, null, null, null, null);
  }

  /**
   * What an audit came to.
   *
   * @param outcome how it ended; {@code null} until it has ended
   * @param failure why the report could not be audited; empty if it could
   * @param unfinished ids of the checks that did not finish
   * @param claims number of claims
   * @param assessed number of claims with a label of a check or of a model that is trusted for them
   * @param score {@code null} if there is none
   * @param expecting what is still to come, if an audit has ended
   */
  record Result(
      @Nullable AuditOutcome outcome,
      String failure,
      List<String> unfinished,
      int claims,
      int assessed,
      @Nullable Integer score,
      Expected expecting) {}

  /** Who made a decision, and when. */
  record Decided(String by, Instant at) {}

  /**
   * What to show. Every criterion must hold; an empty text and an empty set mean any.
   *
   * @param text the start of an accession number, record number or word of the patient's name, or
   *     of a part of one after a hyphen; without regard to case and accents; several words must all
   *     match
   * @param radiologists one of these names stands in the report
   * @param type of any problem or question of the report, open or decided
   * @param preliminary whether to leave out reports that are final
   * @param since earliest time of receipt; {@code null} for any
   */
  record Filter(
      String text,
      Set<State> states,
      String site,
      String modality,
      String bodyPart,
      Set<String> radiologists,
      String type,
      boolean preliminary,
      @Nullable Instant since) {
    /** Shows all reports. */
    public static final Filter ALL =
        new Filter("", Set.of(), "", "", "", Set.of(), "", false, null);

    public Filter {
      states = Set.copyOf(states);
      radiologists = Set.copyOf(radiologists);
    }

    /** Withholds the search text, which may name a patient. */
    @Override
    public String toString() {
      return "Filter";
    }
  }

  /**
   * A part of the list.
   *
   * @param counts number of all matching reports by state, if the filter named no states
   * @param preliminary how many of them are preliminary, by state; a state without one is left out
   * @param revision grows with each change of any row
   */
  record Page(
      List<Row> rows, Map<State, Integer> counts, Map<State, Integer> preliminary, long revision) {
    /** How many reports match the filter without its states and are in one of these. */
    public int count(Collection<State> states) {
      return sum(counts, states);
    }

    /** The same, of preliminary reports. */
    public int countPreliminary(Collection<State> states) {
      return sum(preliminary, states);
    }

    private static int sum(Map<State, Integer> counts, Collection<State> states) {
      return states.stream().mapToInt(state -> counts.getOrDefault(state, 0)).sum();
    }
  }

  /** The values that the rows have, sorted, for the lists of the filters. */
  record Values(
      List<String> sites,
      List<String> modalities,
      List<String> bodyParts,
      List<String> radiologists,
      List<String> types) {}

  /**
   * Open reports first, by their heaviest problem, and with them those of which a reminder was
   * given and those with a critical question; then the other states. Of another patient's images,
   * of critical findings and of what is to be corrected, the oldest is first; otherwise the newest.
   * A flag is as old as the first version that had it.
   *
   * @param offset number of rows to leave out
   * @throws SearchBusyException if the search takes too long, or too many run at the same time
   */
  Page page(Filter filter, int offset, int count);

  /**
   * How many reports match, of the states that the filter names. It reads less than a page does.
   *
   * @throws SearchBusyException as for a page
   */
  default int count(Filter filter) {
    return page(filter, 0, 0)
        .count(filter.states().isEmpty() ? EnumSet.allOf(State.class) : filter.states());
  }

  /** Grows with each change of any row. */
  long revision();

  Values values();
}
