package org.radiologytrust.journal.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** Whether a server can hold a journal, and what to do if not. */
final class PostgresServerCheck {
  private static final int OLDEST = 14;
  private static final int RELEASES = 10_000;
  private static final int STATE_CLASS = 2;
  private static final List<String> DURABLE = List.of("fsync", "synchronous_commit");

  /** Advice by SQLSTATE, or by its class. */
  private static final Map<String, String> ADVICE =
      Map.of(
          "08",
              "it cannot be reached or is no primary: check rtl.journal.url, the network and the server",
          "57P03", "it is starting or stopping: try again",
          "28",
              "it refuses the login: check rtl.journal.user, rtl.journal.password and pg_hba.conf",
          "3D000", "there is no such database: create it with the encoding UTF8",
          "42501", "the user may not connect: grant it the database",
          "53300", "it has too many connections: raise max_connections");

  private PostgresServerCheck() {}

  /**
   * Requires a server that the journal can use.
   *
   * @throws JournalException if it is too old, could lose commits, or its encoding is not UTF8
   */
  static void check(Connection connection, String name) throws SQLException {
    int version = Integer.parseInt(shown(connection, "server_version_num")) / RELEASES;
    if (version < OLDEST) {
      throw new JournalException(
          name + ": the server is PostgreSQL " + version + ", and needs to be 14 or newer", null);
    }
    for (String parameter : DURABLE) {
      if (shown(connection, parameter).equals("off")) {
        throw new JournalException(
            name + ": " + parameter + " is off: a commit could be lost; turn it on", null);
      }
    }
    String encoding = shown(connection, "server_encoding");
    if (!encoding.equals("UTF8")) {
      throw new JournalException(
          name + ": the database has the encoding " + encoding + ": create one with UTF8", null);
    }
  }

  private static String shown(Connection connection, String parameter) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rs = statement.executeQuery("show " + parameter)) {
      rs.next();
      return rs.getString(1);
    }
  }

  /** Why a connection could not be opened. The driver's own message may quote the URL. */
  static JournalException refused(PostgresLogin login, SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String area = state.length() > STATE_CLASS ? state.substring(0, STATE_CLASS) : state;
    String advice =
        ADVICE.getOrDefault(state, ADVICE.getOrDefault(area, "it cannot be used: see its log"));
    return new JournalException(
        "rtl.journal.url: " + login + ": " + advice + " (SQLSTATE " + state + ")", null);
  }
}
