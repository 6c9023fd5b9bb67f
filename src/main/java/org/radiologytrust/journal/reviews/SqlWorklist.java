package org.radiologytrust.journal.reviews;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.SqlFragment;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.Weight;
import org.radiologytrust.review.ProblemParts;

/**
 * {@link Worklist} in SQL. Filters and search read one index that has all they need; those that
 * name a time read only the rows since then.
 */
public final class SqlWorklist implements Worklist {
  private static final String REVISION = "select revision from worklist_state";

  /** Of the table {@code worklist w}, for {@link #row}. */
  public static final String COLUMNS =
      """
      w.id, w.site, w.state, w.rank, w.preliminary, w.received_at, w.family_name, w.given_name,
      w.accession, w.exam, w.modality, w.body_part, w.radiologist, w.weight, w.type, w.first_problem,
      w.places, w.open_problems, w.problems, w.questions, w.outcome, w.expecting, w.failure, w.unfinished, w.claims,
      w.assessed, w.score, w.decided_by, w.decided_at, w.to_correct, w.agreed_by, w.agreed_at,
      w.since_at, w.signed_at, w.still_version, w.corrected_version, w.gone_version, w.corrected_after,
      case when w.reminded = 1 then (
        select max(r.reminded_at) from reminder r join decision d on d.id = r.decision
        join audit a on a.run_id = d.run_id where a.site = w.site and a.report_id = w.report_id)
        end as reminded_at
      """;

  /** As many as a search finds that is read once. */
  private static final int FEW = 50;

  private final Db db;

  SqlWorklist(Db db) {
    this.db = db;
  }

  @Override
  public Page page(Filter filter, int offset, int count) {
    return db.search(
        tx -> {
          long revision = revision(tx);
          if (!filter.text().isEmpty() && offset == 0 && count > 0) {
            // most searches find few: then one look through the index is enough
            List<Row> first = rows(tx, WorklistCriteria.of(filter), 0, FEW + 1);
            if (first.size() <= FEW) {
              return page(first, filter, count, revision);
            }
          }
          WorklistCounts counts = WorklistCounts.of(tx, filter);
          return new Page(
              count == 0 ? List.of() : rows(tx, WorklistCriteria.withStates(filter), offset, count),
              counts.all(),
              counts.preliminary(),
              revision);
        });
  }

  /**
   * @param all those that match the filter without its states
   */
  private static Page page(List<Row> all, Filter filter, int count, long revision) {
    WorklistCounts counts = WorklistCounts.of(all);
    return new Page(
        all.stream()
            .filter(row -> filter.states().isEmpty() || filter.states().contains(row.state()))
            .limit(count)
            .toList(),
        counts.all(),
        counts.preliminary(),
        revision);
  }

  @Override
  public int count(Filter filter) {
    return db.search(tx -> WorklistCounts.matching(tx, filter));
  }

  private static List<Row> rows(Tx tx, SqlFragment where, int offset, int count)
      throws SQLException {
    List<Object> values = new ArrayList<>(where.values());
    values.add(count);
    values.add(offset);
    return tx.list(
        """
        select %s from worklist w where %s
        order by w.rank, w.sort_at, w.id limit ? offset ?
        """
            .formatted(COLUMNS, where.text()),
        SqlWorklist::row,
        values.toArray());
  }

  /** A row that has {@link #COLUMNS}. */
  public static Row row(ResultSet rs) throws SQLException {
    return new Row(
        UUID.fromString(rs.getString("id")),
        rs.getString("site"),
        exam(rs),
        State.ofCode(rs.getString("state")),
        WorklistPlace.weight(rs.getInt("rank")).orElse(null),
        rs.getInt("preliminary") == 1,
        problems(rs),
        result(rs),
        Instant.ofEpochMilli(rs.getLong("received_at")),
        since(rs),
        time(rs, "signed_at"),
        decided(rs),
        correction(rs));
  }

  private static Exam exam(ResultSet rs) throws SQLException {
    return new Exam(
        rs.getString("family_name"),
        rs.getString("given_name"),
        rs.getString("accession"),
        rs.getString("exam"),
        rs.getString("modality"),
        rs.getString("body_part"),
        rs.getString("radiologist"));
  }

  private static Problems problems(ResultSet rs) throws SQLException {
    return new Problems(
        Weight.ofCode(rs.getString("weight")).orElse(null),
        rs.getString("type"),
        first(rs.getString("first_problem")),
        rs.getInt("places"),
        rs.getInt("open_problems"),
        rs.getInt("problems"),
        rs.getInt("questions"));
  }

  private static ProblemParts first(String json) {
    return json.isEmpty() ? ProblemParts.NONE : StoredJson.read(json, ProblemParts.class);
  }

  private static Result result(ResultSet rs) throws SQLException {
    String outcome = rs.getString("outcome");
    return new Result(
        outcome.isEmpty() ? null : AuditOutcome.valueOf(outcome),
        rs.getString("failure"),
        Arrays.stream(rs.getString("unfinished").split(" ")).filter(id -> !id.isEmpty()).toList(),
        rs.getInt("claims"),
        rs.getInt("assessed"),
        rs.getObject("score") == null ? null : (Integer) rs.getInt("score"),
        Expected.values()[rs.getInt("expecting")]);
  }

  private static @Nullable Decided decided(ResultSet rs) throws SQLException {
    return rs.getObject("decided_at") == null
        ? null
        : new Decided(rs.getString("decided_by"), Instant.ofEpochMilli(rs.getLong("decided_at")));
  }

  private static Correction correction(ResultSet rs) throws SQLException {
    Long still = number(rs, "still_version");
    Long version = number(rs, "corrected_version");
    Long gone = number(rs, "gone_version");
    Long after = number(rs, "corrected_after");
    return new Correction(
        rs.getInt("to_correct"),
        rs.getString("agreed_by"),
        time(rs, "agreed_at"),
        time(rs, "reminded_at"),
        still == null ? null : still.intValue(),
        version == null ? null : version.intValue(),
        gone == null ? null : gone.intValue(),
        after == null ? null : Duration.ofMillis(after));
  }

  /** A node of a version before does not write it. */
  private static Instant since(ResultSet rs) throws SQLException {
    Instant since = time(rs, "since_at");
    return since == null ? Instant.ofEpochMilli(rs.getLong("received_at")) : since;
  }

  private static @Nullable Instant time(ResultSet rs, String column) throws SQLException {
    Long at = number(rs, column);
    return at == null ? null : Instant.ofEpochMilli(at);
  }

  private static @Nullable Long number(ResultSet rs, String column) throws SQLException {
    long value = rs.getLong(column);
    return rs.wasNull() ? null : value;
  }

  @Override
  public long revision() {
    return db.read(SqlWorklist::revision);
  }

  private static long revision(Tx tx) throws SQLException {
    return tx.first(REVISION, rs -> rs.getLong(1)).orElseThrow();
  }

  @Override
  public Values values() {
    return db.read(
        tx ->
            new Values(
                values(tx, "site"),
                values(tx, "modality"),
                values(tx, "body_part"),
                values(tx, "radiologist"),
                values(tx, WorklistTable.TYPE)));
  }

  private static List<String> values(Tx tx, String kind) throws SQLException {
    return tx
        .list("select value from worklist_value where kind = ?", rs -> rs.getString(1), kind)
        .stream()
        .sorted(String.CASE_INSENSITIVE_ORDER.thenComparing(String::compareTo))
        .toList();
  }
}
