package org.radiologytrust.journal;

import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.radiologytrust.journal.MessageSearch.Found;
import org.radiologytrust.journal.MessageVersions.ReportKey;
import org.radiologytrust.journal.SqlMessages.Key;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;

/** {@link Stories} in SQL. */
final class SqlStories implements Stories {
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** More messages than one examination has; a dummy accession number may have more. */
  private static final int MOST = 200;

  private static final String BY_UUID =
      """
      select site, report_id from worklist where id = ?
      union select site, report_id from report_version where id = ?
      union select v.site, v.report_id from job j join report_version v on v.id = j.version
        where j.run_id = ?
      union select a.site, a.report_id from decision d join audit a on a.run_id = d.run_id
        where d.id = ?
      """;

  private static final String BY_ACCESSION =
      """
      select distinct v.site, v.report_id from report_key k %s report_version v on v.id = k.version
      where k.kind = 'accession' and k.value = ? order by v.site, v.report_id limit ?
      """;

  private static final String NAMED =
      """
      select %s from message where body_sha256 in (
        select body_sha256 from message_term where kind = ? and value = ?)
      order by received_at desc limit ?
      """
          .formatted(SqlMessages.KEY);

  private static final String RUNS =
      """
      select j.run_id, v.seq, j.state, j.created_at, j.due_at, j.attempts, j.lost, j.refusal,
        j.studies, a.audit, a.audit_packed, a.ended_at
      from report_version v join job j on j.version = v.id left join audit a on a.run_id = j.run_id
      where v.site = ? and v.report_id = ? order by j.created_at, j.run_id
      """;

  private static final String DELIVERIES =
      """
      select d.id, d.run_id, d.sink, d.state, d.reason, d.attempts, d.due_at
      from audit a join delivery d on d.run_id = a.run_id
      where a.site = ? and a.report_id = ? order by d.ordinal, d.sink
      """;

  private final Db db;

  SqlStories(Db db) {
    this.db = db;
  }

  @Override
  public Story find(String id) {
    return db.search(tx -> find(tx, id));
  }

  private static Story find(Db.Tx tx, String id) throws SQLException {
    Optional<Key> message = SqlMessages.find(tx, id);
    if (message.isPresent()) {
      return story(tx, MessageVersions.reports(tx, message.get()), Set.of(message.get()));
    }
    if (UUID_TEXT.matcher(id).matches()) {
      List<ReportKey> reports = tx.list(BY_UUID, SqlStories::report, id, id, id, id);
      if (!reports.isEmpty()) {
        return story(tx, reports, messages(tx, reports));
      }
    }
    Set<Key> named = new LinkedHashSet<>(tx.list(NAMED, Key::of, named(tx, id)));
    Set<ReportKey> reports =
        new LinkedHashSet<>(
            tx.list(
                BY_ACCESSION.formatted(tx.dialect().joinInOrder()),
                SqlStories::report,
                tx.key(id.strip()),
                MOST));
    for (Key key : named) {
      reports.addAll(MessageVersions.reports(tx, key));
    }
    named.addAll(messages(tx, reports));
    return story(tx, reports, named);
  }

  private static Object[] named(Db.Tx tx, String accession) {
    return new Object[] {MessageTerms.ACCESSION, MessageTerms.normal(tx, accession), MOST};
  }

  private static ReportKey report(ResultSet rs) throws SQLException {
    return new ReportKey(rs.getString(1), rs.getString(2));
  }

  private static Set<Key> messages(Db.Tx tx, Collection<ReportKey> reports) throws SQLException {
    Set<Key> messages = new LinkedHashSet<>();
    for (ReportKey report : reports) {
      messages.addAll(MessageVersions.messages(tx, report));
    }
    return messages;
  }

  private static Story story(Db.Tx tx, Collection<ReportKey> reports, Set<Key> messages)
      throws SQLException {
    List<Received> received = new ArrayList<>();
    for (Key key : messages) {
      received.add(received(tx, key));
    }
    received.sort(Comparator.comparing(r -> r.message().received()));
    List<ReportStory> stories = new ArrayList<>();
    for (ReportKey report : reports) {
      stories.add(story(tx, report));
    }
    return new Story(received, stories);
  }

