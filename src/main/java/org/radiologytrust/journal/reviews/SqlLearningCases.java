package org.radiologytrust.journal.reviews;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.SqlFragment;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Audit;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Problem;

/** {@link LearningCases} in SQL. */
final class SqlLearningCases implements LearningCases {
  /** What the engine carried on to a later audit is the same case, and is not listed. */
  private static final String KEPT =
      """
      from decision d
        join audit a on a.run_id = d.run_id
        join worklist w on w.site = a.site and w.report_id = a.report_id
      where d.kind = 'learning' and d.follows is null
        and not exists (select 1 from decision u where u.undoes = d.id)
      """;

  private static final String CHANGED = ChangedEvidence.of("d.run_id") + " as changed ";

  private final Db db;
  private final Clock clock;

  SqlLearningCases(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  private record Kept(String id, String problem, boolean evidenceChanged) {}

  @Override
  public Page page(Filter filter, int offset, int count) {
    return db.read(
        tx -> {
          // few reports are kept, and the type is a part of the problem's key
          List<Kept> all =
              kept(tx, filter).stream()
                  .filter(k -> filter.type().isEmpty() || filter.type().equals(type(k)))
                  .toList();
          List<Case> cases = new ArrayList<>();
          for (Kept one : all.stream().skip(offset).limit(count).toList()) {
            find(tx, one.id).ifPresent(cases::add);
          }
          int changed = (int) all.stream().filter(Kept::evidenceChanged).count();
          return new Page(cases, all.size(), changed);
        });
  }

  private static String type(Kept kept) {
    return Problem.typeOf(kept.problem);
  }

  private static List<Kept> kept(Tx tx, Filter filter) throws SQLException {
    SqlFragment which = SqlFragment.of("select d.id, d.problem, " + CHANGED + KEPT);
    if (!filter.modality().isEmpty()) {
      which = which.and(SqlFragment.of("w.modality = ?", filter.modality()));
    }
    if (!filter.user().isEmpty()) {
      which = which.and(SqlFragment.of("d.username = ?", filter.user()));
    }
    if (filter.since() != null) {
      which = which.and(SqlFragment.of("d.decided_at >= ?", filter.since().toEpochMilli()));
    }
    return tx.list(
        which.text() + " order by d.decided_at desc, d.id",
        rs -> new Kept(rs.getString("id"), rs.getString("problem"), rs.getBoolean("changed")),
        which.values().toArray());
  }

  @Override
  public Optional<Case> find(UUID decision) {
    return db.read(tx -> find(tx, decision.toString()));
  }

  private static Optional<Case> find(Tx tx, String id) throws SQLException {
    record Found(UUID report, Audit audit, boolean changed) {}
    Optional<Found> found =
        tx.first(
            "select w.id as report, a.audit_packed, " + CHANGED + KEPT + " and d.id = ?",
            rs ->
                new Found(
                    UUID.fromString(rs.getString("report")),
                    StoredJson.read(PackedText.read(rs, "audit"), Audit.class),
                    rs.getBoolean("changed")),
            id);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Decision decision = SqlDecisions.find(tx, UUID.fromString(id)).orElseThrow();
    return Optional.of(
        new Case(
            found.get().report,
            decision,
            found.get().audit,
            note(tx, id).orElse(null),
            found.get().changed));
  }

  private static Optional<Note> note(Tx tx, String decision) throws SQLException {
    return tx.first(
        """
        select number, words, username, written_at from learning_note
        where decision = ? order by number desc limit 1
        """,
        rs ->
            new Note(
                rs.getInt("number"),
                rs.getString("words"),
                rs.getString("username"),
                Instant.ofEpochMilli(rs.getLong("written_at"))),
        decision);
  }

  @Override
  public Values values() {
    return db.read(
        tx -> {
          List<String> types =
              kept(tx, Filter.ALL).stream()
                  .map(SqlLearningCases::type)
                  .distinct()
                  .sorted()
                  .toList();
          return new Values(types, distinct(tx, "w.modality"), distinct(tx, "d.username"));
        });
  }

  private static List<String> distinct(Tx tx, String column) throws SQLException {
    return tx
        .list("select distinct " + column + " as value " + KEPT, rs -> rs.getString("value"))
        .stream()
        .filter(value -> !value.isEmpty())
        .sorted()
        .toList();
  }

  @Override
  public Outcome write(UUID decision, int seen, String words, String user) {
    if (words.length() > MOST_WORDS) {
      throw new IllegalArgumentException("a note has at most " + MOST_WORDS + " characters");
    }
    return db.write(tx -> write(tx, decision.toString(), seen, words, user));
  }

  private Outcome write(Tx tx, String decision, int seen, String words, String user)
      throws SQLException {
    Optional<Case> kept = find(tx, decision);
    if (kept.isEmpty()) {
      return Outcome.UNKNOWN;
    }
    Locks.report(tx, kept.get().audit().report().reportId());
    Optional<Note> note = note(tx, decision);
    if (note.map(Note::words).orElse("").equals(words)) {
      return Outcome.STORED;
    }
    int number = note.map(Note::number).orElse(0);
    if (number != seen) {
      return Outcome.WRITTEN_MEANWHILE;
    }
    tx.update(
        """
        insert into learning_note (decision, number, words, username, written_at)
        values (?, ?, ?, ?, ?)
        """,
        decision,
        number + 1,
        words,
        user,
        clock.millis());
    return Outcome.STORED;
  }
}
