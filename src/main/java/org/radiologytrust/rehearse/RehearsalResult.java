package org.radiologytrust.rehearse;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.radiologytrust.rehearse.FlagChange.Kind;

/**
 * What a rehearsal showed.
 *
 * @param version of the engine that rehearsed
 * @param notCompared reports whose audit failed, so that nothing is known of its flags
 * @param otherVersion reports that another version of the engine had audited
 * @param unfinished reports of which a check did not finish, then or now
 * @param changes in the order of the reports, newest first
 */
public record RehearsalResult(
    String version,
    Counts counts,
    int notCompared,
    int otherVersion,
    int unfinished,
    List<FlagChange> changes) {
  public RehearsalResult {
    changes = List.copyOf(changes);
  }

  /**
   * How many flags differ.
   *
   * @param reports that were checked again
   * @param gained flags that only the rehearsal has
   * @param lost flags that only the journal or the other checks have
   * @param changed flags with another strength
   */
  public record Counts(int reports, int gained, int lost, int changed) {}

  /** How many flags of a check changed. */
  public record CheckRow(String check, int gained, int lost, int changed) {}

  /** The checks with a change, by name. */
  public List<CheckRow> checks() {
    Map<String, int[]> rows = new TreeMap<>();
    changes.forEach(
        change ->
            rows.computeIfAbsent(change.check(), check -> new int[Kind.values().length])[
                change.kind().ordinal()]++);
    return rows.entrySet().stream()
        .map(
            row ->
                new CheckRow(
                    row.getKey(),
                    row.getValue()[Kind.GAINED.ordinal()],
                    row.getValue()[Kind.LOST.ordinal()],
                    row.getValue()[Kind.CHANGED.ordinal()]))
        .toList();
  }

  static Counts counts(int reports, List<FlagChange> changes) {
    return new Counts(
        reports,
        count(changes, Kind.GAINED),
        count(changes, Kind.LOST),
        count(changes, Kind.CHANGED));
  }

  private static int count(List<FlagChange> changes, Kind kind) {
    return (int) changes.stream().filter(change -> change.kind() == kind).count();
  }

  /** Withholds the words of reports. */
  @Override
  public String toString() {
    return "RehearsalResult";
  }
}
