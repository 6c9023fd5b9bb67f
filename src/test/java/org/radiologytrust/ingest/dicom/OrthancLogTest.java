package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Refusals are counted once each, whatever becomes of the file. SendersTest asks a real Orthanc.
 */
class OrthancLogTest {
  private static final String UNKNOWN =
      "W1126 01:30:00.000000 CommandDispatcher.cpp:441] Rejected association for remote AET DOE^JANE"
          + " on IP 10.0.0.9\n";
  private static final String CALLED =
      "E1126 01:30:00.000000 CommandDispatcher.cpp:400] Rejected association, because of a bad"
          + " called AET in the request (OTHER)\n";
  private static final String OTHER = "W1126 01:30:00.000000 main.cpp:2004] Orthanc has started\n";

  @TempDir Path folder;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("Orthanc.log");
  }

  private void write(String text) throws IOException {
    Files.writeString(
        file,
        text,
        StandardCharsets.ISO_8859_1,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private void assertCounted(int unknown, int called) {
    assertEquals(
        unknown, meters.get("rtl.dicom.refused").tag("reason", "unknown_sender").counter().count());
    assertEquals(
        called,
        meters.get("rtl.dicom.refused").tag("reason", "wrong_called_aet").counter().count());
  }

  @Test
  void onlyWhatIsWrittenFromNowOnIsCountedAndOnce() throws Exception {
    write(UNKNOWN + OTHER);
    OrthancLog log = new OrthancLog(file, meters);
    log.poll();
    assertCounted(0, 0);
    write(OTHER + UNKNOWN + CALLED + UNKNOWN);
    log.poll();
    log.poll();
    assertCounted(2, 1);
  }

  @Test
  void aLineThatIsNotWholeYetIsCountedWhenItIs() throws Exception {
    write(OTHER);
    OrthancLog log = new OrthancLog(file, meters);
    write(UNKNOWN.substring(0, 60));
    log.poll();
    assertCounted(0, 0);
    write(UNKNOWN.substring(60));
    log.poll();
    assertCounted(1, 0);
  }

  @Test
  void aNewFileByTheNameIsReadFromItsStart() throws Exception {
    write(OTHER + UNKNOWN);
    OrthancLog log = new OrthancLog(file, meters);
    write(CALLED);
    log.poll();
    Files.move(file, folder.resolve("old"));
    log.poll();
    write(UNKNOWN + OTHER.repeat(100));
    log.poll();
    assertCounted(1, 1);
    Files.writeString(file, CALLED);
    log.poll();
    assertCounted(1, 2);
  }

  @Test
  void aFileThatComesLaterIsReadFromItsStart() throws Exception {
    OrthancLog log = new OrthancLog(file, meters);
    log.poll();
    assertTrue(OrthancLog.problem(file).orElseThrow().contains("rtl.orthanc.log"));
    write(UNKNOWN);
    log.poll();
    assertCounted(1, 0);
    assertTrue(OrthancLog.problem(file).isEmpty());
  }

  @Test
  void muchAtOnceAndLinesWithoutAnEndAreNoHindrance() throws Exception {
    write(OTHER);
    OrthancLog log = new OrthancLog(file, meters);
    write(UNKNOWN.repeat(2_000) + "\u00ff".repeat(300_000) + "\n" + CALLED);
    log.poll();
    assertCounted(2_000, 1);
  }
}
