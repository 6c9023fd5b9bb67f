package org.radiologytrust.journal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.store.Baseline;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.Placeholders;
import org.radiologytrust.journal.store.Tx;

/**
 * Texts that versions before the baseline stored in two other forms: as they are, in a column
 * without {@code _packed}, or compressed without the dictionary.
 */
final class OldTexts {
  /** First byte of what is compressed without the dictionary. */
  private static final byte DEFLATED = 1;

  private static final List<Column> COLUMNS =
      List.of(
          new Column("audit", "audit", true, "run_id"),
          new Column("audit", "bundle", true, "run_id"),
          new Column("decision", "bundle", true, "id"),
          new Column("delivery", "payload", true, "id", "sink"),
          new Column("job_step", "result", true, "run_id", "step"),
          new Column("resource", "resource", true, "type", "id"),
          new Column("resource_version", "resource", false, "type", "id", "version"),
          new Column("shadow_audit", "audit", false, "run_id"));

  private final Db db;
  private final Baseline baseline;
  private final int batch;
  private final Runnable committed;

  /**
   * @param batch rows in one transaction
   * @param committed runs after each transaction
   */
  OldTexts(Db db, Baseline baseline, int batch, Runnable committed) {
    this.db = db;
    this.baseline = baseline;
    this.batch = batch;
    this.committed = committed;
  }

  /** Where texts are: with or without a column for what is not compressed. */
  private record Column(String table, String name, boolean plain, List<String> key) {
    Column(String table, String name, boolean plain, String... key) {
      this(table, name, plain, List.of(key));
    }

    String next(boolean hasPlain, boolean first) {
      String keys = String.join(", ", key);
      String old =
          (hasPlain ? "(%s_packed is null and %s <> '') or ".formatted(name, name) : "")
              + "substr(%s_packed, 1, 1) = ?".formatted(name);
      return """
      select %s, %s as plain, case when %s then 1 else 0 end as old,
        case when %s then %s_packed end as packed
      from %s %s order by %s limit ?
      """
          .formatted(
              keys,
              hasPlain ? "case when %s_packed is null then %s end".formatted(name, name) : "null",
              old,
              old,
              name,
              table,
              first ? "" : "where (%s) > (%s)".formatted(keys, Placeholders.of(key.size())),
              keys);
    }

    String update() {
      return "update %s set %s_packed = ? where %s"
          .formatted(
              table,
              name,
              key.stream().map(column -> column + " = ?").collect(Collectors.joining(" and ")));
    }
  }

  /** A row with its key; without bytes if it has the present form. */
  private record Row(List<Object> key, byte @Nullable [] present) {}

  /** Rewrites all of them, and then drops the columns of what is not compressed. */
  void rewrite() {
    for (Column column : COLUMNS) {
      boolean plain = column.plain && baseline.hasColumn(column.table, column.name);
      List<Object> last = List.of();
      do {
        last = batch(column, plain, last);
        committed.run();
      } while (!last.isEmpty());
      if (plain) {
        baseline.drop(column.table, column.name);
        committed.run();
      }
    }
  }

  /** The key of the last row that was looked at; empty if there are no more. */
  private List<Object> batch(Column column, boolean plain, List<Object> after) {
    return db.write(
        tx -> {
          List<Object> values = new ArrayList<>(List.of(first(), first()));
          values.addAll(after);
          values.add(batch);
          List<Row> rows =
              tx.list(column.next(plain, after.isEmpty()), rs -> row(rs, column), values.toArray());
          int rewritten = 0;
          for (Row row : rows) {
            if (row.present != null) {
              tx.update(column.update(), Tx.values(new Object[] {row.present}, row.key.toArray()));
              rewritten++;
            }
          }
          baseline.count(tx, column.table + "." + column.name, rewritten);
          return rows.size() < batch ? List.of() : rows.get(rows.size() - 1).key;
        });
  }

  private static byte[] first() {
    return new byte[] {DEFLATED};
  }

  private static Row row(ResultSet rs, Column column) throws SQLException {
    List<Object> key = new ArrayList<>();
    for (int i = 1; i <= column.key.size(); i++) {
      key.add(rs.getObject(i));
    }
    if (rs.getInt("old") == 0) {
      return new Row(key, null);
    }
    byte[] packed = rs.getBytes("packed");
    return new Row(key, PackedText.of(packed == null ? rs.getString("plain") : inflated(packed)));
  }

  private static String inflated(byte[] packed) {
    Inflater inflater = new Inflater(true);
    try (InflaterInputStream in =
        new InflaterInputStream(new ByteArrayInputStream(packed, 1, packed.length - 1), inflater)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new JournalException("the journal contains a text that cannot be read", e);
    } finally {
      inflater.end();
    }
  }
}
