package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may send images, by config/orthanc.json and a real Orthanc. */
@Tag("peers")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("safety")
class SendersTest {
  private static final String PASSWORD = "of the site";
  private static final String SENDERS =
      "\"ct1\": {\"AET\": \"CT1\", \"Host\": \"127.0.0.1\", \"Port\": 104,"
          + " \"AllowEcho\": true, \"AllowStore\": true, \"AllowFind\": false,"
          + " \"AllowMove\": false},"
          + "\"ct9\": [\"CT9\", \"127.0.0.9\", 104]";

  @TempDir Path folder;

  private SiteOrthanc start(String senders) throws Exception {
    SiteOrthanc orthanc = new SiteOrthanc(folder, senders, PASSWORD);
    assertTrue(orthanc.up(), orthanc.log());
    return orthanc;
  }

  private void send(SiteOrthanc orthanc, String calling, String called) throws IOException {
    Path image = folder.resolve("image.dcm");
    Files.write(image, TestObjects.grey(2, 2, 1, 2, 3, 4).file());
    orthanc.sender(calling, called).send(List.of(image));
  }

  private static long stored(SiteOrthanc orthanc) throws DicomStoreException {
    return orthanc.client("rtl", PASSWORD).changes(0, 100).changes().stream()
        .filter(change -> change.type().equals("NewInstance"))
        .count();
  }

  @Test
  void aListedSenderStores() throws Exception {
    try (SiteOrthanc orthanc = start(SENDERS)) {
      send(orthanc, "CT1", "RTL");
      assertEquals(1, stored(orthanc));
      assertEquals("", orthanc.client("rtl", PASSWORD).check().orElse(""));
      assertFalse(orthanc.log().contains("Rejected"), orthanc.log());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CT2, RTL, Rejected association for remote AET CT2 on IP 127.0.0.1, unknown_sender",
    "CT9, RTL, Rejected association for remote AET CT9 on IP 127.0.0.1, unknown_sender",
    "CT1, OTHER, 'Rejected association, because of a bad called AET in the request (OTHER)',"
        + " wrong_called_aet",
  })
  void othersAreRefusedLoggedAndCounted(String calling, String called, String line, String reason)
      throws Exception {
    try (SiteOrthanc orthanc = start(SENDERS)) {
      SimpleMeterRegistry meters = new SimpleMeterRegistry();
      OrthancLog watched = new OrthancLog(orthanc.logFile(), meters);
      IOException refused = assertThrows(IOException.class, () -> send(orthanc, calling, called));
      assertTrue(refused.getMessage().contains("AE Title Not Recognized"), refused.getMessage());
      assertEquals(0, stored(orthanc));
      assertTrue(orthanc.log().contains(line), orthanc.log());
      watched.poll();
      for (Counter counter : meters.get("rtl.dicom.refused").counters()) {
        boolean its = reason.equals(counter.getId().getTag("reason"));
        assertEquals(its ? 1 : 0, counter.count(), counter.getId().toString());
      }
      send(orthanc, "CT1", "RTL");
      assertEquals(1, stored(orthanc), "the listed one still stores");
    }
  }

  @Test
  void asShippedNobodyStores() throws Exception {
    try (SiteOrthanc orthanc = start("")) {
      for (String calling : List.of("CT1", "RTL", "STORESCU", "ORTHANC")) {
        assertThrows(IOException.class, () -> send(orthanc, calling, "RTL"), calling);
      }
      assertEquals(0, stored(orthanc));
    }
  }

  @Test
  void restAsksForThePasswordOfTheSite() throws Exception {
    try (SiteOrthanc orthanc = start(SENDERS)) {
      for (List<String> login :
          List.of(List.of("rtl", ""), List.of("rtl", "wrong"), List.of("orthanc", "orthanc"))) {
        DicomStoreException refused =
            assertThrows(
                DicomStoreException.class,
                () -> orthanc.client(login.get(0), login.get(1)).changes(0, 1));
        assertEquals(DicomStoreException.Kind.UNAUTHORIZED, refused.kind());
      }
    }
  }

  @Test
  void withoutAPasswordItDoesNotStart() throws Exception {
    try (SiteOrthanc orthanc = new SiteOrthanc(folder, SENDERS, null)) {
      assertFalse(orthanc.up());
      assertTrue(orthanc.log().contains("Cannot parse a JSON document"), orthanc.log());
    }
  }
}
