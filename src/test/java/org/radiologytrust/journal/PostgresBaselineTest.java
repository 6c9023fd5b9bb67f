package org.radiologytrust.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.PostgresLogin;
import org.radiologytrust.journal.store.SearchLimits;
import org.radiologytrust.journal.store.SteadyClock;

@Tag("peers")
@Tag("safety")
class PostgresBaselineTest extends BaselineContract {
  /** Tables that a journal in SQLite has elsewhere, or does not need. */
  private static final Set<String> ALONE =
      Set.of(
          "access_log",
          "journal_copy",
          "journal_copy_table",
          "login_failure",
          "login_session",
          "login_session_value",
          "login_user",
          "login_user_revision",
          "row_change");

  /** Indexes that only one of the databases would use. */
  private static final Set<String> INDEXES =
      Set.of(
          "job_claimed",
          "job_due",
          "job_order",
          "report_version_newest",
          "report_version_state",
          "worklist_order",
          "worklist_place");

  private static @Nullable String template;

  @TempDir Path folder;

  /** Its rows are read from the file once. */
  @Override
  Old old() throws Exception {
    if (template == null) {
      template = PostgresDatabases.empty();
      execute(
          at(template),
          Files.readString(Path.of("src/test/resources/journal/version-96-postgresql.sql")));
    }
    return at(PostgresDatabases.empty("template " + template));
  }

  @Override
  Old fresh() {
    return at(PostgresDatabases.migrated());
  }

  private static Old at(String database) {
    PostgresLogin login = PostgresDatabases.server().journal(database);
    return new Old() {
      @Override
      public Connection connect() throws SQLException {
        return DriverManager.getConnection(login.url(), login.user(), login.password());
      }

      @Override
      public Db db() {
        return Db.postgres(login, SearchLimits.DEFAULT);
      }

      @Override
      public SqlJournal open() {
        return PostgresDatabases.open(database, SteadyClock.system());
      }
    };
  }

  @Override
  Set<String> schema(Connection connection) throws SQLException {
    Set<String> schema = new TreeSet<>(columns(connection));
    for (String sql :
        lines(
            connection,
            """
            select indexdef from pg_indexes
              where schemaname = current_schema() and tablename <> 'flyway_schema_history'
            union all select conrelid::regclass || ' ' || pg_get_constraintdef(oid)
              from pg_constraint where contype in ('p', 'u', 'f', 'c')
                and connamespace = current_schema()::regnamespace
                and conrelid::regclass::text <> 'flyway_schema_history'
            union all select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
            union all select pg_get_functiondef(oid) from pg_proc
              where pronamespace = current_schema()::regnamespace
            union all select viewname || ' ' || definition from pg_views
              where schemaname = current_schema()
            """)) {
      schema.add(sql.replaceAll("::text|::character varying|[()\\s]", ""));
    }
    return schema;
  }

  /** In the words of the other database. */
  private static Set<String> columns(Connection connection) throws SQLException {
    Set<String> columns = new TreeSet<>();
    for (String column :
        lines(
            connection,
            """
            select c.table_name || ' ' || c.column_name || ' '
                || replace(c.data_type, 'bytea', 'bytes')
                || case when c.data_type = 'text' and coalesce(c.collation_name, '') <> 'C'
                  then ' in a language' else '' end
                || case when c.is_nullable = 'NO' then ' not null' else '' end
                || coalesce(' default ' || c.column_default, '')
                || coalesce(' key ' || k.ordinal_position, '')
            from information_schema.columns c
              join information_schema.tables t using (table_schema, table_name)
              left join (information_schema.key_column_usage k
                join information_schema.table_constraints p
                  on p.constraint_name = k.constraint_name and p.constraint_type = 'PRIMARY KEY')
                on k.table_name = c.table_name and k.column_name = c.column_name
            where c.table_schema = current_schema() and t.table_type = 'BASE TABLE'
              and c.table_name <> 'flyway_schema_history'
            """)) {
      columns.add(column.replaceAll("::(text|character varying)", ""));
    }
    return columns;
  }

  private static boolean alone(String line) {
    return ALONE.contains(line.replaceAll(" .*", ""));
  }

  @Test
  void bothDatabasesHaveTheSameTablesAndIndexes() throws Exception {
    try (Connection here = fresh().connect();
        Connection there = DriverManager.getConnection("jdbc:sqlite:" + MigratedFile.in(folder))) {
      Set<String> columns = new TreeSet<>(columns(here));
      columns.removeIf(PostgresBaselineTest::alone);
      columns =
          columns.stream()
              .map(column -> column.replace(" in a language", ""))
              .collect(Collectors.toCollection(TreeSet::new));
      Set<String> others = new TreeSet<>(SqliteBaselineTest.schemaOf(there));
      others.removeIf(
          line ->
              line.startsWith("create ")
                  || line.startsWith("unique ")
                  || line.endsWith("without rowid"));
      assertEquals(others, columns);
      Set<String> indexes =
          new TreeSet<>(
              lines(
                  here,
                  """
                  select indexname from pg_indexes where schemaname = current_schema()
                    and indexname not like '%_pkey' and indexname not like '%_key'
                    and indexname not like 'flyway%'
                  """));
      indexes.removeIf(index -> index.matches("(login|access)_.*"));
      Set<String> indexesThere =
          new TreeSet<>(
              lines(
                  there,
                  "select name from sqlite_master where type = 'index' and sql is not null and name"
                      + " not like 'flyway%'"));
      indexes.removeAll(INDEXES);
      indexesThere.removeAll(INDEXES);
      assertEquals(indexesThere, indexes);
    }
  }

  @Test
  void aNodeOfTheVersionBeforeIsNamedAndNothingIsChanged() throws Exception {
    Old old = old();
    try (Connection node = old.connect();
        Statement statement = node.createStatement()) {
      statement.execute("set application_name = 'rtl'");
      JournalException refused = assertThrows(JournalException.class, old::open);
      assertTrue(
          refused.getMessage().endsWith("end them all, then start this version"),
          refused.getMessage());
      assertEquals(
          List.of("96"), lines(node, "select max(version::int)::text from flyway_schema_history"));
    }
    old.open().close();
  }

  @Test
  void nodesThatStartAtOnceRewriteOnce() throws Exception {
    Old old = old();
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      List<Future<SqlJournal>> starting = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        starting.add(pool.submit(old::open));
      }
      for (Future<SqlJournal> started : starting) {
        started.get().close();
      }
    } finally {
      pool.shutdownNow();
    }
    try (Connection connection = old.connect()) {
      assertEquals(
          List.of("97", "98"),
          lines(connection, "select version from flyway_schema_history order by 1"));
    }
  }

  @Test
  void aJournalOfTheVersionBeforeIsCopiedFromSqlite() throws Exception {
    Path file = folder.resolve("old.db");
    SqliteBaselineTest.write(file);
    String database = PostgresDatabases.empty();
    List<String> tables =
        JournalCopy.copy(file, PostgresDatabases.server().journal(database), (table, rows) -> {})
            .stream()
            .map(JournalCopy.Verified::table)
            .toList();
    assertTrue(tables.contains("decision"), tables.toString().toLowerCase(Locale.ROOT));
    at(database).open().close();
  }

  @Override
  String firstByte() {
    return "'\\x01'::bytea";
  }

  @Override
  int step() {
    return 19;
  }
}
