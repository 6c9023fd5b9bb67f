package org.radiologytrust.journal.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Texts;

/** The primary key of a message. */
public record MessageKey(String channel, String site, String key, String bodySha256) {
  public static final String COLUMNS = "channel, site, message_key, body_sha256";
  public static final String WHERE =
      " where channel = ? and site = ? and message_key = ? and body_sha256 = ?";

  /** Sorts before every key, because no channel name is empty. */
  static final MessageKey FIRST = new MessageKey("", "", "", "");

  private static final int BODY_DIGITS = 16;
  private static final int KEY_DIGITS = 8;
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{" + BODY_DIGITS + "}-[0-9a-f]{" + KEY_DIGITS + "}");

  /** Sorts after every hash that starts with the same digits. */
  private static final String AFTER = "g";

  public static MessageKey of(ResultSet rs) throws SQLException {
    return new MessageKey(
        rs.getString("channel"),
        rs.getString("site"),
        rs.getString("message_key"),
        rs.getString("body_sha256"));
  }

  public String id() {
    String sent = Texts.sha256(String.join("\n", channel, site, key));
    return bodySha256.substring(0, BODY_DIGITS) + "-" + sent.substring(0, KEY_DIGITS);
  }

  public static Optional<MessageKey> find(Tx tx, String id) throws SQLException {
    if (!ID.matcher(id).matches()) {
      return Optional.empty();
    }
    String digits = id.substring(0, BODY_DIGITS);
    return tx
        .list(
            "select " + COLUMNS + " from message where body_sha256 > ? and body_sha256 < ?",
            MessageKey::of,
            digits,
            digits + AFTER)
        .stream()
        .filter(key -> key.id().equals(id))
        .findFirst();
  }

  /** The id of the message that became a version; empty if the journal does not know it. */
  public static String idOfVersion(Tx tx, String version) throws SQLException {
    return tx.first(
            """
            select %1$s from message where version = ?
            union all select %1$s from further_version where version = ?
            """
                .formatted(COLUMNS),
            rs -> MessageKey.of(rs).id(),
            version,
            version)
        .orElse("");
  }
}
