package org.radiologytrust.recovery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ServeProcess;
import org.radiologytrust.peers.fhir.FhirServer;

/** A journal of a machine whose clock was a day ahead until now: as after a clock set back. */
@Tag("safety")
@Tag("integration")
class ClockJumpTest {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final long DAY = Duration.ofDays(1).toMillis();

  @TempDir Path folder;

  private void everythingADayLater() throws Exception {
    try (Connection journal =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"));
        Statement statement = journal.createStatement()) {
      for (String column :
          new String[] {
            "message set received_at = received_at",
            "report_version set received_at = received_at",
            "job set created_at = created_at",
            "job set due_at = due_at",
            "delivery set due_at = due_at",
            "resource set last_updated = last_updated",
            "journal_clock set seen_at = seen_at"
          }) {
        statement.executeUpdate("update " + column + " + " + DAY);
      }
    }
  }

  @Test
  void acknowledgedReportsAreAuditedAndDeliveredAtOnce() throws Exception {
    try (FhirServer fhir = new FhirServer()) {
      Map<String, String> settings =
          Map.of(
              "rtl.fhir.server", fhir.url().toString(),
              "rtl.fhir.unresolved", "logical",
              // a report that is not looked at before the kill
              "rtl.audit.poll", "1h");
      ServeProcess first = ServeProcess.start(folder, settings);
      for (int i = 0; i < 5; i++) {
        String ack =
            first
                .product()
                .mllp(
                    Chest.oru(
                        PhantomStudy.chest("ACC" + i), "M" + i, "PHANTOM-1", Chest.TEXT, "F", 30));
        assertTrue(ack.contains("\rMSA|AA|M" + i), ack);
      }
      first.kill();
      everythingADayLater();
      try (Product second =
          Product.start(
              folder,
              Map.of("rtl.fhir.server", fhir.url().toString(), "rtl.fhir.unresolved", "logical"))) {
        await()
            .atMost(LONG)
            .until(
                () -> second.metrics().get("rtl_deliveries{sink=\"fhir\",state=\"sent\"}") == 5.0);
        double ahead = second.metrics().get("rtl_clock_ahead_seconds");
        assertEquals(86400, ahead, 3600);
      }
    }
  }
}
