package org.radiologytrust.journal.reviews;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Placeholders;
import org.radiologytrust.journal.store.SqlFragment;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.Label;

/**
 * {@link Worklist} in SQL. Filters and search read one index that has all they need; those that
 * name a time read only the rows since then.
 */
final class SqlWorklist implements Worklist {
  private static final String REVISION = "select revision from worklist_state";

  private static final String COLUMNS =
      """
      id, site, rank, received_at, family_name, given_name, accession, exam, modality, body_part,
      radiologist, type, problem, places, open_problems, problems, outcome, failure, claims,
      assessed, score, decided_by, decided_at
      """;

  private final Db db;

  SqlWorklist(Db db) {
    this.db = db;
  }

  @Override
  public Page page(Filter filter, int offset, int count) {
    SqlFragment where = where(filter);
    return db.search(
        tx -> {
          // one row more tells whether these are all, as with most searches: then they are counted
          List<Row> rows = rows(tx, where, offset, count + 1);
          boolean all = offset == 0 && rows.size() <= count;
          Counts counts = all ? Counts.of(rows) : counts(tx, where);
          return new Page(
              List.copyOf(rows.subList(0, Math.min(count, rows.size()))),
              counts.open,
              counts.all - counts.open,
              revision(tx));
        });
  }

  private record Counts(int open, int all) {
    static Counts of(List<Row> rows) {
      int open = (int) rows.stream().filter(row -> row.state() == State.OPEN).count();
      return new Counts(open, rows.size());
    }
  }

  private static Counts counts(Tx tx, SqlFragment where) throws SQLException {
    SqlFragment counted =
        SqlFragment.of(
                """
                coalesce(sum(case when w.rank <= ? then 1 else 0 end), 0) as needing, count(*) as reports
                from worklist w
                """,
                WorklistRow.rank(State.OPEN, Label.UNCERTAIN))
            .where(where);
    return tx.first(
            "select " + counted.text(),
            rs -> new Counts(rs.getInt("needing"), rs.getInt("reports")),
            counted.values().toArray())
        .orElseThrow();
  }

  private static List<Row> rows(Tx tx, SqlFragment where, int offset, int count)
      throws SQLException {
    List<Object> values = new ArrayList<>(where.values());
    values.add(count);
    values.add(offset);
    return tx.list(
        """
        select %s from worklist w where %s
        order by w.rank, w.received_at desc, w.id limit ? offset ?
        """
            .formatted(COLUMNS, where.text()),
        SqlWorklist::row,
        values.toArray());
  }

  static SqlFragment where(Filter filter) {
    SqlFragment where = ranks(filter);
    where = equal(where, "site", filter.site());
    where = equal(where, "modality", filter.modality());
    where = equal(where, "body_part", filter.bodyPart());
    where = equal(where, "radiologist", filter.radiologist());
    if (!filter.type().isEmpty()) {
      where =
          where.and(
              SqlFragment.of("replace(w.types, ?, '') <> w.types", " " + filter.type() + " "));
    }
    if (filter.since() != null) {
      where = where.and(SqlFragment.of("w.received_at >= ?", filter.since().toEpochMilli()));
    }
    for (String pattern : SearchTerms.patterns(filter.text())) {
      where = where.and(SqlFragment.of("w.terms like ? escape '\\'", pattern));
    }
    return where;
  }

  private static SqlFragment equal(SqlFragment where, String column, String value) {
    return value.isEmpty() ? where : where.and(SqlFragment.of("w." + column + " = ?", value));
  }

  /** States and labels, which the rank stands for. */
  private static SqlFragment ranks(Filter filter) {
    List<Integer> ranks = new ArrayList<>();
    for (State state : State.values()) {
      if (filter.states().isEmpty() || filter.states().contains(state)) {
        if (state != State.OPEN) {
          ranks.add(WorklistRow.rank(state, null));
          continue;
        }
        for (Label label : List.of(Label.NEEDS_REVIEW, Label.UNCERTAIN)) {
          if (filter.labels().isEmpty() || filter.labels().contains(label)) {
            if (label == Label.NEEDS_REVIEW) {
              ranks.add(WorklistRow.OTHER_PATIENT);
            }
            ranks.add(WorklistRow.rank(state, label));
          }
        }
      }
    }
    if (ranks.isEmpty()) {
      return SqlFragment.of("1 = 0");
    }
    int first = ranks.get(0);
    int last = ranks.get(ranks.size() - 1);
    // a range keeps the order of the index; a list alone would be read rank by rank and sorted.
    // With a sign, a column chooses no index
    String column = filter.since() == null ? "w.rank" : "+w.rank";
    SqlFragment range = SqlFragment.of(column + " between ? and ?", first, last);
    return last - first + 1 == ranks.size()
        ? range
        : range.and(
            new SqlFragment(
                "+w.rank in (" + Placeholders.of(ranks.size()) + ")", List.copyOf(ranks)));
  }

  private static Row row(ResultSet rs) throws SQLException {
    int rank = rs.getInt("rank");
    return new Row(
        UUID.fromString(rs.getString("id")),
        rs.getString("site"),
        exam(rs),
        state(rank),
        problems(rs, label(rank)),
        result(rs),
        Instant.ofEpochMilli(rs.getLong("received_at")),
        decided(rs));
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

  private static Problems problems(ResultSet rs, @Nullable Label label) throws SQLException {
    return new Problems(
        label,
        rs.getString("type"),
        rs.getString("problem"),
        rs.getInt("places"),
        rs.getInt("open_problems"),
        rs.getInt("problems"));
  }

  private static Result result(ResultSet rs) throws SQLException {
    String outcome = rs.getString("outcome");
    return new Result(
        outcome.isEmpty() ? null : AuditOutcome.valueOf(outcome),
        rs.getString("failure"),
        rs.getInt("claims"),
        rs.getInt("assessed"),
        rs.getObject("score") == null ? null : (Integer) rs.getInt("score"));
  }

  private static @Nullable Decided decided(ResultSet rs) throws SQLException {
    return rs.getObject("decided_at") == null
        ? null
        : new Decided(rs.getString("decided_by"), Instant.ofEpochMilli(rs.getLong("decided_at")));
  }

  private static State state(int rank) {
    return Arrays.stream(State.values())
        .filter(state -> WorklistRow.rank(state, null) == rank)
        .findFirst()
        .orElse(State.OPEN);
  }

  private static @Nullable Label label(int rank) {
    if (state(rank) != State.OPEN) {
      return null;
    }
    return rank <= WorklistRow.rank(State.OPEN, Label.NEEDS_REVIEW)
        ? Label.NEEDS_REVIEW
        : Label.UNCERTAIN;
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