  private static Received received(Db.Tx tx, Key key) throws SQLException {
    Object[] values = MessageVersions.values(key);
    Found found = SqlMessageSearch.list(tx, "message m" + SqlMessages.BY_KEY, values).get(0);
    byte[] reply =
        tx.first("select reply from message" + SqlMessages.BY_KEY, rs -> rs.getBytes(1), values)
            .orElseThrow();
    return new Received(found, reply);
  }

  private static ReportStory story(Db.Tx tx, ReportKey key) throws SQLException {
    Object[] values = {key.site(), key.report()};
    List<Report> reports = new ArrayList<>();
    List<Version> versions =
        tx.list(
            """
            select seq, report, status, state, reason, received_at, superseded from report_version
            where site = ? and report_id = ? order by seq
            """,
            rs -> {
              Report report = StoredJson.read(rs.getString(2), Report.class);
              reports.add(report);
              return new Version(
                  rs.getInt(1),
                  report.correlationId(),
                  rs.getString(3).toLowerCase(Locale.ROOT),
                  rs.getString(4),
                  rs.getString(5),
                  Instant.ofEpochMilli(rs.getLong(6)),
                  rs.getBoolean(7));
            },
            values);
    Optional<UUID> id =
        tx.first(
            "select id from worklist where site = ? and report_id = ?",
            rs -> UUID.fromString(rs.getString(1)),
            values);
    return new ReportStory(
        id,
        MessageIds.shown(key.site()),
        reports.stream().flatMap(r -> r.order().accessionNumbers().stream()).distinct().toList(),
        versions,
        runs(tx, values),
        tx.list(DELIVERIES, SqlStories::delivered, values),
        SqlDecisions.ofReport(tx, key.site(), key.report()).stream()
            .map(d -> new Decided(d.id(), d.run(), d.problem(), d.kind().code(), d.user(), d.at()))
            .toList());
  }

  private static List<Run> runs(Db.Tx tx, Object... report) throws SQLException {
    List<Run> runs = new ArrayList<>();
    for (Run run : tx.list(RUNS, SqlStories::run, report)) {
      List<String> steps =
          tx.list(
              "select step from job_step where run_id = ? order by step",
              rs -> rs.getString(1),
              run.id().toString());
      runs.add(
          new Run(
              run.id(),
              run.version(),
              run.state(),
              run.queued(),
              run.due(),
              run.attempts(),
              run.lost(),
              run.refusal(),
              run.studies(),
              steps,
              run.audit()));
    }
    return runs;
  }

  private static Run run(ResultSet rs) throws SQLException {
    String audit = PackedText.read(rs, "audit");
    return new Run(
        UUID.fromString(rs.getString(1)),
        rs.getInt(2),
        rs.getString(3),
        Instant.ofEpochMilli(rs.getLong(4)),
        Instant.ofEpochMilli(rs.getLong(5)),
        rs.getInt(6),
        rs.getInt(7),
        rs.getString(8),
        StoredJson.read(rs.getString(9), new TypeReference<List<Study>>() {}).stream()
            .map(Study::studyInstanceUid)
            .toList(),
        List.of(),
        Optional.ofNullable(audit)
            .map(json -> StoredJson.read(json, Audit.class))
            .map(SqlStories::ended));
  }

  private static Ended ended(Audit audit) {
    Instant ended = Objects.requireNonNull(audit.ended());
    return new Ended(
        Objects.requireNonNullElse(audit.started(), ended),
        ended,
        Objects.requireNonNull(audit.outcome()).code(),
        audit.failure(),
        audit.models().stream().map(use -> use.step() + ": " + use.model()).distinct().toList(),
        audit.shown().size());
  }

  static Delivered delivered(ResultSet rs) throws SQLException {
    return new Delivered(
        UUID.fromString(rs.getString(1)),
        UUID.fromString(rs.getString(2)),
        rs.getString(3),
        rs.getString(4),
        rs.getString(5),
        rs.getInt(6),
        Instant.ofEpochMilli(rs.getLong(7)));
  }
}
