package org.radiologytrust.journal.delivered;

import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.journal.results.Outbox.Delivery;
import org.radiologytrust.journal.reviews.SqlDecisions;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Audit;

/** {@link DeliveredAudits} in SQL. */
public final class SqlDeliveredAudits implements DeliveredAudits {
  private static final String AUDIT =
      """
      select a.audit_packed, a.version, w.id as page from audit a
      left join worklist w on w.site = a.site and w.report_id = a.report_id
      where a.run_id = ?
      """;

  private static final String MESSAGE =
      """
      select m.raw from message m
      where m.channel = 'hl7' and m.pruned_at is null
        and (m.version = ? or exists (
          select 1 from further_version f
          where f.version = ? and f.channel = m.channel and f.site = m.site
            and f.message_key = m.message_key and f.body_sha256 = m.body_sha256))
      order by m.received_at desc, m.body_sha256 limit 1
      """;

  private static final String BEFORE =
      """
      select d.payload_packed from delivery d join audit a on a.run_id = d.run_id
      where a.site = ? and a.report_id = ? and d.sink = ? and d.id <> ?
        and d.payload_packed is not null
      order by d.ordinal desc limit 1
      """;

  private final Db db;

  public SqlDeliveredAudits(Db db) {
    this.db = db;
  }

  private record Row(Audit audit, String version, Optional<UUID> page) {}

  @Override
  public Optional<Delivered> find(Delivery delivery) {
    return db.read(
        tx -> {
          Optional<Row> row =
              tx.first(
                  AUDIT,
                  rs ->
                      new Row(
                          StoredJson.read(PackedText.read(rs, "audit"), Audit.class),
                          rs.getString("version"),
                          Optional.ofNullable(rs.getString("page")).map(UUID::fromString)),
                  delivery.runId().toString());
          return row.isEmpty() ? Optional.empty() : Optional.of(delivered(tx, delivery, row.get()));
        });
  }

  private static Delivered delivered(Tx tx, Delivery delivery, Row row) throws SQLException {
    return new Delivered(
        row.audit,
        SqlDecisions.ofReport(tx, delivery.site(), delivery.reportId()).stream()
            .filter(decision -> decision.run().equals(delivery.runId()))
            .toList(),
        row.page,
        tx.first(MESSAGE, rs -> rs.getBytes(1), row.version, row.version),
        tx.first(
                BEFORE,
                rs -> PackedText.read(rs, "payload"),
                delivery.site(),
                delivery.reportId(),
                delivery.sink(),
                delivery.id().toString())
            .orElse(""));
  }
}
