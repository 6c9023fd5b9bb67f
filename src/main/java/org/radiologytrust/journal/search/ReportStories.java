package org.radiologytrust.journal.search;

import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.radiologytrust.journal.inbox.MessageIds;
import org.radiologytrust.journal.inbox.MessageKey;
import org.radiologytrust.journal.inbox.PatientEvents;
import org.radiologytrust.journal.inbox.ReportKey;
import org.radiologytrust.journal.inbox.StoredVersion;
import org.radiologytrust.journal.reviews.ChangedEvidence;
import org.radiologytrust.journal.reviews.SqlDecisions;
import org.radiologytrust.journal.search.Stories.Decided;
import org.radiologytrust.journal.search.Stories.Delivered;
import org.radiologytrust.journal.search.Stories.Ended;
import org.radiologytrust.journal.search.Stories.PatientEvent;
import org.radiologytrust.journal.search.Stories.ReportStory;
import org.radiologytrust.journal.search.Stories.Rest;
import org.radiologytrust.journal.search.Stories.Run;
import org.radiologytrust.journal.search.Stories.Version;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;

/** What was done about one report. */
final class ReportStories {
  private static final String RUNS =
      """
      select j.run_id, v.seq, j.state, j.created_at, j.due_at, j.attempts, j.lost,
        -- whose the images are is a flag, which in shadow mode is not told here
        case when j.shadow = 1 and j.other_patient is not null then '' else j.refusal end as refusal,
        j.studies, j.text_only, a.audit_packed, a.ended_at
      from report_version v join job j on j.version = v.id left join audit a on a.run_id = j.run_id
      where v.site = ? and v.report_id = ? order by j.created_at, j.run_id
      """;

  private static final String DELIVERIES =
      """
      select d.id, d.run_id, d.sink, d.state, d.reason, d.attempts, d.due_at
      from audit a join delivery d on d.run_id = a.run_id
      where a.site = ? and a.report_id = ? order by d.ordinal, d.sink
      """;

  private static final String RESTS_ON =
      """
      select o.run_id, v.seq, e.seq as other, e.report, w.id, e.superseded
      from report_version v join job j on j.version = v.id
      join rests_on o on o.run_id = j.run_id
      join report_version e on e.id = o.version
      join worklist w on w.site = e.site and w.report_id = e.report_id
      where v.site = ? and v.report_id = ? order by j.created_at, o.run_id, o.place
      """;

  private static final String USED_BY =
      """
      select o.run_id, v.seq, d.seq as other, v.report, w.id, d.superseded
      from report_version v join rests_on o on o.version = v.id
      join job j on j.run_id = o.run_id
      join report_version d on d.id = j.version
      join worklist w on w.site = d.site and w.report_id = d.report_id
      where v.site = ? and v.report_id = ? order by j.created_at, o.run_id
      """;

  private ReportStories() {}

  static ReportStory of(Tx tx, ReportKey key) throws SQLException {
    Object[] values = {key.site(), key.reportId()};
    List<StoredVersion> versions = StoredVersion.of(tx, key);
    Optional<UUID> id =
        tx.first(
            "select id from worklist where site = ? and report_id = ?",
            rs -> UUID.fromString(rs.getString(1)),
            values);
    return new ReportStory(
        id,
        MessageIds.shown(key.site()),
        versions.stream()
            .flatMap(version -> version.report().order().accessionNumbers().stream())
            .distinct()
            .toList(),
        told(tx, versions),
        PatientEvents.of(tx, versions).stream()
            .map(event -> new PatientEvent(event.message(), event.kind(), event.at()))
            .toList(),
        runs(tx, values),
        tx.list(DELIVERIES, ReportStories::delivered, values),
        decisions(tx, key),
        tx.list(RESTS_ON, ReportStories::rest, values),
        tx.list(USED_BY, ReportStories::rest, values));
  }

