package org.radiologytrust.journal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * While nodes are upgraded one after the other, the old version works on the new tables: it inserts
 * rows without the new columns, and reads all that it knows.
 */
@Tag("safety")
class MigrationsOnlyAddTest {
  /** After the baseline, beside which no node of a version before runs. */
  private static final int FIRST = Standing.BASELINE + 1;

  private static final List<Path> FOLDERS =
      Stream.of("migration", "sqlite", "postgresql")
          .map(name -> Path.of("src/main/resources/db", name))
          .toList();
  private static final Pattern FILE = Pattern.compile("V(\\d+)__\\w+[.]sql");

  /** PostgreSQL enforces the length of a varchar and sorts it by the language of the database. */
  private static final Pattern LENGTH = Pattern.compile("\\b(var)?char\\b");

  private static final Pattern CREATE_TABLE =
      Pattern.compile("create table (\\w+) \\(.*\\)( \\$\\{clustered})?");
  private static final Pattern CREATE_INDEX =
      Pattern.compile("create (unique )?index \\w+ on (\\w+) ?\\(.*");

  private static final Pattern DROP_INDEX = Pattern.compile("drop index \\w+;");

  /** Bodies of functions are not looked into. */
  private static final Pattern CREATE_ON_TOP =
      Pattern.compile("create (view|function|trigger) .*|lock table .*");

  private static final Pattern ADD_COLUMN =
      Pattern.compile("alter table (\\w+) add column (\\w+) (.*)");
  private static final Pattern INSERT = Pattern.compile("insert into (\\w+) .*");
  private static final Pattern UPDATE = Pattern.compile("update (\\w+) set (\\w+) = [^,]*");

  private static Map<Integer, Path> migrations() throws IOException {
    Map<Integer, Path> migrations = new TreeMap<>();
    for (Path folder : FOLDERS) {
      // there may be no migration for both databases
      if (Files.notExists(folder)) {
        continue;
      }
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Matcher name = FILE.matcher(file.getFileName().toString());
          assertTrue(name.matches(), file.toString());
          int number = Integer.parseInt(name.group(1));
          Path same = migrations.put(number, file);
          assertTrue(
              same == null || number == Standing.BASELINE,
              "two migrations have the number of " + file);
        }
      }
    }
    return migrations;
  }

  @Test
  void oldNodesCanWorkOnTheTablesOfANewVersion() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<Integer, Path> migration : migrations().entrySet()) {
      if (migration.getKey() >= FIRST) {
        refused(migration.getValue())
            .ifPresent(
                statement -> wrong.add(migration.getValue().getFileName() + ": " + statement));
      }
    }
    assertEquals(List.of(), wrong, "see CONTRIBUTING.md, Migrations");
  }

  private static Optional<String> refused(Path file) throws IOException {
    // one process alone uses a journal in SQLite: an index that nothing reads any more may go
    String sql = Files.readString(file);
    return refused(
        file.getParent().endsWith("sqlite") ? DROP_INDEX.matcher(sql).replaceAll("") : sql);
  }

  /** The first statement that an old node could stumble over. */
  private static Optional<String> refused(String sql) {
    Set<String> tables = new HashSet<>();
    Set<String> columns = new HashSet<>();
    return Stream.of(sql.replaceAll("--.*", "").replaceAll("(?s)\\$\\$.*?\\$\\$", "").split(";"))
        .map(statement -> statement.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT))
        .filter(statement -> !statement.isEmpty())
        .filter(statement -> !adds(statement, tables, columns))
        .findFirst();
  }

  private static boolean adds(String statement, Set<String> tables, Set<String> columns) {
    if (LENGTH.matcher(statement).find()) {
      return false;
    }
    if (CREATE_ON_TOP.matcher(statement).matches()) {
      return true;
    }
    Matcher table = CREATE_TABLE.matcher(statement);
    if (table.matches()) {
      return tables.add(table.group(1));
    }
    Matcher index = CREATE_INDEX.matcher(statement);
    if (index.matches()) {
      return index.group(1) == null || tables.contains(index.group(2));
    }
    Matcher column = ADD_COLUMN.matcher(statement);
    if (column.matches()) {
      columns.add(column.group(1) + "." + column.group(2));
      String type = column.group(3);
      return (!type.contains("not null") || type.contains(" default "))
          && Stream.of("unique", "references", "check", "primary key").noneMatch(type::contains);
    }
    Matcher insert = INSERT.matcher(statement);
    if (insert.matches()) {
      return tables.contains(insert.group(1));
    }
    Matcher update = UPDATE.matcher(statement);
    return update.matches() && columns.contains(update.group(1) + "." + update.group(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop table feed;",
        "drop index job_due;",
        "create table a (b varchar(20) primary key);",
        "alter table feed add column node varchar(20);",
        "delete from feed;",
        "truncate feed;",
        "alter table feed rename column name to title;",
        "alter table feed rename to feeds;",
        "alter table feed drop column name;",
        "alter table feed alter column name type text;",
        "alter table feed add column node text not null;",
        "alter table feed add column node text unique;",
        "alter table feed add constraint node check (name <> '');",
        "create unique index feed_node on feed (cursor_value);",
        "insert into feed values ('a', 'b');",
        "update feed set cursor_value = '';",
        "create table a (b text); -- a remark\n drop\n table feed;",
      })
  void statementsThatChangeWhatAnOldNodeKnowsAreRefused(String sql) {
    assertFalse(refused(sql).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table a (b text primary key, c bigint not null);\ncreate unique index d on a (c);",
        "create table a (b text); insert into a (b) values ('x');",
        "create index feed_value on feed (cursor_value) where cursor_value <> '';",
        "create view names as select name from feed;",
        "create function f() returns trigger language plpgsql as $$ begin return null; end $$;",
        "create trigger t after insert on feed for each row execute function f();",
        "alter table feed add column node text;",
        "alter table feed add column tries integer not null default 0;",
        "alter table feed add column node text;\nupdate feed set node = name where name <> '';",
      })
  void statementsThatAddAreAllowed(String sql) {
    assertEquals(Optional.empty(), refused(sql));
  }
}
