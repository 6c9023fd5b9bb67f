package org.radiologytrust.journal.search;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.radiologytrust.journal.inbox.MessageKey;
import org.radiologytrust.journal.inbox.MessageTerms;
import org.radiologytrust.journal.inbox.MessageVersions;
import org.radiologytrust.journal.inbox.PatientEvents;
import org.radiologytrust.journal.inbox.ReportKey;
import org.radiologytrust.journal.search.MessageSearch.Found;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Tx;

/** {@link Stories} in SQL. */
final class SqlStories implements Stories {
  /** A UUID, perhaps in a reference such as {@code Observation/ID}. */
  private static final Pattern UUID_TEXT =
      Pattern.compile("(?:[a-z]+/|urn:uuid:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

  /** More messages than one examination has; a dummy accession number may have more. */
  private static final int MOST = 200;

  /**
   * Of a report, version, run, decision or Observation. A run's id is that of its summary
   * Observation, and all Observations of a version have its correlation id as an identifier.
   */
  private static final String BY_UUID =
      """
      select site, report_id from worklist where id = ?
      union select site, report_id from report_version where id = ?
      union select v.site, v.report_id from job j join report_version v on v.id = j.version
        where j.run_id = ?
      union select a.site, a.report_id from decision d join audit a on a.run_id = d.run_id
        where d.id = ?
      union select a.site, a.report_id from search_value v
        join resource_value x on x.value = v.id join resource r on r.number = x.resource
        join audit a on a.run_id = r.id
        where v.type = 'Observation' and v.parameter = 'identifier' and v.code = ?
      union select a.site, a.report_id from resource published
        join resource_value own on own.resource = published.number
        join search_value v on v.id = own.value and v.parameter = 'identifier'
        join resource_value x on x.value = v.id join resource r on r.number = x.resource
        join audit a on a.run_id = r.id
        where published.type = 'Observation' and published.id = ?
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
          .formatted(MessageKey.COLUMNS);

  private final Db db;

  SqlStories(Db db) {
    this.db = db;
  }

  @Override
  public Story find(String id) {
    return db.search(tx -> find(tx, id));
  }

  private static Story find(Tx tx, String id) throws SQLException {
    Optional<MessageKey> message = MessageKey.find(tx, id);
    if (message.isPresent()) {
      return told(tx, stories(tx, reports(tx, message.get())), Set.of(message.get()));
    }
    Matcher uuid = UUID_TEXT.matcher(id.strip().toLowerCase(Locale.ROOT));
    if (uuid.matches()) {
      Story story = byUuid(tx, uuid.group(1));
      if (!story.isEmpty()) {
        return story;
      }
    }
    List<ReportKey> reports =
        tx.list(
            BY_ACCESSION.formatted(tx.joinInOrder()), SqlStories::report, tx.key(id.strip()), MOST);
    return story(tx, reports, named(tx, MessageTerms.ACCESSION, id));
  }

  private static Story byUuid(Tx tx, String id) throws SQLException {
    Object[] values = Collections.nCopies(6, id).toArray();
    return story(
        tx, tx.list(BY_UUID, SqlStories::report, values), named(tx, MessageTerms.CORRELATION, id));
  }

  private static List<MessageKey> named(Tx tx, String kind, String value) throws SQLException {
    return tx.list(NAMED, MessageKey::of, kind, MessageTerms.normal(tx, value), MOST);
  }

  private static ReportKey report(ResultSet rs) throws SQLException {
    return new ReportKey(rs.getString("site"), rs.getString("report_id"));
  }

  /** The reports, those of the messages, and all messages of both. */
  private static Story story(Tx tx, List<ReportKey> found, List<MessageKey> named)
      throws SQLException {
    Set<ReportKey> reports = new LinkedHashSet<>(found);
    for (MessageKey key : named) {
      reports.addAll(reports(tx, key));
    }
    List<ReportStory> stories = stories(tx, reports);
    Set<MessageKey> messages = new LinkedHashSet<>(named);
    for (ReportStory story : stories) {
      messages.addAll(messages(tx, story));
    }
    return told(tx, stories, messages);
  }

  /** The reports that a message became, or whose patient it changed. */
  private static Set<ReportKey> reports(Tx tx, MessageKey message) throws SQLException {
    Set<ReportKey> reports = new LinkedHashSet<>(MessageVersions.reports(tx, message));
    reports.addAll(PatientEvents.reports(tx, message));
    return reports;
  }

  private static List<ReportStory> stories(Tx tx, Collection<ReportKey> reports)
      throws SQLException {
    List<ReportStory> stories = new ArrayList<>();
    for (ReportKey report : reports) {
      stories.add(ReportStories.of(tx, report));
    }
    return stories;
  }

  /** The messages that brought the versions of a report, or changed its patient. */
  private static Set<MessageKey> messages(Tx tx, ReportStory report) throws SQLException {
    Set<MessageKey> messages = new LinkedHashSet<>();
    for (Version version : report.versions()) {
      MessageKey.find(tx, version.message()).ifPresent(messages::add);
    }
    for (PatientEvent event : report.patientEvents()) {
      MessageKey.find(tx, event.message()).ifPresent(messages::add);
    }
    return messages;
  }

  private static Story told(Tx tx, List<ReportStory> reports, Set<MessageKey> messages)
      throws SQLException {
    List<Received> received = new ArrayList<>();
    for (MessageKey key : messages) {
      received.add(received(tx, key));
    }
    received.sort(Comparator.comparing(r -> r.message().received()));
    return new Story(received, reports);
  }

  private static Received received(Tx tx, MessageKey key) throws SQLException {
    Object[] values = MessageVersions.values(key);
    Found found = SqlMessageSearch.list(tx, "message m" + MessageKey.WHERE, values).get(0);
    byte[] reply =
        tx.first("select reply from message" + MessageKey.WHERE, rs -> rs.getBytes(1), values)
            .orElseThrow();
    return new Received(found, reply);
  }
}
