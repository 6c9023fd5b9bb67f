package org.radiologytrust.journal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.SearchLimits;
import org.radiologytrust.journal.store.SteadyClock;

@Tag("safety")
class SqliteBaselineTest extends BaselineContract {
  @TempDir Path folder;

  private int count;

  @Override
  Old old() throws Exception {
    Path file = folder.resolve("old" + count++ + ".db");
    write(file);
    return at(file);
  }

  static void write(Path file) throws Exception {
    String sql = Files.readString(Path.of("src/test/resources/journal/version-96-sqlite.sql"));
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String one : sql.replaceAll("(?m)^--.*\n", "").split(";\n")) {
        statement.executeUpdate(one);
      }
      connection.commit();
    }
  }

  @Override
  Old fresh() throws Exception {
    return at(MigratedFile.in(Files.createDirectory(folder.resolve("fresh" + count++))));
  }

  private static Old at(Path file) {
    return new Old() {
      @Override
      public Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
      }

      @Override
      public Db db() {
        return Db.sqlite(file, SearchLimits.DEFAULT);
      }

      @Override
      public SqlJournal open() {
        return SqlJournal.open(file, SteadyClock.system(), OpenedJournal.SITE);
      }
    };
  }

  @Override
  Set<String> schema(Connection connection) throws SQLException {
    return schemaOf(connection);
  }

  static Set<String> schemaOf(Connection connection) throws SQLException {
    Set<String> schema = new TreeSet<>();
    schema.addAll(
        lines(
            connection,
            """
            select m.name || ' ' || c.name || ' '
                || replace(case when lower(c.type) like 'varchar%' then 'text' else lower(c.type) end,
                  'blob', 'bytes')
                || case when c."notnull" or c.pk > 0 then ' not null' else '' end
                || coalesce(' default ' || c.dflt_value, '')
                || case when c.pk > 0 then ' key ' || c.pk else '' end
            from sqlite_master m, pragma_table_info(m.name) c
            where m.type = 'table' and m.name not like 'sqlite%'
              and m.name <> 'flyway_schema_history'
            """));
    schema.addAll(
        lines(
            connection,
            """
            select l.name || ' without rowid' from pragma_table_list l where l.wr = 1
            union all
            select 'unique ' || m.name || ' ' || (
                select group_concat(name) from pragma_index_info(i.name))
              from sqlite_master m, pragma_index_list(m.name) i
              where m.type = 'table' and i.origin = 'u' and m.name <> 'flyway_schema_history'
            """));
    for (String sql :
        lines(
            connection,
            "select sql from sqlite_master where type in ('index', 'view', 'trigger') and sql is not"
                + " null and tbl_name <> 'flyway_schema_history'")) {
      schema.add(sql.toLowerCase(java.util.Locale.ROOT).replaceAll("\\s+", " "));
    }
    return schema;
  }

  @Override
  String firstByte() {
    return "x'01'";
  }

  @Override
  int step() {
    return 3;
  }
}
