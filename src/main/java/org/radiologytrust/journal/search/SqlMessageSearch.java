package org.radiologytrust.journal.search;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.MessageIds;
import org.radiologytrust.journal.inbox.MessageKey;
import org.radiologytrust.journal.inbox.MessageTerms;
import org.radiologytrust.journal.inbox.MessageVersions;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Tx;

/** {@link MessageSearch} in SQL. */
final class SqlMessageSearch implements MessageSearch {
  private static final String COLUMNS =
      """
      m.channel, m.site, m.message_key, m.body_sha256, m.place, m.received_at, m.outcome, m.reason,
      length(m.raw) as size, m.pruned_at is not null as pruned, m.repeats
      """;

  /** Newest first; no two messages have the same place. */
  private static final String PLACE =
      "m.received_at, m.body_sha256, m.channel, m.site, m.message_key";

  private static final String ORDER =
      """
       order by m.received_at desc, m.body_sha256 desc, m.channel desc, m.site desc,
         m.message_key desc limit ?
      """;

  private final Db db;

  SqlMessageSearch(Db db) {
    this.db = db;
  }

  @Override
  public List<Found> find(Query query) {
    return db.search(tx -> find(tx, query));
  }

  private record Term(String kind, String value) {}

  private static List<Found> find(Tx tx, Query query) throws SQLException {
    List<String> conditions = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    List<Term> terms =
        Stream.of(
                term(tx, MessageTerms.CONTROL_ID, query.controlId),
                term(tx, MessageTerms.ACCESSION, query.accession),
                term(tx, MessageTerms.MRN, query.mrn))
            .flatMap(Optional::stream)
            .toList();
    for (Term term : terms) {
      conditions.add(
          terms.indexOf(term) == 0
              ? "t.kind = ? and t.value = ?"
              : """
                exists (select 1 from message_term o
                  where o.kind = ? and o.value = ? and o.body_sha256 = m.body_sha256)
                """);
      values.add(term.kind);
      values.add(term.value);
    }
    if (query.site != null) {
      conditions.add("m.site = ?");
      values.add(tx.key(query.site));
    }
    if (query.state != null) {
      boolean outcome = isOutcome(query.state);
      conditions.add(outcome ? "m.outcome = ?" : MessageVersions.IN_STATE);
      values.addAll(Collections.nCopies(outcome ? 1 : 2, query.state));
    }
    if (query.since != null) {
      conditions.add("m.received_at >= ?");
      values.add(query.since.toEpochMilli());
    }
    if (query.until != null) {
      conditions.add("m.received_at < ?");
      values.add(query.until.toEpochMilli());
    }
    if (query.after != null && !follow(tx, query.after, conditions, values)) {
      return List.of();
    }
    String from =
        terms.isEmpty()
            ? "message m"
            : "message_term t %s message m on m.body_sha256 = t.body_sha256"
                .formatted(tx.joinInOrder());
    values.add(query.limit);
    return list(
        tx,
        from + (conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions)) + ORDER,
        values.toArray());
  }

  private static Optional<Term> term(Tx tx, String kind, @Nullable String value) {
    return Optional.ofNullable(value).map(v -> new Term(kind, MessageTerms.normal(tx, v)));
  }

  static boolean isOutcome(String state) {
    return Stream.of(Outcome.values()).anyMatch(outcome -> outcome.code().equals(state));
  }

  /** False if there is no such message. */
  private static boolean follow(Tx tx, String after, List<String> conditions, List<Object> values)
      throws SQLException {
    Optional<MessageKey> key = MessageKey.find(tx, after);
    if (key.isEmpty()) {
      return false;
    }
    MessageKey last = key.get();
    long received =
        tx.first(
                "select received_at from message" + MessageKey.WHERE,
                rs -> rs.getLong(1),
                last.channel(),
                last.site(),
                last.key(),
                last.bodySha256())
            .orElseThrow();
    // the first condition is for the index
    conditions.add("m.received_at <= ? and (" + PLACE + ") < (?, ?, ?, ?, ?)");
    values.addAll(
        List.of(received, received, last.bodySha256(), last.channel(), last.site(), last.key()));
    return true;
  }

  /**
   * Lists messages.
   *
   * @param from what follows {@code from}; the message is {@code m}
   */
  static List<Found> list(Tx tx, String from, Object... values) throws SQLException {
    List<Found> found = new ArrayList<>();
    for (Row row : tx.list("select " + COLUMNS + " from " + from, Row::of, values)) {
      found.add(row.found(MessageVersions.states(tx, row.key)));
    }
    return found;
  }

  private record Row(MessageKey key, Found bare) {
    static Row of(ResultSet rs) throws SQLException {
      MessageKey key = MessageKey.of(rs);
      return new Row(
          key,
          new Found(
              key.id(),
              key.channel(),
              MessageIds.shown(key.site()),
              MessageIds.of(key.channel(), key.key()),
              rs.getString("place"),
              Instant.ofEpochMilli(rs.getLong("received_at")),
              Outcome.valueOf(rs.getString("outcome").toUpperCase(Locale.ROOT)),
              List.of(),
              rs.getString("reason"),
              rs.getLong("size"),
              rs.getBoolean("pruned"),
              rs.getLong("repeats")));
    }

    Found found(List<String> states) {
      return new Found(
          bare.id(),
          bare.channel(),
          bare.site(),
          bare.ids(),
          bare.place(),
          bare.received(),
          bare.outcome(),
          states,
          bare.reason(),
          bare.size(),
          bare.pruned(),
          bare.repeats());
    }
  }
}
