package org.radiologytrust.journal.reviews;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Audit;
import org.radiologytrust.review.Decision;

/**
 * The flags that people kept as learning cases, each with a note. A case stays until its decision
 * is undone, whatever becomes of the report.
 */
public interface LearningCases {
  /** Longest note, in characters. */
  int MOST_WORDS = 1000;

  /**
   * Which cases are listed. An empty text allows all.
   *
   * @param type type of the problem, as in {@link org.radiologytrust.review.Problem#type}
   * @param modality of the report as it is now
   * @param user log-in of the person who kept it
   * @param since the earliest time of the decision; {@code null} for all times
   */
  record Filter(String type, String modality, String user, @Nullable Instant since) {
    public static final Filter ALL = new Filter("", "", "", null);
  }

  /**
   * A note as it was written.
   *
   * @param number from 1; it grows with each change
   */
  record Note(int number, String words, String user, Instant at) {
    /** Withholds the words. */
    @Override
    public String toString() {
      return "Note[" + number + "]";
    }
  }

  /**
   * A case.
   *
   * @param report our id of the report
   * @param decision by which a person kept the case
   * @param audit in which the flag was
   * @param note the one that stands; {@code null} if there is none
   * @param evidenceChanged whether an earlier report or an image on which the audit rests was
   *     corrected or withdrawn since, or is another patient's
   */
  record Case(
      UUID report, Decision decision, Audit audit, @Nullable Note note, boolean evidenceChanged) {
    public UUID id() {
      return decision.id();
    }

    /** Withholds the report. */
    @Override
    public String toString() {
      return "Case[" + id() + "]";
    }
  }

  /**
   * Cases, the newest first.
   *
   * @param all how many there are with this filter
   * @param evidenceChanged of how many of them the evidence has changed
   */
  record Page(List<Case> cases, int all, int evidenceChanged) {
    public Page {
      cases = List.copyOf(cases);
    }
  }

  Page page(Filter filter, int offset, int count);

  /** Empty if there is no such case, or its decision was undone. */
  Optional<Case> find(UUID decision);

  /** The values by which cases can be filtered, in alphabetical order. */
  record Values(List<String> types, List<String> modalities, List<String> users) {
    public Values {
      types = List.copyOf(types);
      modalities = List.copyOf(modalities);
      users = List.copyOf(users);
    }
  }

  Values values();

  /** What came of writing a note. */
  enum Outcome {
    STORED,
    /** Somebody else wrote one meanwhile. Nothing was stored. */
    WRITTEN_MEANWHILE,
    /** There is no such case. Nothing was stored. */
    UNKNOWN
  }

  /**
   * Writes a note, which may be empty. The same words once more are stored already.
   *
   * @param seen number of the note that the person saw; 0 if there was none
   * @throws IllegalArgumentException if the note is longer than {@link #MOST_WORDS}
   */
  Outcome write(UUID decision, int seen, String words, String user);
}
