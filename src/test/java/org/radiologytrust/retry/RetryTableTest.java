package org.radiologytrust.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.retry.RetryVerdict.Kind;

/** Whatever wraps a failure, and whatever a library calls it: one verdict, no text of others. */
class RetryTableTest {
  private final RetryTable table = new RetryTable(SiteFiles.shipped());

  @Test
  void theInnermostListedClassCounts() {
    RetryVerdict verdict =
        table.of(new IOException("to Doe^Jane", new ConnectException("Doe^Jane")));

    assertEquals(Kind.AWAY, verdict.kind());
    assertFalse(verdict.reason().contains("Doe"), verdict.reason());
  }

  @Test
  void aNameHoldsForSubclasses() {
    assertEquals(Kind.MEND, table.of(new SaslAuthenticationException("who?")).kind());
    assertEquals(Kind.NEVER, table.of(new RecordTooLargeException("big")).kind());
    assertEquals(Kind.LATER, table.of(new NoSuchFileException("Doe^Jane.json")).kind());
  }

  @Test
  void whatMayPassHidesNothingThatSaysMore() {
    GenericFileOperationFailedException file =
        new GenericFileOperationFailedException("to Doe^Jane", new IOException("Doe^Jane"));

    assertEquals(Kind.AWAY, table.of(file).kind());
    assertEquals(Kind.LATER, table.of(new IOException(new IOException())).kind());
  }

  @ParameterizedTest
  @CsvSource({
    "301, MEND, 0", "400, NEVER, 0", "401, MEND, 0", "403, MEND, 0", "404, MEND, 0",
        "408, LATER, 9",
    "409, NEVER, 0", "422, NEVER, 0", "429, AWAY, 9", "500, LATER, 9", "502, AWAY, 9",
        "503, AWAY, 9"
  })
  void anHttpAnswerIsReadByItsStatus(int status, Kind kind, long after) {
    RetryVerdict verdict =
        table.of(
            new CamelExecutionException(
                "Doe^Jane",
                null,
                new HttpOperationFailedException(
                    "http://x/Doe^Jane",
                    status,
                    "Doe^Jane",
                    "",
                    Map.of("retry-after", "9"),
                    "Doe^Jane")));

    assertEquals(kind, verdict.kind());
    assertEquals(Duration.ofSeconds(after), verdict.after());
    assertTrue(verdict.reason().contains("answered " + status), verdict.reason());
    assertFalse(verdict.reason().contains("Doe"), verdict.reason());
  }

  @Test
  void oursCountBeforeOthers() {
    JournalException ours = new JournalException("the disk is full", new ConnectException());

    RetryVerdict verdict = table.of(new CamelExecutionException("wrapped", null, ours));

    assertEquals(Kind.JOURNAL, verdict.kind());
    assertEquals("the disk is full", verdict.reason());
    assertEquals(Kind.STOPPED, table.of(new RuntimeException(new InterruptedException())).kind());
  }

  @Test
  void whatIsNotListedMayPassAndTellsItsClassAlone() {
    RetryVerdict verdict = table.of(new IllegalStateException("Doe^Jane"));

    assertEquals(new RetryVerdict(Kind.LATER, "an internal error; the log says more"), verdict);
  }

  @Test
  void aSiteNamesTheFailuresOfItsOwnPeers(@TempDir Path site) throws IOException {
    Files.createDirectories(site.resolve("retry"));
    Path file = site.resolve("retry/failures.yaml");
    Files.writeString(
        file, "java.lang.IllegalStateException: {verdict: mend, reason: see the archive}\n");

    RetryVerdict verdict = new RetryTable(SiteFiles.in(site)).of(new IllegalStateException("x"));

    assertEquals(new RetryVerdict(Kind.MEND, "see the archive"), verdict);
    Files.writeString(file, "java.lang.IllegalStateException: {verdict: maybe, reason: see}\n");
    Exception refused =
        assertThrows(IllegalArgumentException.class, () -> new RetryTable(SiteFiles.in(site)));
    assertTrue(refused.getMessage().contains("retry/failures.yaml"), refused.getMessage());
    assertTrue(
        refused.getMessage().contains("later, refused, away, mend, never"), refused.getMessage());
  }
}
