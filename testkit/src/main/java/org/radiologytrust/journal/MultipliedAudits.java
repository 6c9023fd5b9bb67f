package org.radiologytrust.journal;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.radiologytrust.journal.store.Db;

/**
 * Makes a journal of some real audits large: every row is copied many times, with ids, keys and
 * times of its own, so that all tables and indexes grow as they do in use. Long texts are cut: they
 * are most of the size, and nothing that is measured reads them.
 */
public final class MultipliedAudits {
  private static final List<String> TABLES =
      List.of(
          "message",
          "report_version",
          "report_key",
          "job",
          "audit",
          "delivery",
          "resource",
          "resource_value",
          "search_value",
          "worklist");

  private static final Set<String> IDS = Set.of("id", "run_id", "version", "body_sha256");
  private static final Set<String> KEYS =
      Set.of("report_id", "message_key", "value", "accession", "code");
  private static final Set<String> TIMES =
      Set.of("received_at", "created_at", "ended_at", "last_updated", "dated");
  private static final Set<String> LONG_TEXTS =
      Set.of("report", "audit", "bundle", "resource", "payload");

  /** A value by which more resources than this are found belongs to all reports. */
  private static final int SHARED = 20;

  /** Copies are spread over all ids, as random ids are. */
  private static final String SPREAD =
      "substr(cast(100000000 + copy.n * 48271 % 99999989 as text), 2)";

  private static final int MINUTE = 60_000;

  private final Db db;

  /** Steps from the numbers of a row to those of its first copy. */
  private final long ordinals;

  private final long numbers;
  private final String shared;

  private MultipliedAudits(Db db) {
    this.db = db;
    this.ordinals = number("select max(ordinal) from audit");
    this.numbers = number("select max(id) from search_value");
    this.shared =
        db
            .read(
                tx ->
                    tx.list(
                        "select value from resource_value group by value having count(*) > "
                            + SHARED,
                        rs -> rs.getString(1)))
            .stream()
            .collect(Collectors.joining(", ", "(", ")"));
  }

  private long number(String query) {
    return db.read(tx -> tx.first(query, rs -> rs.getLong(1))).orElseThrow();
  }

  private record Column(String name, boolean bytes) {}

  /** Adds so many copies of all that the journal has. Nothing else may use it meanwhile. */
  public static void multiply(Journal journal, int copies) {
    new MultipliedAudits(((SqlJournal) journal).db()).run(copies);
  }

  private void run(int copies) {
    for (String table : TABLES) {
      List<Column> columns = columns(table);
      if (!columns.isEmpty()) {
        db.write(tx -> tx.update(insert(table, columns), copies));
      }
    }
    if (db.shared()) {
      // else PostgreSQL would do it while it is measured
      db.write(tx -> tx.update("analyze"));
    }
  }

  /** None where the table has no row. */
  private List<Column> columns(String table) {
    return db.read(
            tx -> tx.first("select * from " + table + " limit 1", rs -> columns(rs.getMetaData())))
        .orElse(List.of());
  }

  private static List<Column> columns(ResultSetMetaData row) throws SQLException {
    List<Column> columns = new ArrayList<>();
    for (int i = 1; i <= row.getColumnCount(); i++) {
      String type = row.getColumnTypeName(i).toLowerCase(Locale.ROOT);
      columns.add(
          new Column(row.getColumnName(i), type.contains("bytea") || type.contains("blob")));
    }
    return columns;
  }

  private String insert(String table, List<Column> columns) {
    List<String> names = columns.stream().map(Column::name).toList();
    List<String> values = columns.stream().map(column -> value(table, column)).toList();
    return """
        insert into %1$s (%2$s)
        with recursive copy(n) as (select 1 union all select n + 1 from copy where n < ?)
        select %3$s from %1$s t cross join copy %4$s
        """
        .formatted(
            table,
            String.join(", ", names),
            String.join(", ", values),
            table.equals("search_value") ? "where t.id not in " + shared : "");
  }

  private String value(String table, Column column) {
    String own = "t." + column.name();
    String next = own + " + copy.n * " + numbers;
    return switch (table + "." + column.name()) {
      case "search_value.id", "resource.number", "resource_value.resource" -> next;
      case "resource_value.value" ->
          "case when " + own + " in " + shared + " then " + own + " else " + next + " end";
      case "resource.version", "search_value.number" -> own;
      default -> value(column, own);
    };
  }

  private String value(Column column, String own) {
    if (column.bytes()) {
      return "substr(" + own + ", 1, 8)";
    }
    if (LONG_TEXTS.contains(column.name())) {
      return "'{}'";
    }
    if (IDS.contains(column.name())) {
      return "case when "
          + own
          + " is null then null else "
          + SPREAD
          + " || substr("
          + own
          + ", 9) end";
    }
    if (KEYS.contains(column.name())) {
      return own + " || '-' || copy.n";
    }
    if (column.name().equals("ordinal")) {
      return own + " + copy.n * " + ordinals;
    }
    return TIMES.contains(column.name()) ? own + " - " + MINUTE + " * copy.n" : own;
  }
}
