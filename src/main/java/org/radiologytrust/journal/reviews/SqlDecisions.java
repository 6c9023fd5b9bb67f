package org.radiologytrust.journal.reviews;

import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Decision.Follows;
import org.radiologytrust.review.FlagVerdict;

/** The table {@code decision}. */
public final class SqlDecisions {
  private static final String SELECT =
      """
      select c.id, c.run_id, c.problem, coalesce(c.answer, c.kind) as answer, c.reason, c.words, c.username,
        c.as_operator, c.decided_at, c.images, c.undoes, c.verdict, c.follows, c.follows_version, c.act
      from decision c
      """;

  private SqlDecisions() {}

  /** The decisions about one audit, in the order of time. */
  static List<Decision> ofRun(Tx tx, UUID run) throws SQLException {
    return tx.list(
        SELECT + "where c.run_id = ? order by c.ordinal", SqlDecisions::decision, run.toString());
  }

  /** The decisions about all audits of a report, in the order of time. */
  public static List<Decision> ofReport(Tx tx, String site, String report) throws SQLException {
    return tx.list(
        SELECT
            + """
            join audit a on a.run_id = c.run_id
            where a.site = ? and a.report_id = ? order by c.ordinal
            """,
        SqlDecisions::decision,
        site,
        report);
  }

  static Optional<Decision> find(Tx tx, UUID id) throws SQLException {
    return tx.first(SELECT + "where c.id = ?", SqlDecisions::decision, id.toString());
  }

  private static Decision decision(ResultSet rs) throws SQLException {
    return Decision.of(
            UUID.fromString(rs.getString("id")),
            UUID.fromString(rs.getString("run_id")),
            rs.getString("problem"),
            Decision.Kind.ofCode(rs.getString("answer")),
            rs.getString("username"))
        .reason(rs.getString("reason"))
        .text(rs.getString("words"))
        .operator(rs.getInt("as_operator") == 1)
        .at(Instant.ofEpochMilli(rs.getLong("decided_at")))
        .images(StoredJson.read(rs.getString("images"), new TypeReference<List<String>>() {}))
        .undoes(id(rs.getString("undoes")))
        .verdict(verdict(rs))
        .follows(follows(rs))
        .act(id(rs.getString("act")))
        .build();
  }

  private static @Nullable FlagVerdict verdict(ResultSet rs) throws SQLException {
    String code = rs.getString("verdict");
    return code == null ? null : FlagVerdict.ofCode(code).orElse(null);
  }

  private static @Nullable Follows follows(ResultSet rs) throws SQLException {
    UUID decision = id(rs.getString("follows"));
    return decision == null ? null : new Follows(decision, rs.getInt("follows_version"));
  }

  private static @Nullable UUID id(@Nullable String text) {
    return text == null ? null : UUID.fromString(text);
  }

  static void insert(Tx tx, Decision decision, String bundle, long ordinal) throws SQLException {
    tx.update(
        """
        insert into decision (id, run_id, problem, kind, answer, reason, words, username,
          as_operator, decided_at, images, undoes, verdict, follows, follows_version, act,
          bundle_packed, ordinal)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        decision.id().toString(),
        decision.run().toString(),
        decision.problem(),
        // nodes of earlier versions read this column alone, and know no other kind
        (isNew(decision.kind()) ? Decision.Kind.AGREE : decision.kind()).code(),
        isNew(decision.kind()) ? decision.kind().code() : null,
        decision.reason(),
        decision.text(),
        decision.user(),
        decision.operator() ? 1 : 0,
        decision.at().toEpochMilli(),
        StoredJson.write(decision.images()),
        decision.undoes() == null ? null : decision.undoes().toString(),
        decision.verdict() == null ? null : decision.verdict().code(),
        decision.follows() == null ? null : decision.follows().decision().toString(),
        decision.follows() == null ? null : decision.follows().version(),
        decision.act() == null ? null : decision.act().toString(),
        PackedText.of(bundle),
        ordinal);
  }

  /** Whether only later versions know a kind. */
  private static boolean isNew(Decision.Kind kind) {
    return kind.ofPatient() || kind.outcome() || kind == Decision.Kind.LEFT;
  }

  /** A number greater than that of every audit and decision, also of those that were erased. */
  public static long nextOrdinal(Tx tx) throws SQLException {
    return tx.first(
            """
            select coalesce(max(newest), 0) + 1 from (
              select max(ordinal) as newest from audit
              union all select max(ordinal) from decision
              union all select max(ordinal) from erasure) as ordinals
            """,
            rs -> rs.getLong(1))
        .orElseThrow();
  }
}
