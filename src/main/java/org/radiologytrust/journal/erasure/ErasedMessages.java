package org.radiologytrust.journal.erasure;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.radiologytrust.journal.inbox.ErasedContent;
import org.radiologytrust.journal.inbox.MessageKey;
import org.radiologytrust.journal.inbox.MessageTerms;
import org.radiologytrust.journal.inbox.MessageVersions;
import org.radiologytrust.journal.inbox.StoredVersion;
import org.radiologytrust.journal.store.Placeholders;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Identifier;

/** Deletes messages. They stay counted. */
final class ErasedMessages {
  /** More messages than one examination has; a dummy number may have more. */
  private static final int MOST = 200;

  private static final String WITH_TERM =
      """
      version is null and body_sha256 in (
        select body_sha256 from message_term where kind = ? and value in (%s))
      """;

  private final Tx tx;
  private final String erasure;
  private final Tally tally;
  private final long now;

  ErasedMessages(Tx tx, String erasure, Tally tally, long now) {
    this.tx = tx;
    this.erasure = erasure;
    this.tally = tally;
    this.now = now;
  }

  /** The messages that became these versions. */
  Set<MessageKey> of(List<StoredVersion> versions) throws SQLException {
    Set<MessageKey> found = new LinkedHashSet<>();
    for (StoredVersion version : versions) {
      found.addAll(
          tx.list(
              """
              select %1$s from message where version = ?
              union select %1$s from further_version where version = ?
              """
                  .formatted(MessageKey.COLUMNS),
              MessageKey::of,
              version.id(),
              version.id()));
    }
    return found;
  }

  /**
   * Messages that became no version and are about these: by the correlation id, or by a number of
   * the report together with one of its patient, at the same site. Others with the number are named
   * as unsure.
   */
  Set<MessageKey> alsoAbout(List<StoredVersion> versions) throws SQLException {
    List<String> accessions =
        normal(
            versions.stream()
                .flatMap(v -> v.report().order().accessionNumbers().stream())
                .toList());
    List<String> patients = patients(versions);
    Set<MessageKey> found =
        new LinkedHashSet<>(
            named(
                MessageTerms.CORRELATION,
                normal(
                    versions.stream()
                        .map(v -> v.report().correlationId())
                        .map(UUID::toString)
                        .toList()),
                ""));
    Set<String> sites = Set.copyOf(versions.stream().map(StoredVersion::site).toList());
    Set<MessageKey> ofPatient = new LinkedHashSet<>();
    for (String site : sites) {
      ofPatient.addAll(named(MessageTerms.MRN, patients, site));
    }
    for (MessageKey message : named(MessageTerms.ACCESSION, accessions, "")) {
      if (ofPatient.contains(message)) {
        found.add(message);
      } else {
        tally.unsure(message.id());
      }
    }
    return found;
  }

  private List<String> patients(List<StoredVersion> versions) {
    return normal(
        versions.stream()
            .flatMap(v -> v.report().patient().identifiers().stream())
            .filter(Identifier::isOfPerson)
            .map(Identifier::value)
            .toList());
  }

  /** Messages that became no version and have one of these patient ids, by site. */
  Set<MessageKey> ofPatient(List<String> ids, Collection<String> sites) throws SQLException {
    Set<MessageKey> found = new LinkedHashSet<>();
    for (MessageKey message : named(MessageTerms.MRN, normal(ids), "")) {
      if (sites.contains(message.site())) {
        found.add(message);
      } else {
        tally.unsure(message.id());
      }
    }
    return found;
  }

  /** The messages that merged or corrected a patient with this id. */
  Set<MessageKey> changed(Identifier id, String site) throws SQLException {
    Set<MessageKey> found = new LinkedHashSet<>();
    for (String message :
        tx.list(
            """
            select distinct message from patient_event
            where value = ? and system = ? and (? <> '' or site = ?)
            """,
            rs -> rs.getString(1),
            tx.key(id.value()),
            tx.key(id.system()),
            id.system(),
            tx.key(site))) {
      MessageKey.find(tx, message).ifPresent(found::add);
    }
    return found;
  }

  private List<String> normal(List<String> values) {
    return values.stream()
        .map(value -> MessageTerms.normal(tx, value))
        .filter(value -> !value.isEmpty())
        .distinct()
        .toList();
  }

  /**
   * @param site empty for any
   */
  private List<MessageKey> named(String kind, List<String> values, String site)
      throws SQLException {
    if (values.isEmpty()) {
      return List.of();
    }
    List<Object> all = new ArrayList<>(List.of(kind));
    all.addAll(values);
    all.add(site);
    all.add(MOST);
    return tx.list(
        "select %s from message where %s and ? in ('', site) limit ?"
            .formatted(MessageKey.COLUMNS, WITH_TERM.formatted(Placeholders.of(values.size()))),
        MessageKey::of,
        all.toArray());
  }

  /** Deletes messages; of one that has another report, too, only the content. */
  void delete(Collection<MessageKey> messages) throws SQLException {
    ErasedContent content = ErasedContent.ensured(tx);
    for (MessageKey message : messages) {
      content.add(tx, erasure, message);
      if (MessageVersions.reports(tx, message).isEmpty()) {
        delete(message);
      } else {
        empty(message);
      }
    }
  }

  private void empty(MessageKey message) throws SQLException {
    tally.delete(
        tx,
        "message",
        "update message set raw = ?, pruned_at = coalesce(pruned_at, ?)" + MessageKey.WHERE,
        Tx.values(new Object[] {new byte[0], now}, MessageVersions.values(message)));
    tally.delete(
        tx,
        "message_term",
        "delete from message_term where body_sha256 = ? and kind <> ?",
        message.bodySha256(),
        MessageTerms.CONTROL_ID);
  }

  private void delete(MessageKey message) throws SQLException {
    Object[] key = MessageVersions.values(message);
    // what was held is over, as if it had been discarded
    tx.update(
        """
        insert into erased_count (what, kind, n, repeats)
          select 'message', case outcome when 'quarantined' then 'ignored' else outcome end, 1,
            repeats from message %s
        on conflict (what, kind) do update
          set n = erased_count.n + excluded.n, repeats = erased_count.repeats + excluded.repeats
        """
            .formatted(MessageKey.WHERE),
        key);
    boolean alone =
        tx.first("select 1 from message" + MessageKey.WHERE + " and version is null", rs -> 1, key)
            .isPresent();
    if (alone) {
      tally.message(message.id());
    }
    tally.delete(tx, "message", "delete from message" + MessageKey.WHERE, key);
    int further =
        tally.delete(tx, "further_version", "delete from further_version" + MessageKey.WHERE, key);
    if (further > 0) {
      ErasedCounts.add(tx, "message", "parsed", further);
    }
    tally.delete(
        tx,
        "message_term",
        """
        delete from message_term where body_sha256 = ? and not exists (
          select 1 from message m where m.body_sha256 = message_term.body_sha256)
        """,
        message.bodySha256());
    tally.delete(tx, "patient_event", "delete from patient_event where message = ?", message.id());
  }
}
