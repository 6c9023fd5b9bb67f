package org.radiologytrust.journal.reviews;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.quality.QualityTable;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.Placeholders;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.journal.store.VersionStates;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.Report;
import org.radiologytrust.review.Decision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the table {@code worklist}: computes the row of a report anew, in the transaction that
 * changed one of the things that it follows from.
 */
public final class WorklistTable {
  private static final Logger LOG = LoggerFactory.getLogger(WorklistTable.class);

  /** The kind of the counted states. */
  public static final String STATE = "state";

  /** Columns whose values are counted: for the lists of the filters, and the states for metrics. */
  private static final List<String> COUNTED =
      List.of("site", "modality", "body_part", "radiologist", STATE);

  /** The kind of the counted problem types. */
  static final String TYPE = "type";

  /** What is still to come to a version {@code v}: the number of an {@link Expected}. */
  static final String EXPECTING =
      """
      case when v.images_expected = 1
          and exists (select 1 from report_key k where k.version = v.id) then 2
        when v.state in %s or exists (
          select 1 from job j where j.version = v.id and j.state in ('ready', 'running')) then 1
        else 0 end as expecting
      """
          .formatted(VersionStates.OPEN);

  /**
   * The state of a version {@code v}, as in {@code report_version}. One whose audits were all made
   * in shadow mode has none that anybody reads here: {@link Reviews#TRIAL}.
   */
  static final String STATE_OF =
      """
      case when v.state in ('%s', '%s')
          and exists (select 1 from job j
            where j.version = v.id and j.shadow = 1 and j.state = 'done')
          and not exists (select 1 from audit a where a.version = v.id) then '%s'
        else v.state end as state
      """
          .formatted(AuditOutcome.AUDITED.code(), AuditOutcome.CHECKED_ONLY.code(), Reviews.TRIAL);

  /** As {@link WorklistRow#RULES}. */
  public static final int RULES = WorklistRow.RULES;

  private WorklistTable() {}

  /** Like {@link #update(Tx, String, String)}, for the report of a version. */
  public static void update(Tx tx, String version) throws SQLException {
    update(tx, version, (Newest) null);
  }

  /**
   * The same, in the commit that stored the newest audit of the version: it need not be read and
   * parsed again.
   */
  public static void update(Tx tx, String version, Audit newest) throws SQLException {
    update(tx, version, new Newest(version, newest));
  }

  /**
   * Like {@link #update(Tx, String, String)}.
   *
   * @param newest the newest audit of the current version, which the same commit has read
   */
  static void update(Tx tx, String site, String report, Optional<Audit> newest)
      throws SQLException {
    update(tx, site, report, newest.map(Newest::ofCurrent).orElse(null));
  }

  /**
   * An audit that need not be read again.
   *
   * @param version of which it is the newest; empty for the current one
   */
  private record Newest(String version, Audit audit) {
    static Newest ofCurrent(Audit audit) {
      return new Newest("", audit);
    }

    boolean isOf(Current current) {
      return version.isEmpty() || version.equals(current.id);
    }
  }

  private static void update(Tx tx, String version, @Nullable Newest known) throws SQLException {
    record Key(String site, String report) {}
    Optional<Key> key =
        tx.first(
            "select site, report_id from report_version where id = ?",
            rs -> new Key(rs.getString("site"), rs.getString("report_id")),
            version);
    if (key.isPresent()) {
      update(tx, key.get().site, key.get().report, known);
    }
  }

  /** Computes the row of a report and stores it if it changed. */
  public static void update(Tx tx, String site, String report) throws SQLException {
    update(tx, site, report, (Newest) null);
  }

