package org.radiologytrust.journal;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Correlation;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Inbox} in SQL. */
final class SqlInbox implements Inbox {
  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
  private static final int MAX_REASON = 500;

  private static final String USED =
      "the control id was already used for a different message: give each message its own id";
  private static final String OTHER_PATIENT =
      "an earlier message has this accession or filler number for another patient: check PID-3";

  /** Wordings of version 0.1.0, which stored messages may still have. */
  private static final List<String> EARLIER_WORDINGS =
      List.of(
          "the control id was used before for another message: number messages anew",
          "an earlier message gave this accession or filler number to another patient: see PID-3",
          "this version of the report is here already",
          "issued before the version that is here already");

  private static final String RECEIVED_BEFORE = "this version of the report was received before";
  private static final String OLDER = "issued before the current version of the report";

  /** Later than every stored time, even if the clock was set back. */
  private static final long NOW = Long.MAX_VALUE;

  private final Db db;
  private final Clock clock;
  private final String defaultSite;
  private final SqlWriteHealth writes;
  private final Signal signal;

  SqlInbox(Db db, Clock clock, String defaultSite, SqlWriteHealth writes, Signal signal) {
    this.writes = writes;
    this.signal = signal;
    this.db = db;
    this.clock = clock;
    this.defaultSite = defaultSite;
  }

  @Override
  public Receipt receive(Incoming incoming) {
    Receipt receipt;
    try {
      receipt = store(incoming);
    } catch (RuntimeException e) {
      writes.failed(incoming, e);
      throw e;
    }
    writes.stored(incoming);
    signal.raise();
    if (incoming.disposition() instanceof Parsed parsed) {
      UUID id = parsed.first().correlationId();
      try (Correlation c = Correlation.of(id)) {
        log(incoming, receipt);
      }
      return receipt.about(id);
    }
    log(incoming, receipt);
    return receipt;
  }

