package org.radiologytrust.journal;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.radiologytrust.journal.Inbox.Disposition;
import org.radiologytrust.journal.Inbox.Parsed;

/** The table {@code message_term}: what a message is found by. */
final class MessageTerms {
  static final String CONTROL_ID = "control_id";
  static final String ACCESSION = "accession";
  static final String MRN = "mrn";

  /** More than any message names; bounds what a hostile one stores. */
  private static final int MOST = 50;

  private MessageTerms() {}

  /** A value as it is stored and looked up: without surrounding blanks and in upper case. */
  static String normal(Db.Tx tx, String value) {
    return tx.key(value.strip().toUpperCase(Locale.ROOT));
  }

  /**
   * Stores the terms of a message.
   *
   * @param key of the {@link Inbox.Incoming}
   * @param read what its reader found
   */
  static void store(
      Db.Tx tx, String channel, String key, String sha, Disposition disposition, SearchKeys read)
      throws SQLException {
    String id = MessageIds.controlId(channel, key);
    if (!id.equals(sha)) {
      add(tx, CONTROL_ID, Stream.of(List.of(id)), sha);
    }
    store(tx, sha, disposition, read);
  }

  /** Stores what the reports name, and what was read besides. */
  static void store(Db.Tx tx, String sha, Disposition disposition, SearchKeys read)
      throws SQLException {
    SearchKeys keys =
        disposition instanceof Parsed parsed ? SearchKeys.of(parsed.reports()) : SearchKeys.NONE;
    add(tx, ACCESSION, Stream.of(keys.accessions(), read.accessions()), sha);
    add(tx, MRN, Stream.of(keys.patientIdentifiers(), read.patientIdentifiers()), sha);
  }

  private static void add(Db.Tx tx, String kind, Stream<List<String>> values, String sha)
      throws SQLException {
    List<String> normal =
        values
            .flatMap(List::stream)
            .map(value -> normal(tx, value))
            .filter(value -> !value.isEmpty())
            .distinct()
            .limit(MOST)
            .toList();
    for (String value : normal) {
      tx.update(
          "insert into message_term (kind, value, body_sha256) values (?, ?, ?)"
              + " on conflict do nothing",
          kind,
          value,
          sha);
    }
  }
}