  private static void update(Tx tx, String site, String report, @Nullable Newest known)
      throws SQLException {
    Locks.order(tx);
    Optional<Current> current =
        tx.first(
            """
            select v.id, v.seq, v.report, v.reason, v.received_at,
              %s, %s
            from report_version v
            where v.site = ? and v.report_id = ? order by v.seq desc limit 1
            """
                .formatted(EXPECTING, STATE_OF),
            rs ->
                new Current(
                    rs.getString("id"),
                    rs.getInt("seq"),
                    rs.getString("report"),
                    rs.getString("state"),
                    rs.getString("reason"),
                    Expected.values()[rs.getInt("expecting")],
                    rs.getLong("received_at")),
            site,
            report);
    if (current.isEmpty()) {
      return;
    }
    try {
      List<Decision> decisions = SqlDecisions.ofReport(tx, site, report);
      WorklistRow row = row(tx, site, report, current.get(), known, decisions);
      Map<String, @Nullable Object> columns = row.columns();
      store(tx, site, report, columns);
      QualityTable.update(
          tx,
          new QualityTable.Computed(
              site,
              report,
              Objects.toString(columns.get("modality")),
              Objects.toString(columns.get("radiologist")),
              row.audit(),
              decisions));
    } catch (RuntimeException e) {
      // an audit that cannot be shown must still be stored and published
      LOG.error(
          "report version {} is missing in the worklist, or out of date there: {}",
          current.get().id,
          e.getClass().getSimpleName());
    }
  }

  /**
   * Takes the row of a report away that was erased.
   *
   * @return its id; empty if there was none
   */
  public static Optional<String> remove(Tx tx, String site, String report) throws SQLException {
    Locks.order(tx);
    List<String> names = Stream.concat(COUNTED.stream(), Stream.of("types", "id")).toList();
    Optional<Map<String, @Nullable String>> before = stored(tx, site, report, names);
    if (before.isPresent()) {
      tx.update("delete from worklist where site = ? and report_id = ?", site, report);
      count(tx, counted(before.get()), Set.of(), -1);
      tx.update("update worklist_state set revision = revision + 1");
    }
    return before.map(row -> row.get("id"));
  }

  private static Optional<Map<String, @Nullable String>> stored(
      Tx tx, String site, String report, List<String> names) throws SQLException {
    return tx.first(
        "select %s from worklist where site = ? and report_id = ?"
            .formatted(String.join(", ", names)),
        rs -> {
          Map<String, @Nullable String> row = new HashMap<>();
          for (String name : names) {
            row.put(name, rs.getString(name));
          }
          return row;
        },
        site,
        report);
  }

  private record Current(
      String id,
      int seq,
      String json,
      String state,
      String reason,
      Expected expecting,
      long received) {}

  private static WorklistRow row(
      Tx tx,
      String site,
      String report,
      Current version,
      @Nullable Newest known,
      List<Decision> decisions)
      throws SQLException {
    // an audit of an older version says nothing about the current one
    Optional<Audit> audit =
        known != null && known.isOf(version)
            ? Optional.of(known.audit)
            : newestAudit(tx, version.id);
    if (audit.isPresent() && SqlSamePatient.isTakenBack(tx, audit.get())) {
      // the report is audited anew, and until then nothing is known about it
      audit = Optional.empty();
    }
    return new WorklistRow(
        StoredJson.read(version.json, Report.class),
        version.seq,
        version.state,
        version.reason,
        version.expecting,
        Instant.ofEpochMilli(version.received),
        audit.orElse(null),
        ages(tx, site, report, version, audit),
        audit.isEmpty() ? List.of() : decisions,
        reminders(tx, site, report).keySet());
  }

  /** Since when the flags stand; the row knows it of the versions before. */
  private static FlagAges ages(
      Tx tx, String site, String report, Current version, Optional<Audit> audit)
      throws SQLException {
    FlagAges before = version.seq == 1 ? FlagAges.NONE : agesBefore(tx, site, report, version.seq);
    Instant received = Instant.ofEpochMilli(version.received);
    return audit.map(a -> before.with(a, received)).orElse(before);
  }

  private static FlagAges agesBefore(Tx tx, String site, String report, int seq)
      throws SQLException {
    String known =
        stored(tx, site, report, List.of("flags_since"))
            .map(row -> Objects.requireNonNullElse(row.get("flags_since"), ""))
            .orElse("");
    if (!known.isEmpty()) {
      return FlagAges.of(known);
    }
    // a node of a version before wrote the row, or no flag was found so far
    record Earlier(Audit audit, Instant received) {}
    FlagAges ages = FlagAges.NONE;
    for (Earlier earlier :
        tx.list(
            """
            select a.audit_packed, v.received_at from audit a
            join report_version v on v.id = a.version
            where a.site = ? and a.report_id = ? and v.seq < ? order by a.ordinal
            """,
            rs ->
                new Earlier(
                    StoredJson.read(PackedText.read(rs, "audit"), Audit.class),
                    Instant.ofEpochMilli(rs.getLong("received_at"))),
            site,
            report,
            seq)) {
      ages = ages.with(earlier.audit, earlier.received);
    }
    return ages;
  }

