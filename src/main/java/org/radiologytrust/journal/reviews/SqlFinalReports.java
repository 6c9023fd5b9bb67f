package org.radiologytrust.journal.reviews;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.SqlFragment;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.model.Report;

/** {@link FinalReports} in SQL. */
final class SqlFinalReports implements FinalReports {
  private static final String IS_FINAL = "status in ('FINAL', 'AMENDED', 'CORRECTED', 'APPENDED')";

  /** The first condition is that of the index {@code report_version_final}, word by word. */
  private static final String BECAME_FINAL =
      """
      select w.id, p.seq as before_seq, p.report as before_report, v.seq, v.report, v.received_at
      from report_version v
        join worklist w on w.site = v.site and w.report_id = v.report_id
        join report_version p on p.site = v.site and p.report_id = v.report_id and p.seq = (
          select max(q.seq) from report_version q
          where q.site = v.site and q.report_id = v.report_id and q.seq < v.seq
            and q.status in ('REGISTERED', 'PARTIAL', 'PRELIMINARY'))
      where v.seq > 1 and v.%1$s
        and not exists (
          select 1 from report_version e
          where e.site = v.site and e.report_id = v.report_id and e.seq < v.seq and e.%1$s)
      """
          .formatted(IS_FINAL);

  private final Db db;

  SqlFinalReports(Db db) {
    this.db = db;
  }

  @Override
  public List<FinalReport> newest(Filter filter, int count) {
    SqlFragment which = SqlFragment.of(BECAME_FINAL);
    if (!filter.modality().isEmpty()) {
      which = which.and(SqlFragment.of("w.modality = ?", filter.modality()));
    }
    if (filter.since() != null) {
      which = which.and(SqlFragment.of("v.received_at >= ?", filter.since().toEpochMilli()));
    }
    String sql = which.text() + " order by v.received_at desc, v.id limit " + count;
    Object[] values = which.values().toArray();
    return db.read(
        tx ->
            tx.list(
                sql,
                rs ->
                    new FinalReport(
                        UUID.fromString(rs.getString("id")),
                        rs.getInt("before_seq"),
                        rs.getInt("seq"),
                        StoredJson.read(rs.getString("before_report"), Report.class),
                        StoredJson.read(rs.getString("report"), Report.class),
                        Instant.ofEpochMilli(rs.getLong("received_at"))),
                values));
  }
}
