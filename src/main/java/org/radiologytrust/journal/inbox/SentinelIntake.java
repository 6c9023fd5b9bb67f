package org.radiologytrust.journal.inbox;

import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;
import org.radiologytrust.journal.inbox.Inbox.ChangedPatient;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Incoming;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.PatientChange;
import org.radiologytrust.journal.inbox.Inbox.Receipt;
import org.radiologytrust.journal.sentinels.SentinelMark;
import org.radiologytrust.journal.sentinels.SqlSentinels;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Report;

/**
 * Takes the sentinels that a node sent, and knows the mark on what others send. A sentinel is no
 * message of the journal, and is in none of the tables by which reports and patients are found: so
 * no report, merge or image can meet it.
 */
final class SentinelIntake {
  /** Why a message from outside is refused. */
  static final String FOREIGN =
      "the message has the mark "
          + SentinelMark.SITE
          + ", which only this product itself may send: use another site and assigning authority";

  private static final String NOT_READ = "the door did not read it as the report that was sent";

  private SentinelIntake() {}

  /** Takes a message if it is, byte for byte, what a node of this journal sent. */
  static Optional<Receipt> take(Tx tx, Incoming incoming, String bodySha256, long now)
      throws SQLException {
    if (!SentinelMark.mayBeIn(incoming.raw())) {
      return Optional.empty();
    }
    Optional<SqlSentinels.Own> own = SqlSentinels.ofBody(tx, bodySha256);
    return own.isEmpty() ? Optional.empty() : Optional.of(take(tx, incoming, own.get(), now));
  }

  private static Receipt take(Tx tx, Incoming incoming, SqlSentinels.Own own, long now)
      throws SQLException {
    if (!own.fresh()) {
      return receipt(incoming, Outcome.DUPLICATE, "");
    }
    if (incoming.disposition() instanceof Parsed parsed
        && parsed.reports().size() == 1
        && SentinelMark.isOn(parsed.first())) {
      insert(tx, own.id(), parsed.first(), now);
      SqlSentinels.received(tx, own.id(), own.id());
      return receipt(incoming, Outcome.PARSED, "");
    }
    SqlSentinels.refused(tx, own.id(), NOT_READ, now);
    return receipt(incoming, Outcome.QUARANTINED, NOT_READ);
  }

  private static Receipt receipt(Incoming incoming, Outcome outcome, String reason) {
    return new Receipt(outcome, reason, incoming.replier().reply(outcome, reason));
  }

  private static void insert(Tx tx, String id, Report report, long now) throws SQLException {
    tx.update(
        """
        insert into report_version (id, site, report_id, seq, fingerprint, status, issued, report,
          state, reason, superseded, images_missing, images_changed, received_at, work_class)
        values (?, ?, ?, 1, ?, ?, null, ?, 'awaiting_images', '', 0, 0, 0, ?, ?)
        """,
        id,
        SentinelMark.SITE,
        id,
        report.fingerprint(),
        report.status().name(),
        StoredJson.write(report),
        now,
        WorkClass.of(report).ordinal());
  }

  /** Whether a message has the mark, wherever an id of a patient stands. */
  static boolean isMarked(String site, Disposition disposition) {
    return SentinelMark.isSite(site)
        || disposition instanceof Parsed parsed
            && parsed.reports().stream().anyMatch(SentinelMark::isOn)
        || disposition instanceof PatientChange change
            && change.changed().stream().anyMatch(SentinelIntake::isMarked);
  }

  private static boolean isMarked(ChangedPatient changed) {
    return Stream.of(changed.patient().identifiers(), changed.replaced())
        .anyMatch(SentinelMark::isOn);
  }
}
