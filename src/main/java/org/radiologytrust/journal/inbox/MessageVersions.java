package org.radiologytrust.journal.inbox;

import java.sql.SQLException;
import java.util.List;
import org.radiologytrust.journal.store.Tx;

/** Which report versions a message became. */
public final class MessageVersions {
  /** Whether the message {@code m} became a version in a state; the state is needed twice. */
  public static final String IN_STATE =
      """
      (exists (select 1 from report_version v where v.id = m.version and v.state = ?)
       or exists (
         select 1 from further_version f join report_version v on v.id = f.version
         where f.channel = m.channel and f.site = m.site and f.message_key = m.message_key
           and f.body_sha256 = m.body_sha256 and v.state = ?))
      """;

  private static final String OF_MESSAGE =
      """
      report_version v join (
        select version, 0 as place from message%1$s
        union all select version, place from further_version%1$s) m on m.version = v.id
      """
          .formatted(MessageKey.WHERE);

  private MessageVersions() {}

  private static Object[] twice(MessageKey key) {
    return Tx.values(values(key), values(key));
  }

  public static Object[] values(MessageKey key) {
    return new Object[] {key.channel(), key.site(), key.key(), key.bodySha256()};
  }

  /** The states of the versions, in the order of the message. */
  public static List<String> states(Tx tx, MessageKey key) throws SQLException {
    return tx.list(
        "select v.state, m.place from " + OF_MESSAGE + " order by m.place",
        rs -> rs.getString(1),
        twice(key));
  }

  /** The ids of the versions, in the order of the message. */
  static List<String> ids(Tx tx, MessageKey key) throws SQLException {
    return tx.list(
        "select v.id, m.place from " + OF_MESSAGE + " order by m.place",
        rs -> rs.getString(1),
        twice(key));
  }

  /** The reports of a message. */
  public static List<ReportKey> reports(Tx tx, MessageKey key) throws SQLException {
    return tx.list(
        "select distinct v.site, v.report_id from " + OF_MESSAGE,
        rs -> new ReportKey(rs.getString("site"), rs.getString("report_id")),
        twice(key));
  }
}
