package org.radiologytrust.camel;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.settings.Settings;

/** A site that changed a route before an upgrade is told what to do; nothing starts half. */
class OutdatedRoutesTest {
  @TempDir Path folder;

  private String refused(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    String message =
        assertThrows(Settings.Wrong.class, () -> OutdatedRoutes.refuse(folder)).getMessage();
    Files.delete(file);
    return message;
  }

  @Test
  void theShippedRoutesAreTaken() {
    assertDoesNotThrow(() -> OutdatedRoutes.refuse(Path.of("routes")));
  }

  @Test
  void sinksOfTimersAreSentToTheOutbox() throws IOException {
    String expected =
        "deliveries now come from journal:outbox, in the routes publish-fhir and publish-kafka";
    assertTrue(
        refused(
                "publish.yaml",
                "- to:\n    uri: bean:fhirSink\n    parameters:\n      method: deliver\n")
            .contains(expected));
    assertTrue(refused("mine.yaml", "- to: bean:kafkaSink?method=deliver\n").contains(expected));
  }

  @Test
  void anAuditBySedaIsSentToTheJobs() throws IOException {
    String message = refused("audit.yaml", "- bean:\n    ref: steps\n    method: summaries\n");
    assertTrue(message.contains("audit.yaml was written for an earlier version"), message);
    assertTrue(message.contains("routes/audit.yaml"), message);
    assertTrue(refused("a.yaml", "from: {uri: 'seda:audit'}\n").contains("journal:jobs"));
  }

  @Test
  void aStepOfSummariesIsGone() throws IOException {
    assertTrue(
        refused("audit.yaml", "- to: direct:step-summaries\n")
            .contains("the step summaries is gone"));
  }
}
