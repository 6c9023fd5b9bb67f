package org.radiologytrust.journal.logins;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.journal.store.JournalException;

@Tag("safety")
class AccessLogTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String LINE =
      "{\"time\":\"2026-01-02T03:04:05Z\",\"user\":\"jdoe\",\"kind\":\"search\","
          + "\"type\":\"Observation\",\"parameters\":[\"patient\"],\"ids\":[\"%s\"]}";

  @TempDir Path folder;

  private static Access access(String id) {
    return new Access(
        Instant.parse("2026-01-02T03:04:05Z"),
        "jdoe",
        "search",
        "Observation",
        List.of("patient"),
        List.of(id));
  }

  private static List<String> lines(String... ids) {
    return List.of(ids).stream().map(id -> String.format(LINE, id)).toList();
  }

  @Test
  void linesAreWrittenSoonAndFollowAFileThatIsMovedAside() throws Exception {
    Path file = folder.resolve("access.log");
    try (AccessLog log = AccessLog.open(file, 10_000)) {
      log.accept(access("a"));
      log.accept(access("b"));
      await().atMost(LONG).until(() -> Files.readAllLines(file).equals(lines("a", "b")));
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      Files.move(file, folder.resolve("access.log.1"));
      log.accept(access("c"));
      await().atMost(LONG).until(() -> Files.exists(file));
      await().atMost(LONG).until(() -> Files.readAllLines(file).equals(lines("c")));
      log.accept(access("d"));
    }
    assertEquals(lines("c", "d"), Files.readAllLines(file), "the end writes what waits");
    try (AccessLog again = AccessLog.open(file, 10_000)) {
      again.accept(access("e"));
    }
    assertEquals(lines("c", "d", "e"), Files.readAllLines(file));
  }

  @Test
  void whatCannotBeWrittenWaitsAndThenNothingMoreIsTaken() throws Exception {
    Path file = folder.resolve("access.log");
    int size = lines("0").get(0).length() + 1;
    try (AccessLog log = AccessLog.open(file, 3 * size)) {
      Files.delete(file);
      Files.createDirectory(file);
      for (int i = 0; i < 3; i++) {
        log.accept(access("" + i));
      }
      await().atMost(LONG).until(() -> log.problem().isPresent());
      assertTrue(log.problem().get().contains("rtl.access.log"), log.problem()::get);
      assertThrows(JournalException.class, () -> log.accept(access("3")));
      Files.delete(file);
      await().atMost(LONG).until(() -> log.problem().isEmpty());
      log.accept(access("4"));
    }
    assertEquals(lines("0", "1", "2", "4"), Files.readAllLines(file));
  }

  @Test
  void manyAtOnceLoseNothing() throws Exception {
    Path file = folder.resolve("access.log");
    try (AccessLog log = AccessLog.open(file, 10_000_000)) {
      IntStream.range(0, 5000).parallel().forEach(i -> log.accept(access("" + i)));
    }
    assertEquals(5000, Files.readAllLines(file).stream().distinct().count());
  }

  @Test
  void aPlaceThatCannotBeWrittenStopsTheStart() {
    assertThrows(
        IOException.class, () -> AccessLog.open(folder.resolve("nowhere/access.log"), 100));
  }
}
