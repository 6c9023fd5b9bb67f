package org.radiologytrust.journal.strengths;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.StrengthRow;

/**
 * The changes that people made of how strong the checks are. They are never changed or deleted; the
 * last one of a check and a kind of examination holds, on all nodes, from the next audit on.
 */
public interface StrengthChanges {
  /**
   * What is changed.
   *
   * @param modality DICOM code; empty for all kinds of examination that have no row of their own
   */
  record Place(String check, String modality) {}

  /**
   * A change.
   *
   * @param number counted from 1 for its place
   * @param strength empty if the change before it was taken back, so that the file holds
   * @param why one sentence that says why it only asks; empty unless it asks
   * @param basis on what the person decided, such as the verdicts that were shown
   * @param user who made it
   */
  record Change(
      Place place,
      int number,
      Optional<Strength> strength,
      String why,
      String basis,
      String user,
      Instant at) {
    /** The row that wins over the file; empty where the file holds. */
    public Optional<StrengthRow> row() {
      return strength.map(s -> new StrengthRow(place.check(), place.modality(), s, why));
    }
  }

  /** A person's wish, with the change that the person saw as the last one. */
  record Wanted(
      Place place, Optional<Strength> strength, String why, String basis, String user, int after) {
    /**
     * @param seen number of the last change of the place that was shown; 0 if there was none
     */
    public static Wanted change(StrengthRow row, String basis, String user, int seen) {
      return new Wanted(
          new Place(row.check(), row.modality()),
          Optional.of(row.strength()),
          row.why(),
          basis,
          user,
          seen);
    }

    /** As {@link #change}, for taking the last change back. */
    public static Wanted back(Place place, String basis, String user, int seen) {
      return new Wanted(place, Optional.empty(), "", basis, user, seen);
    }
  }

  /** The rows that win over the file, each of the last change of its place. */
  List<StrengthRow> inForce();

  /** All changes, newest first. */
  List<Change> all();

  /**
   * Stores a change. Done twice, it is stored once.
   *
   * @return empty if another change of the same place came between, or if there is none to take
   *     back; then nothing is stored
   * @throws IllegalArgumentException if the check {@link StrengthRow#alwaysTells always tells}, and
   *     this would soften it
   */
  Optional<Change> add(Wanted wanted);
}
