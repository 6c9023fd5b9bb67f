package org.radiologytrust.journal.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.MigratedFile;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.erasure.Erasures.DraftNumbers;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;

@Tag("safety")
@Tag("long")
class SqliteErasureTest extends ErasureContract {
  private static final int REPORTS = 60;

  @TempDir Path folder;

  @Override
  protected Journal open(SteadyClock clock) {
    return SqlJournal.open(MigratedFile.in(folder), clock, SITE);
  }

  /** Also what is compressed: the packed bytes are looked for. */
  @Test
  void noByteIsLeftInTheFiles() throws Exception {
    Job job = everything();
    List<byte[]> packed =
        db(journal)
            .read(
                tx ->
                    tx.list(
                        "select audit_packed from audit union all select resource_packed from resource",
                        rs -> Arrays.copyOfRange(rs.getBytes(1), 1, 60)));
    assertEquals(2, packed.size());
    String before = files();
    assertTrue(before.contains("zwickelbaum"));
    for (byte[] bytes : packed) {
      assertTrue(before.contains(text(bytes)));
    }
    erase(job);
    String after = files();
    NEEDLES.forEach(needle -> assertFalse(after.contains(needle), needle));
    for (byte[] bytes : packed) {
      assertFalse(after.contains(text(bytes)));
    }
  }

  /** SqliteRewriteTest shows what would be left where SQLite moved rows. */
  @Test
  void anErasureWritesTheFileAnew() throws Exception {
    for (int i = 0; i < REPORTS; i++) {
      journal.inbox().receive(SampleMessages.report("k" + i, of("ZQ" + i + "Z", i)));
    }
    for (int i = 0; i < REPORTS; i += 4) {
      Erasures erasures = journal.erasures();
      UUID id =
          erasures.request(erasures.report("ZQ" + i + "Z"), "art. 17", "ann", DraftNumbers.NONE);
      erasures.confirm(id, "ben", DraftNumbers.NONE);
    }
    String after = files();
    for (int i = 0; i < REPORTS; i++) {
      assertEquals(i % 4 != 0, after.contains("zq" + i + "z"), "" + i);
    }
    assertEquals(
        Optional.of(0L),
        db(journal).read(tx -> tx.first("pragma freelist_count", rs -> rs.getLong(1))));
  }

  private static Report of(String number, int i) {
    return SampleRecords.report(
        "HOSP", number, "P" + i, "Text " + i, ReportStatus.FINAL, SampleRecords.ISSUED);
  }

  /** The file and its write-ahead log, while the journal is open. */
  private String files() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        all.append(text(Files.readAllBytes(file)));
      }
    }
    return all.toString();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
  }

  @Override
  List<String> tables() {
    return db(journal)
        .read(
            tx ->
                tx.list(
                    """
                    select name from sqlite_master where type = 'table' and name not like 'sqlite%'
                      and name <> 'flyway_schema_history' order by name
                    """,
                    rs -> rs.getString(1)));
  }
}