  private static void log(Incoming incoming, Receipt receipt) {
    String outcome = receipt.outcome().code();
    String found =
        Stream.of(
                incoming.place(),
                MessageIds.of(incoming.channel(), incoming.key())
                    .map(MessageIds::toString)
                    .orElse(""))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("; "));
    String place = found.isEmpty() ? "" : " (" + found + ")";
    if (receipt.outcome() == Outcome.QUARANTINED) {
      LOG.warn("{} message {}{}: {}", incoming.channel(), outcome, place, receipt.reason());
    } else {
      LOG.info("{} message {}{}", incoming.channel(), outcome, place);
    }
  }

  private Receipt store(Incoming incoming) {
    String sha = Texts.sha256(incoming.raw());
    return db.writeFirst(
        tx -> {
          String site = tx.key(incoming.site());
          String key = tx.key(incoming.key());
          Locks.message(tx, incoming.channel(), site, key);
          List<Stored> earlier = earlier(tx, incoming.channel(), site, key);
          Optional<Stored> repeated =
              earlier.stream().filter(m -> m.bodySha256.equals(sha)).findFirst();
          if (repeated.isPresent()) {
            tx.update(
                "update message set repeats = repeats + 1" + SqlMessages.BY_KEY,
                incoming.channel(),
                site,
                key,
                sha);
            return new Receipt(Outcome.DUPLICATE, repeated.get().reason, repeated.get().reply);
          }
          Decision decision =
              earlier.stream().anyMatch(Stored::used)
                  ? new Decision(Outcome.QUARANTINED, USED, null)
                  : decide(tx, incoming.disposition(), NOW);
          byte[] reply = incoming.replier().reply(decision.outcome, decision.reason);
          tx.update(
              """
              insert into message (channel, site, message_key, body_sha256, raw, received_at,
                outcome, reason, reply, version, repeats)
              values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
              """,
              incoming.channel(),
              site,
              key,
              sha,
              incoming.raw(),
              clock.millis(),
              decision.outcome.code(),
              decision.reason,
              reply,
              decision.version);
          return new Receipt(decision.outcome, decision.reason, reply);
        });
  }

  /** Whether the reason comes from the journal's rules, not from parsing. */
  static boolean isJournalRule(String reason) {
    return List.of(USED, OTHER_PATIENT, RECEIVED_BEFORE, OLDER).contains(reason)
        || EARLIER_WORDINGS.contains(reason);
  }

  private record Stored(String bodySha256, String outcome, String reason, byte[] reply) {
    /**
     * Whether its control id counts as used. It does not if the message was unusable or discarded.
     */
    boolean used() {
      return !outcome.equals(Outcome.QUARANTINED.code())
          && !(outcome.equals(Outcome.IGNORED.code()) && reason.equals(Messages.DISCARDED));
    }
  }

  private static List<Stored> earlier(Db.Tx tx, String channel, String site, String key)
      throws SQLException {
    return tx.list(
        """
        select body_sha256, outcome, reason, reply from message
        where channel = ? and site = ? and message_key = ?
        """,
        rs -> new Stored(rs.getString(1), rs.getString(2), rs.getString(3), rs.getBytes(4)),
        channel,
        site,
        key);
  }

  /**
   * The decision about a message.
   *
   * @param version id of the report version that it became; null if it became none
   */
  record Decision(Outcome outcome, String reason, @Nullable String version) {
    Decision {
      reason = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
    }
  }

  /**
   * Decides by the content of the message, and stores the report version if it became one.
   *
   * @param came when the message was received, in milliseconds since 1970; {@link #NOW} for a new
   *     message
   */
  Decision decide(Db.Tx tx, Disposition disposition, long came) throws SQLException {
    if (disposition instanceof Ignored ignored) {
      return new Decision(Outcome.IGNORED, ignored.reason(), null);
    }
    if (disposition instanceof Quarantined quarantined) {
      return new Decision(Outcome.QUARANTINED, quarantined.reason(), null);
    }
    return version(tx, ((Parsed) disposition).first(), came);
  }

  /** A stored version. */
  private record Version(
      String id, String site, int seq, @Nullable Instant issued, Report report, long came) {
    /**
     * Whether this version was released after the other report. Compares the times of issue if both
     * have one, otherwise the times of receipt.
     */
    boolean isAfter(Report other, long otherCame) {
      return issued != null && other.issued() != null
          ? other.issued().isBefore(issued)
          : otherCame < came;
    }
  }

  private Decision version(Db.Tx tx, Report report, long came) throws SQLException {
    String site = tx.key(report.site());
    String reportId = tx.key(report.reportId());
    Locks.report(tx, reportId);
    List<Version> versions = versions(tx, report, site, reportId);
    if (versions.isEmpty()) {
      return new Decision(Outcome.PARSED, "", insert(tx, site, reportId, 1, report));
    }
    Version current = versions.get(0);
    if (current.report.patient().contradicts(report.patient())) {
      return new Decision(Outcome.QUARANTINED, OTHER_PATIENT, null);
    }
    boolean known =
        current.report.saysTheSameAs(report)
            || versions.stream()
                .filter(v -> v.issued != null && v.issued.equals(report.issued()))
                .anyMatch(v -> v.report.saysTheSameAs(report));
    if (known) {
      return new Decision(Outcome.DUPLICATE, RECEIVED_BEFORE, null);
    }
    if (current.isAfter(report, came)
        && report.status().stage() <= current.report.status().stage()) {
      return new Decision(Outcome.IGNORED, OLDER, null);
    }
    supersede(tx, current);
    return new Decision(
        Outcome.PARSED, "", insert(tx, current.site, reportId, current.seq + 1, report));
  }

  /**
   * All versions of the report, the current one first. A message without a site gets the default
   * site. It then also matches a report of another site with the same report id and patient. So a
   * report sent by HL7, which names a facility, and by FHIR, which names none, is one report.
   */
  private List<Version> versions(Db.Tx tx, Report report, String site, String reportId)
      throws SQLException {
    List<Version> all =
        tx.list(
            """
            select id, site, seq, issued, report, received_at from report_version
            where report_id = ? order by seq desc
            """,
            rs -> {
              long issued = rs.getLong(4);
              return new Version(
                  rs.getString(1),
                  rs.getString(2),
                  rs.getInt(3),
                  rs.wasNull() ? null : Instant.ofEpochMilli(issued),
                  StoredJson.read(rs.getString(5), Report.class),
                  rs.getLong(6));
            },
            reportId);
    List<Version> ofSite = all.stream().filter(v -> v.site.equals(site)).toList();
    if (!ofSite.isEmpty()) {
      return ofSite;
    }
    List<String> sites =
        all.stream()
            .filter(v -> report.site().equals(defaultSite) || v.site.equals(defaultSite))
            .filter(v -> v.report.patient().sharesIdentifier(report.patient()))
            .map(Version::site)
            .distinct()
            .toList();
    return sites.size() == 1
        ? all.stream().filter(v -> v.site.equals(sites.get(0))).toList()
        : List.of();
  }

  private void supersede(Db.Tx tx, Version version) throws SQLException {
    tx.update(
        """
        update job set state = 'dropped', steps_since = ?
        where version = ? and state in ('ready', 'running')
        """,
        clock.millis(),
        version.id);
    tx.update("update report_version set superseded = 1 where id = ?", version.id);
    tx.update(
        """
        update report_version set state = 'superseded', reason = 'superseded before its audit ended'
        where id = ? and state in %s
        """
            .formatted(SqlCounters.OPEN),
        version.id);
  }

  /** Stores the version and returns its id. */
  private String insert(Db.Tx tx, String site, String reportId, int seq, Report report)
      throws SQLException {
    String id =
        Texts.uuid5(String.join("|", site, reportId, seq + "", report.fingerprint())).toString();
    tx.update(
        """
        insert into report_version (id, site, report_id, seq, fingerprint, status, issued, report,
          state, reason, superseded, images_missing, images_changed, received_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, 'awaiting_images', '', 0, 0, 0, ?)
        """,
        id,
        site,
        reportId,
        seq,
        report.fingerprint(),
        report.status().name(),
        report.issued() == null ? null : report.issued().toEpochMilli(),
        StoredJson.write(report),
        clock.millis());
    for (String uid : report.order().studyInstanceUids()) {
      key(tx, id, "uid", uid);
    }
    for (String accession : report.order().accessionNumbers()) {
      key(tx, id, "accession", accession);
    }
    WorklistTable.update(tx, site, reportId);
    return id;
  }

  private static void key(Db.Tx tx, String id, String kind, String value) throws SQLException {
    if (!value.isEmpty()) {
      tx.update(
          "insert into report_key (version, kind, value) values (?, ?, ?) on conflict do nothing",
          id,
          kind,
          tx.key(value));
    }
  }
}
