package org.radiologytrust.journal.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The locks of transactions that run at the same time, on a database that allows it. A transaction
 * takes what it needs in this order, so that no two wait for each other:
 *
 * <ol>
 *   <li>{@link #message}
 *   <li>{@link #identities}
 *   <li>{@link #report}, {@link #reports}
 *   <li>rows of {@code job}, then rows of {@code report_version}
 *   <li>{@link #order}
 *   <li>all other rows
 * </ol>
 */
public final class Locks {
  private Locks() {}

  /**
   * For deciding which delivery is sent next: two of one report must not be sent at the same time.
   * A transaction that takes it takes no other lock and waits for no row.
   */
  public static void deliveries(Tx tx, String sink) throws SQLException {
    tx.lock("deliveries|" + sink);
  }

  /** For deciding whether a message is a repeat. */
  public static void message(Tx tx, String channel, String site, String key) throws SQLException {
    tx.lock(String.join("|", "message", channel, site, key));
  }

  /** For deciding which report has one of these ids. Takes them in one order. */
  public static void identities(Tx tx, List<String> aliases) throws SQLException {
    tx.locks(aliases.stream().map(alias -> "identity|" + alias).distinct().sorted().toList());
  }

  /** For deciding which ids a patient has: with {@link #identities}, of which these are some. */
  public static void patients(Tx tx, List<String> values) throws SQLException {
    identities(tx, values.stream().map(Locks::patient).toList());
  }

  /** The name of a patient id among {@link #identities}. */
  public static String patient(String value) {
    return "patient:" + value;
  }

  /** {@link #report} for several, in one order. */
  public static void reports(Tx tx, List<String> reportIds) throws SQLException {
    tx.locks(reportIds.stream().map(Locks::ofReport).distinct().sorted().toList());
  }

  private static String ofReport(String reportId) {
    return "report|" + reportId;
  }

  /** For deciding about the versions, audits and decisions of a report, at any site. */
  public static void report(Tx tx, String reportId) throws SQLException {
    tx.lock(ofReport(reportId));
  }

  /** Like {@link #report}, for the report of a version. */
  public static void reportOf(Tx tx, String version) throws SQLException {
    Optional<String> report =
        tx.first(
            "select report_id from report_version where id = ?", rs -> rs.getString(1), version);
    if (report.isPresent()) {
      report(tx, report.get());
    }
  }

  /**
   * For everything that is numbered or counted over all reports: the ordinals of audits and
   * decisions, the times of resources, the worklist. Their order is then that of the commits: who
   * reads on from a number or time misses nothing.
   */
  public static void order(Tx tx) throws SQLException {
    tx.lock("order");
  }
}
