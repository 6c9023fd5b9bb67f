package org.radiologytrust.journal.shadow;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.radiologytrust.journal.results.AuditedPatient;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.reviews.Reviews.History;
import org.radiologytrust.journal.reviews.Reviews.Version;
import org.radiologytrust.journal.reviews.SqlWorklist;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Audit;
import org.radiologytrust.review.Problems;

/** {@link ShadowAudits} in SQL. */
public final class SqlShadowAudits implements ShadowAudits {
  private static final String ADD =
      """
      insert into shadow_audit (run_id, version, site, report_id, ordinal, audit_packed, ended_at,
        flags)
      select ?, id, site, report_id, (select coalesce(max(ordinal), 0) + 1 from shadow_audit), ?, ?, ?
      from report_version where id = ?
      """;

  private static final String NEWEST =
      """
      not exists (select 1 from shadow_audit later where later.site = s.site
        and later.report_id = s.report_id and later.ordinal > s.ordinal)
      """;

  private final Db db;
  private final Reviews reviews;

  SqlShadowAudits(Db db, Reviews reviews) {
    this.db = db;
    this.reviews = reviews;
  }

  /**
   * Stores the audit of a run that was made in shadow mode. The caller holds {@link
   * org.radiologytrust.journal.store.Locks#order}.
   */
  public static void add(Tx tx, String version, Audit audit, long now) throws SQLException {
    tx.update(
        ADD,
        audit.runId().toString(),
        PackedText.of(StoredJson.write(audit)),
        now,
        Problems.of(audit).size(),
        version);
  }

  @Override
  public List<Kept> newest(long before, int limit) {
    return db.read(
        tx ->
            tx.list(
                """
                select %s, s.audit_packed, s.ended_at, s.ordinal
                from shadow_audit s
                join worklist w on w.site = s.site and w.report_id = s.report_id
                where s.ordinal < ? and %s order by s.ordinal desc limit ?
                """
                    .formatted(SqlWorklist.COLUMNS, NEWEST),
                rs ->
                    new Kept(
                        SqlWorklist.row(rs),
                        audit(rs),
                        Instant.ofEpochMilli(rs.getLong("ended_at")),
                        rs.getLong("ordinal")),
                before,
                limit));
  }

  /** Only versions of this report have decisions, and in shadow mode nobody decides. */
  @Override
  public Optional<History> find(UUID report) {
    Optional<History> known = reviews.find(report);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    Map<Integer, List<Audit>> audits = db.read(tx -> audits(tx, report));
    if (audits.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new History(
            report,
            known.get().versions().stream().map(v -> with(v, audits)).toList(),
            List.of(),
            Map.of(),
            Set.of()));
  }

  private static Version with(Version v, Map<Integer, List<Audit>> audits) {
    return new Version(
        v.number(),
        v.report(),
        v.state(),
        v.reason(),
        v.expecting(),
        v.received(),
        audits.getOrDefault(v.number(), List.of()));
  }

  static Audit audit(ResultSet rs) throws SQLException {
    return StoredJson.read(PackedText.read(rs, "audit"), Audit.class);
  }

  /** The audits of a report by the numbers of its versions, the newest first. */
  private static Map<Integer, List<Audit>> audits(Tx tx, UUID report) throws SQLException {
    record Stored(String version, int number, Audit audit) {}
    Map<Integer, List<Audit>> all = new HashMap<>();
    for (Stored stored :
        tx.list(
            """
            select s.version, v.seq, s.audit_packed from worklist w
            join shadow_audit s on s.site = w.site and s.report_id = w.report_id
            join report_version v on v.id = s.version
            where w.id = ? order by s.ordinal desc
            """,
            rs -> new Stored(rs.getString("version"), rs.getInt("seq"), audit(rs)),
            report.toString())) {
      all.computeIfAbsent(stored.number, n -> new ArrayList<>())
          .add(AuditedPatient.current(tx, stored.version, stored.audit));
    }
    return all;
  }

  @Override
  public Figures figures() {
    return db.read(
            tx ->
                tx.first(
                    """
                    select count(*) as reports,
                      coalesce(sum(case when s.flags > 0 then 1 else 0 end), 0) as flagged
                    from shadow_audit s where %s
                    """
                        .formatted(NEWEST),
                    rs -> new Figures(rs.getLong("reports"), rs.getLong("flagged"))))
        .orElseThrow();
  }
}
