package org.radiologytrust.strengths;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.radiologytrust.check.Checks;
import org.radiologytrust.journal.strengths.StrengthChanges;
import org.radiologytrust.journal.strengths.StrengthChanges.Change;
import org.radiologytrust.journal.strengths.StrengthChanges.Place;
import org.radiologytrust.journal.strengths.StrengthChanges.Wanted;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.StrengthRow;

/** What people see of the strengths, and how they change them. */
public final class StrengthDesk {
  private static final int LONGEST = 300;

  private final Checks checks;
  private final StrengthChanges changes;

  public StrengthDesk(Checks checks, StrengthChanges changes) {
    this.checks = checks;
    this.changes = changes;
  }

  /** A change that is not possible; the message says why, and what to do. */
  public static final class Refused extends RuntimeException {
    Refused(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * A row that holds.
   *
   * @param number of the last change of its place; 0 if nobody changed it
   * @param change the person's change that made it; empty if it is the file's
   */
  public record Shown(StrengthRow row, int number, Optional<Change> change) {}

  /** The rows that hold, by check and kind of examination. */
  public List<Shown> rows() {
    Map<Place, Change> last = last();
    return checks.strengths().stream()
        .map(
            row -> {
              Optional<Change> change = Optional.ofNullable(last.get(place(row)));
              return new Shown(
                  row,
                  change.map(Change::number).orElse(0),
                  change.filter(c -> c.strength().isPresent()));
            })
        .toList();
  }

  /** All changes, newest first. */
  public List<Change> history() {
    return changes.all();
  }

  /** The rows that hold, as a file {@code check/strengths.yaml}. */
  public String yaml() {
    return "# Strengths as they held when this was written: the file of rtl.files, and what people"
        + " changed in the journal\n"
        + StrengthRow.yaml(checks.strengths());
  }

  /**
   * Changes a strength.
   *
   * @param modality DICOM code; empty for all kinds that have no row of their own
   * @param reason in the person's words
   * @param seen number of the last change of this place that the person saw
   * @throws Refused if it is not possible
   */
  public Change accept(
      String check, String modality, Strength strength, String reason, String user, int seen) {
    require(check, reason);
    if (reason.isBlank()) {
      throw new Refused("give a reason, in words that name nobody");
    }
    StrengthRow row;
    try {
      row =
          StrengthRow.of(check, modality, strength, strength == Strength.ASK ? reason.strip() : "");
    } catch (IllegalArgumentException e) {
      throw new Refused(e.getMessage());
    }
    return stored(Wanted.change(row, reason.strip(), user, seen));
  }

  /**
   * Takes the last change back: the file holds again.
   *
   * @throws Refused if it is not possible
   */
  public Change takeBack(String check, String modality, String reason, String user, int seen) {
    require(check, reason);
    return stored(Wanted.back(new Place(check, modality), reason.strip(), user, seen));
  }

  /** Number of the last change of a place; 0 if there is none. */
  public int seen(String check, String modality) {
    return Optional.ofNullable(last().get(new Place(check, modality)))
        .map(Change::number)
        .orElse(0);
  }

  private void require(String check, String reason) {
    if (!checks.ids().contains(check)) {
      throw new Refused("there is no check with this id: rtl strengths list shows all");
    }
    if (reason.length() > LONGEST) {
      throw new Refused("the reason has more than " + LONGEST + " characters");
    }
  }

  private Change stored(Wanted wanted) {
    try {
      return changes
          .add(wanted)
          .orElseThrow(
              () ->
                  new Refused(
                      wanted.strength().isPresent()
                          ? "somebody else has changed this meanwhile: look at it again"
                          : "there is no change to take back, or somebody else has changed it"
                              + " meanwhile: look at it again"));
    } catch (IllegalArgumentException e) {
      throw new Refused(e.getMessage());
    }
  }

  private Map<Place, Change> last() {
    return changes.all().stream()
        .collect(
            Collectors.toMap(
                Change::place, Function.identity(), (a, b) -> a.number() > b.number() ? a : b));
  }

  private static Place place(StrengthRow row) {
    return new Place(row.check(), row.modality());
  }
}
