package org.radiologytrust.journal.inbox;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.store.NewRows;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Report;

/** The table {@code message_term}: what a message is found by. */
public final class MessageTerms {
  public static final String CONTROL_ID = "control_id";
  public static final String ACCESSION = "accession";
  public static final String MRN = "mrn";
  public static final String CORRELATION = "correlation";

  /** More than any message names; bounds what a hostile one stores. */
  private static final int MOST = 50;

  private MessageTerms() {}

  /** A value as it is stored and looked up: without surrounding blanks and in upper case. */
  public static String normal(Tx tx, String value) {
    return tx.key(value.strip().toUpperCase(Locale.ROOT));
  }

  /**
   * Stores the terms of a message: its control id, what its reports name, and the correlation ids
   * of the reports as they came and as they were stored.
   *
   * @param read what its reader found besides
   */
  static void store(
      Tx tx, MessageKey key, Disposition disposition, SearchKeys read, MessageDecision decision)
      throws SQLException {
    String sha = key.bodySha256();
    String id = MessageIds.controlId(key.channel(), key.key());
    List<Report> reports = disposition instanceof Parsed parsed ? parsed.reports() : List.of();
    SearchKeys keys = SearchKeys.of(reports);
    Stream<UUID> correlations =
        Stream.concat(
            reports.stream().map(Report::correlationId), decision.correlations().stream());
    NewRows.insert(
        tx,
        "message_term",
        "kind, value, body_sha256",
        Stream.of(
                rows(tx, CONTROL_ID, id.equals(sha) ? Stream.of() : Stream.of(id), sha),
                rows(tx, ACCESSION, all(keys.accessions(), read.accessions()), sha),
                rows(tx, MRN, all(keys.patientIdentifiers(), read.patientIdentifiers()), sha),
                rows(tx, CORRELATION, correlations.map(UUID::toString), sha))
            .flatMap(rows -> rows)
            .toList());
  }

  private static Stream<String> all(List<String> a, List<String> b) {
    return Stream.concat(a.stream(), b.stream());
  }

  private static Stream<List<String>> rows(Tx tx, String kind, Stream<String> values, String sha) {
    return values
        .map(value -> normal(tx, value))
        .filter(value -> !value.isEmpty())
        .distinct()
        .limit(MOST)
        .map(value -> List.of(kind, value, sha));
  }
}
