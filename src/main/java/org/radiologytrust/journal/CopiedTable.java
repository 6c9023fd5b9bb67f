package org.radiologytrust.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.Placeholders;
import org.radiologytrust.journal.store.StorableText;
import org.radiologytrust.journal.store.Tx;

/**
 * A table that both databases of a copy have. Its values are read as the type that the target's
 * column has, since a column of SQLite takes values of any type.
 */
final class CopiedTable {
  /** Rows that a connection to PostgreSQL reads at once. */
  private static final int FETCHED = 200;

  /** Columns of texts from outside that are indexed; the journal stores them by {@link Tx#key}. */
  private static final Set<String> KEYS =
      Set.of("site", "message_key", "report_id", "value", "study_instance_uid", "accession_number");

  private final String name;
  private final List<Column> columns;
  private final String order;

  private CopiedTable(String name, List<Column> columns, String order) {
    this.name = name;
    this.columns = columns;
    this.order = order;
  }

  /** A column with its type in the target, one of {@link Types}. */
  private record Column(String name, int type) {
    @Nullable Object of(ResultSet rs, int index) throws SQLException {
      Object value =
          switch (type) {
            case Types.BIGINT, Types.INTEGER, Types.SMALLINT -> rs.getLong(index);
            case Types.DOUBLE -> rs.getDouble(index);
            case Types.BINARY -> rs.getBytes(index);
            case Types.VARCHAR -> rs.getString(index);
            default -> throw new IllegalStateException("the column " + name + " has a new type");
          };
      if (rs.wasNull()) {
        return null;
      }
      return value instanceof String text ? storable(text) : value;
    }

    /** As the journal itself stores it there. */
    private String storable(String text) {
      return KEYS.contains(name) ? StorableText.key(text) : StorableText.of(text);
    }
  }

  /**
   * The table with the columns that the source has.
   *
   * @throws JournalException if the target lacks one
   */
  static CopiedTable of(Connection source, Connection target, String name) throws SQLException {
    Map<String, Integer> types = types(target, name);
    List<Column> columns = new ArrayList<>();
    for (String column : types(source, name).keySet()) {
      Integer type = types.get(column);
      if (type == null) {
        throw new JournalException("the target has no column " + column + " of " + name, null);
      }
      columns.add(new Column(column, type));
    }
    return new CopiedTable(name, List.copyOf(columns), order(source, name));
  }

  /** An order that stays the same while nobody changes the table, and needs no sorting. */
  private static String order(Connection source, String name) throws SQLException {
    String key = text(source, "select wr from pragma_table_list where name = ?", name);
    return key.equals("0")
        ? "rowid"
        : text(
            source,
            """
            select group_concat(name)
            from (select name from pragma_table_info(?) where pk > 0 order by pk)
            """,
            name);
  }

  private static String text(Connection source, String sql, String name) throws SQLException {
    try (PreparedStatement statement = source.prepareStatement(sql)) {
      statement.setString(1, name);
      try (ResultSet rs = statement.executeQuery()) {
        rs.next();
        return rs.getString(1);
      }
    }
  }

  private static Map<String, Integer> types(Connection connection, String name)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rs = statement.executeQuery("select * from " + name + " where 1 = 0")) {
      ResultSetMetaData data = rs.getMetaData();
      Map<String, Integer> types = new TreeMap<>();
      for (int i = 1; i <= data.getColumnCount(); i++) {
        types.put(data.getColumnName(i), data.getColumnType(i));
      }
      return types;
    }
  }

  String name() {
    return name;
  }

  private String columnNames() {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }

  /** Selects all rows but the first ones, whose number is the parameter, always in one order. */
  String selectFromSource() {
    return "select %s from %s order by %s limit -1 offset ?".formatted(columnNames(), name, order);
  }

  String insert() {
    return "insert into %s (%s) values (%s)"
        .formatted(name, columnNames(), Placeholders.of(columns.size()));
  }

  /**
   * Sets the parameters of {@link #insert} to a row of {@link #selectFromSource}.
   *
   * @return the size of the row, roughly in bytes
   */
  long bind(ResultSet rs, PreparedStatement insert) throws SQLException {
    long size = 0;
    for (int i = 1; i <= columns.size(); i++) {
      Object value = columns.get(i - 1).of(rs, i);
      if (value instanceof byte[] bytes) {
        insert.setBytes(i, bytes);
        size += bytes.length;
      } else {
        insert.setObject(i, value, columns.get(i - 1).type());
        size += value instanceof String text ? text.length() : Long.BYTES;
      }
    }
    return size;
  }

  /** Count and hash of all rows. */
  RowsHash hash(Connection connection) throws SQLException {
    RowsHash hash = new RowsHash();
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCHED);
      try (ResultSet rs = statement.executeQuery("select " + columnNames() + " from " + name)) {
        while (rs.next()) {
          for (int i = 1; i <= columns.size(); i++) {
            hash.value(columns.get(i - 1).of(rs, i));
          }
          hash.endRow();
        }
      }
    }
    return hash;
  }
}
