package org.radiologytrust.lab.checks.alarms;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.radiologytrust.lab.checks.CheckFigures;
import org.radiologytrust.lab.checks.CleanReport;
import org.radiologytrust.lab.results.Estimate;
import org.radiologytrust.model.Strength;

/** The flags on the reports as they are, with what people said about them. */
public final class AlarmFigures {
  /** All checks, or all reports. */
  static final String ALL = "all";

  /** Rows of all flags of one strength. */
  static final String TOLD = "told";

  static final String ASKED = "asked";

  private static final String UNKNOWN = "not known";

  private final List<CleanReport> reports;
  private final List<ReadFlag> flags;
  private final Readings readings;

  public AlarmFigures(CheckFigures figures, Readings readings) {
    this.reports = figures.reports();
    this.flags = ReadFlag.all(reports, readings);
    this.readings = readings;
  }

  /** How reports are put into kinds. */
  enum By {
    MODALITY("modality", CleanReport::modality),
    PART("body part", CleanReport::part);

    private final String title;
    private final Function<CleanReport, String> kind;

    By(String title, Function<CleanReport, String> kind) {
      this.title = title;
      this.kind = kind;
    }

    String title() {
      return title;
    }

    private String of(CleanReport report) {
      String known = kind.apply(report);
      return known.isEmpty() ? UNKNOWN : known;
    }
  }

  /** The ids of the checks that flag something. */
  Set<String> checks() {
    return flags.stream().map(f -> f.key().check()).collect(Collectors.toCollection(TreeSet::new));
  }

  /** A check on all reports. */
  AlarmRow of(String check) {
    return row(check, ALL, reports.size(), flags);
  }

  /**
   * Share of the reports as they are on which people called a flag of the check false; of all
   * checks with {@code all}. Not known while nobody has read a flag of it.
   */
  public Estimate wrong(String check) {
    return of(check).wrong();
  }

  /** A check on the reports of each kind. */
  List<AlarmRow> of(String check, By by) {
    Map<String, Integer> kinds = new TreeMap<>();
    reports.forEach(r -> kinds.merge(by.of(r), 1, Integer::sum));
    List<AlarmRow> rows = new ArrayList<>();
    kinds.forEach(
        (kind, size) -> {
          List<ReadFlag> its = flags.stream().filter(f -> by.of(f.report()).equals(kind)).toList();
          rows.add(row(check, kind, size, its));
        });
    return rows;
  }

  private static AlarmRow row(String check, String kind, int size, List<ReadFlag> flags) {
    List<ReadFlag> its = flags.stream().filter(f -> ofRow(check, f)).toList();
    return new AlarmRow(check, kind, size, its);
  }

  private static boolean ofRow(String check, ReadFlag f) {
    return switch (check) {
      case ALL -> f.flag().strength() != Strength.QUIET;
      case TOLD -> f.flag().strength() == Strength.TELL;
      case ASKED -> f.flag().strength() == Strength.ASK;
      default -> check.equals(f.key().check());
    };
  }

  /** The flags that nobody has read, or about which the two readers differ. */
  List<ReadFlag> toRead() {
    return flags.stream()
        .filter(f -> f.verdict().isEmpty() || Set.copyOf(f.said()).size() > 1)
        .toList();
  }

  /** How many verdicts are on flags that these reports no longer have, by verdict. */
  Map<Reading, Long> gone() {
    Set<String> known =
        reports.stream().map(r -> FlagKey.of(r.checked().report())).collect(Collectors.toSet());
    Set<FlagKey> keys = flags.stream().map(ReadFlag::key).collect(Collectors.toSet());
    Map<Reading, Long> gone = new LinkedHashMap<>();
    for (FlagKey key : readings.gone(known, keys)) {
      readings.of(key).ifPresent(r -> gone.merge(r, 1L, Long::sum));
    }
    return gone;
  }

  /** Whether two readers gave verdicts. */
  boolean twoReaders() {
    return readings.two();
  }

  /** How far two readers agree; reports with the same text count once. */
  Agreement agreement() {
    Map<FlagKey, List<Reading>> said = new LinkedHashMap<>();
    flags.forEach(f -> said.put(f.key(), f.said()));
    return Agreement.of(said.values().stream().filter(both -> both.size() == 2).toList());
  }
}
