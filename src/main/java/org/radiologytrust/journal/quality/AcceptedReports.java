package org.radiologytrust.journal.quality;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.radiologytrust.journal.quality.Acceptances.Counted;
import org.radiologytrust.journal.quality.Readings.Kind;
import org.radiologytrust.journal.quality.Readings.Source;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.NewRows;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.Texts;
import org.radiologytrust.model.UnfinishedCheck;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.Problems;

/** The reports of an acceptance, counted, with their flags. For one thread. */
final class AcceptedReports {
  private static final int PAGE = 2000;

  /** The last audit of each report in which checks ran; those of shadow mode may have failed. */
  private static final String NEWEST =
      """
      select q.run_id as run_id, q.received_at as received_at from quality_report q
      union all
      select s.run_id, (select min(v.received_at) from report_version v
        where v.site = s.site and v.report_id = s.report_id)
      from shadow_audit s
      where not exists (select 1 from shadow_audit later where later.site = s.site
          and later.report_id = s.report_id and later.ordinal > s.ordinal)
        and not exists (select 1 from quality_report o where o.site = s.site
          and o.report_id = s.report_id)
      order by received_at desc, run_id limit ? offset ?
      """;

  private static final String AUDIT =
      """
      select audit_packed, site, report_id from audit where run_id = ?
      union all select audit_packed, site, report_id from shadow_audit where run_id = ?
      """;

  /** A flag that is to be read. */
  private record Flag(String run, String key, String site, String modality, int month) {}

  /** What is counted. */
  private record Group(String modality, String check, Counted counted) {
    List<Object> row(String name, int n) {
      return List.of(name, modality, check, counted.code(), n);
    }
  }

  private record Run(String id, long received) {}

  private record Stored(String site, String report, Audit audit) {
    static Stored of(ResultSet rs) throws SQLException {
      return new Stored(
          rs.getString("site"),
          rs.getString("report_id"),
          StoredJson.read(PackedText.read(rs, "audit"), Audit.class));
    }

    /** Withholds the report. */
    @Override
    public String toString() {
      return "Stored";
    }
  }

  private final List<Flag> flags = new ArrayList<>();
  private final Set<String> flagged = new HashSet<>();
  private final Map<Group, Integer> counts = new HashMap<>();
  private int reports;

  private AcceptedReports() {}

  /** Reads the newest reports that were checked. */
  static AcceptedReports newest(Tx tx, int most) throws SQLException {
    AcceptedReports taken = new AcceptedReports();
    for (int from = 0; taken.reports < most; from += PAGE) {
      List<Run> runs =
          tx.list(
              NEWEST, rs -> new Run(rs.getString("run_id"), rs.getLong("received_at")), PAGE, from);
      for (Run run : runs) {
        if (taken.reports < most) {
          taken.add(tx, run);
        }
      }
      if (runs.size() < PAGE) {
        break;
      }
    }
    return taken;
  }

  private void add(Tx tx, Run run) throws SQLException {
    Stored stored = tx.first(AUDIT, Stored::of, run.id, run.id).orElse(null);
    if (stored == null || !QualityTable.checked(stored.audit)) {
      return;
    }
    reports++;
    String modality = stored.audit.report().order().modality();
    count(modality, "", Counted.REPORT);
    for (UnfinishedCheck unfinished : stored.audit.unfinished()) {
      count(modality, unfinished.check(), Counted.UNFINISHED);
    }
    for (Problem problem : Problems.every(stored.audit)) {
      Strength strength = CountedFlag.strength(problem);
      boolean image = problem.checks().isEmpty();
      count(modality, problem.type(), image ? Counted.IMAGE : Counted.of(strength.word()));
      if (strength == Strength.TELL && !image) {
        flags.add(
            new Flag(
                run.id,
                problem.key(),
                stored.site,
                modality,
                QualityTable.month(Instant.ofEpochMilli(run.received))));
        flagged.add(stored.report);
      }
    }
  }

  private void count(String modality, String check, Counted counted) {
    counts.merge(new Group(modality, check, counted), 1, Integer::sum);
  }

  int reports() {
    return reports;
  }

  /** An erasure of one of these reports is before this transaction, or after it. */
  void lock(Tx tx) throws SQLException {
    Locks.reports(tx, List.copyOf(flagged));
  }

  /** Stores the counts, and the flags of reports that are still there, in random order. */
  void store(Tx tx, String name, long seed, long now) throws SQLException {
    NewRows.insert(
        tx,
        "acceptance_count",
        "name, modality, check_id, counted, n",
        counts.entrySet().stream().map(e -> e.getKey().row(name, e.getValue())).toList());
    tx.update(
        """
        insert into reading_list (source, name, kind, seed, population, drawn_at)
        values (?, ?, ?, ?, ?, ?)
        """,
        Source.PILOT.code(),
        name,
        Kind.TELL.code(),
        seed,
        reports,
        now);
    List<Flag> drawn = new ArrayList<>();
    for (Flag flag : flags) {
      if (tx.first(
              "select 1 from audit where run_id = ? union all select 1 from shadow_audit where run_id = ?",
              rs -> 1,
              flag.run,
              flag.run)
          .isPresent()) {
        drawn.add(flag);
      }
    }
    Collections.shuffle(drawn, new Random(seed));
    List<List<Object>> items = new ArrayList<>();
    for (Flag flag : drawn) {
      items.add(item(name, items.size() + 1, flag));
    }
    NewRows.insert(
        tx,
        "reading_item",
        "id, source, name, kind, place, run_id, problem, site, modality, month, check_id, strength",
        items);
  }

  private static List<Object> item(String name, int place, Flag flag) {
    UUID id =
        Texts.uuid5(
            String.join("|", "reading", Source.PILOT.code(), name, Kind.TELL.code(), place + ""));
    return List.of(
        id.toString(),
        Source.PILOT.code(),
        name,
        Kind.TELL.code(),
        place,
        flag.run,
        flag.key,
        flag.site,
        flag.modality,
        flag.month,
        Problem.typeOf(flag.key),
        Strength.TELL.word());
  }
}