  /** The newest audit of the current version of a report. */
  static Optional<Audit> currentAudit(Tx tx, String site, String report) throws SQLException {
    Optional<String> version =
        tx.first(
            """
            select id from report_version where site = ? and report_id = ? order by seq desc limit 1
            """,
            rs -> rs.getString(1),
            site,
            report);
    return version.isEmpty() ? Optional.empty() : newestAudit(tx, version.get());
  }

  /** The persons' decisions about a report of which a reminder was given, and when. */
  static Map<UUID, Instant> reminders(Tx tx, String site, String report) throws SQLException {
    Map<UUID, Instant> reminders = new HashMap<>();
    tx.list(
        """
        select r.decision, r.reminded_at from reminder r join decision d on d.id = r.decision
        join audit a on a.run_id = d.run_id where a.site = ? and a.report_id = ?
        """,
        rs ->
            reminders.put(
                UUID.fromString(rs.getString("decision")),
                Instant.ofEpochMilli(rs.getLong("reminded_at"))),
        site,
        report);
    return reminders;
  }

  /** The newest audit of a version. */
  static Optional<Audit> newestAudit(Tx tx, String version) throws SQLException {
    return tx.first(
        "select audit_packed from audit where version = ? order by ordinal desc limit 1",
        rs -> StoredJson.read(PackedText.read(rs, "audit"), Audit.class),
        version);
  }

  private static void store(
      Tx tx, String site, String report, Map<String, @Nullable Object> columns)
      throws SQLException {
    List<String> names = List.copyOf(columns.keySet());
    Optional<Map<String, @Nullable String>> before = stored(tx, site, report, names);
    Map<String, @Nullable String> after = new HashMap<>();
    columns.forEach((name, value) -> after.put(name, Objects.toString(value, null)));
    if (before.isPresent() && before.get().equals(after)) {
      return;
    }
    write(tx, site, report, columns);
    before.ifPresent(row -> row.put("site", site));
    after.put("site", site);
    Set<Value> old = before.map(WorklistTable::counted).orElse(Set.of());
    Set<Value> now = counted(after);
    count(tx, old, now, -1);
    count(tx, now, old, 1);
    tx.update("update worklist_state set revision = revision + 1");
  }

  private static void write(
      Tx tx, String site, String report, Map<String, @Nullable Object> columns)
      throws SQLException {
    List<@Nullable Object> values = new ArrayList<>();
    values.add(UUID.randomUUID().toString());
    values.add(site);
    values.add(report);
    values.addAll(columns.values());
    tx.update(
        """
        insert into worklist (id, site, report_id, %s) values (%s)
        on conflict (site, report_id) do update set %s
        """
            .formatted(
                String.join(", ", columns.keySet()),
                Placeholders.of(values.size()),
                columns.keySet().stream()
                    .map(name -> name + " = excluded." + name)
                    .collect(Collectors.joining(", "))),
        values.toArray());
  }

  private record Value(String kind, String value) {}

  private static Set<Value> counted(Map<String, @Nullable String> row) {
    Set<Value> values = new HashSet<>();
    for (String kind : COUNTED) {
      values.add(new Value(kind, Objects.requireNonNullElse(row.get(kind), "")));
    }
    String types = Objects.requireNonNullElse(row.get("types"), "");
    Arrays.stream(types.split(" ")).forEach(type -> values.add(new Value(TYPE, type)));
    values.removeIf(value -> value.value.isEmpty());
    return values;
  }

  private static void count(Tx tx, Set<Value> of, Set<Value> without, int by) throws SQLException {
    List<Value> values = of.stream().filter(value -> !without.contains(value)).toList();
    if (values.isEmpty()) {
      return;
    }
    tx.update(
        """
        insert into worklist_value (kind, value, reports) values %s
        on conflict (kind, value) do update
          set reports = worklist_value.reports + excluded.reports
        """
            .formatted(Placeholders.rows(values.size(), "(?, ?, ?)")),
        values.stream().flatMap(v -> Stream.of(v.kind, v.value, by)).toArray());
    if (by < 0) {
      for (Value value : values) {
        tx.update(
            "delete from worklist_value where kind = ? and value = ? and reports = 0",
            value.kind,
            value.value);
      }
    }
  }
}
