package org.radiologytrust.journal.reviews;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.store.SearchBusyException;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.Label;

/**
 * One row for each report, about its current version and the newest audit of that. The rows follow
 * from versions, audits and decisions, and are written in the same commit.
 */
public interface Worklist {
  /** What a person has to do about a report, in the order of the list. */
  enum State {
    /** A problem is open. */
    OPEN,
    /** The report could not be audited. */
    NOT_AUDITABLE,
    /** There is no problem so far, and a check did not finish. */
    INCOMPLETE,
    /** The audit has not ended. */
    WAITING,
    /** There is no problem. */
    NO_FLAG,
    /** Every problem has a decision. */
    DECIDED,
    /** The sender took the report back. */
    WITHDRAWN;

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A row.
   *
   * @param report our id of the report: random, the same for all its versions
   * @param received when the current version was received
   * @param decided the newest decision that stands; {@code null} if there is none
   */
  record Row(
      UUID report,
      String site,
      Exam exam,
      State state,
      Problems problems,
      Result result,
      Instant received,
      @Nullable Decided decided) {
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
   * The problems of a report.
   *
   * @param label the most serious label of the open ones; {@code null} if none is open
   * @param type {@link org.radiologytrust.review.Problem#type} of the first open one, or empty
   * @param first one sentence about the first open one; also about images of another patient when
   *     that was decided; or empty
   * @param places in how many places the first open one shows
   * @param open how many are open
   * @param all how many there are
   */
  record Problems(@Nullable Label label, String type, String first, int places, int open, int all) {
    /** Withholds the words of the report. */
    @Override
    public String toString() {
      return "Problems[" + open + " of " + all + " open]";
    }
  }

  /**
   * What an audit came to.
   *
   * @param outcome how it ended; {@code null} until it has ended
   * @param failure why the report could not be audited; empty if it could
   * @param claims number of claims
   * @param assessed number of claims with a label of a check or of a model that is trusted for them
   * @param score {@code null} if there is none
   */
  record Result(
      @Nullable AuditOutcome outcome,
      String failure,
      int claims,
      int assessed,
      @Nullable Integer score) {}

  /** Who made a decision, and when. */
  record Decided(String by, Instant at) {}

  /**
   * What to show. Every criterion must hold; an empty text and an empty set mean any.
   *
   * @param text the start of an accession number, record number or word of the patient's name, or
   *     of a part of one after a hyphen; without regard to case and accents; several words must all
   *     match
   * @param labels of the most serious open problem; rows without an open problem are not affected
   * @param type of any problem of the report, open or decided
   * @param since earliest time of receipt; {@code null} for any
   */
  record Filter(
      String text,
      Set<State> states,
      Set<Label> labels,
      String site,
      String modality,
      String bodyPart,
      String radiologist,
      String type,
      @Nullable Instant since) {
    /** Shows all reports. */
    public static final Filter ALL = new Filter("", Set.of(), Set.of(), "", "", "", "", "", null);

    public Filter {
      states = Set.copyOf(states);
      labels = Set.copyOf(labels);
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
   * @param open number of all matching reports with an open problem
   * @param rest number of all other matching reports
   * @param revision grows with each change of any row
   */
  record Page(List<Row> rows, int open, int rest, long revision) {}

  /** The values that the rows have, sorted, for the lists of the filters. */
  record Values(
      List<String> sites,
      List<String> modalities,
      List<String> bodyParts,
      List<String> radiologists,
      List<String> types) {}

  /**
   * Reports whose images are of another patient first, then those with other open problems (needs
   * review before uncertain), then in the order of {@link State}; within that, the newest first.
   *
   * @param offset number of rows to leave out
   * @throws SearchBusyException if the search takes too long, or too many run at the same time
   */
  Page page(Filter filter, int offset, int count);

  /** Grows with each change of any row. */
  long revision();

  Values values();
}