  private static List<Decided> decisions(Tx tx, ReportKey key) throws SQLException {
    Set<UUID> changed = ChangedEvidence.ofReport(tx, key.site(), key.reportId());
    return SqlDecisions.ofReport(tx, key.site(), key.reportId()).stream()
        .map(
            d ->
                new Decided(
                    d.id(),
                    d.run(),
                    d.problem(),
                    d.kind().code(),
                    d.user(),
                    d.at(),
                    changed.contains(d.run())))
        .toList();
  }

  private static Rest rest(ResultSet rs) throws SQLException {
    return new Rest(
        UUID.fromString(rs.getString("run_id")),
        rs.getInt("seq"),
        UUID.fromString(rs.getString("id")),
        rs.getInt("other"),
        StoredJson.read(rs.getString("report"), Report.class).textSha256(),
        rs.getInt("superseded") == 0);
  }

  /** The versions, oldest first. */
  private static List<Version> told(Tx tx, List<StoredVersion> newestFirst) throws SQLException {
    List<Version> told = new ArrayList<>();
    int addenda = 0;
    for (int i = newestFirst.size() - 1; i >= 0; i--) {
      StoredVersion version = newestFirst.get(i);
      int more = version.report().addenda().size();
      told.add(told(tx, version, more > addenda));
      addenda = more;
    }
    return told;
  }

  private static Version told(Tx tx, StoredVersion version, boolean addendum) throws SQLException {
    String message = MessageKey.idOfVersion(tx, version.id());
    return tx.first(
            "select state, reason, superseded from report_version where id = ?",
            rs ->
                new Version(
                    version.seq(),
                    message,
                    version.report().correlationId(),
                    version.report().status().name().toLowerCase(Locale.ROOT),
                    addendum,
                    rs.getString("state"),
                    rs.getString("reason"),
                    Instant.ofEpochMilli(version.came()),
                    rs.getBoolean("superseded")),
            version.id())
        .orElseThrow();
  }

  private static List<Run> runs(Tx tx, Object... report) throws SQLException {
    List<Run> runs = new ArrayList<>();
    for (Run run : tx.list(RUNS, ReportStories::run, report)) {
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
              run.textOnly(),
              run.audit()));
    }
    return runs;
  }

  private static Run run(ResultSet rs) throws SQLException {
    String audit = PackedText.read(rs, "audit");
    return new Run(
        UUID.fromString(rs.getString("run_id")),
        rs.getInt("seq"),
        rs.getString("state"),
        Instant.ofEpochMilli(rs.getLong("created_at")),
        Instant.ofEpochMilli(rs.getLong("due_at")),
        rs.getInt("attempts"),
        rs.getInt("lost"),
        rs.getString("refusal"),
        StoredJson.read(rs.getString("studies"), new TypeReference<List<Study>>() {}).stream()
            .map(Study::studyInstanceUid)
            .toList(),
        List.of(),
        rs.getInt("text_only") == 1,
        Optional.of(audit)
            .filter(json -> !json.isEmpty())
            .map(json -> StoredJson.read(json, Audit.class))
            .map(ReportStories::ended));
  }

  private static Ended ended(Audit audit) {
    Instant ended = Objects.requireNonNull(audit.ended());
    return new Ended(
        Objects.requireNonNullElse(audit.started(), ended),
        ended,
        Objects.requireNonNull(audit.outcome()).code(),
        audit.failure(),
        audit.models().stream().map(use -> use.step() + ": " + use.model()).distinct().toList(),
        audit.shown());
  }

  static Delivered delivered(ResultSet rs) throws SQLException {
    return new Delivered(
        UUID.fromString(rs.getString("id")),
        UUID.fromString(rs.getString("run_id")),
        rs.getString("sink"),
        rs.getString("state"),
        rs.getString("reason"),
        rs.getInt("attempts"),
        Instant.ofEpochMilli(rs.getLong("due_at")));
  }
}
