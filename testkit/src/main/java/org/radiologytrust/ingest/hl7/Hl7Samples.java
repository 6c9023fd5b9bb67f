package org.radiologytrust.ingest.hl7;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.document.DocumentLimits;
import org.radiologytrust.ingest.document.read.Documents;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Ignored;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.model.Report;

/** Synthetic messages and the readers that tests read them with. */
public final class Hl7Samples {
  public static final ZoneId ZONE = ZoneId.of("America/Chicago");
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
  public static final Hl7Reports READER =
      new Hl7Reports(
              "main",
              ZONE,
              "UNICODE UTF-8",
              Map.of("HOSP", "https://hospital.example/mrn"),
              SiteFiles.shipped())
          .reading(
              Documents.ofMessages(
                  new DocumentLimits(
                      10 << 20,
                      32 << 20,
                      50,
                      200_000,
                      Duration.ofMinutes(1),
                      Duration.ofMinutes(5),
                      2),
                  SiteFiles.shipped()));

  public static final String PID = "PID|1||4711^^^HOSP^MR||Testcase^Ada^Q||19700203|F";
  public static final String OBR =
      "OBR|1|P1^OE|F100^RIS|36643-5^XR CHEST 2 VIEWS^LN|||20260301093000||||||||^^^CHEST|||A2600100"
          + "||||20260301100000||CR|F";

  private Hl7Samples() {}

  public static String msh(String version, String id) {
    return "MSH|^~\\&|RIS|RADIOLOGY|RTL|AUDIT|20260301100005||ORU^R01|" + id + "|P|" + version;
  }

  public static String obx(int n, String type, String code, String value) {
    return "OBX|" + n + "|" + type + "|" + code + "||" + value + "||||||F";
  }

  public static String message(String... segments) {
    return String.join("\r", segments) + "\r";
  }

  /** A report of one line, with this text as OBX-5. */
  public static String withText(String type, String value) {
    return message(msh("2.5", "1"), PID, OBR, obx(1, type, "18748-4^Report^LN", value));
  }

  public static byte[] bytes(String message) {
    return message.getBytes(StandardCharsets.UTF_8);
  }

  static Disposition read(String message) {
    return READER.disposition(bytes(message));
  }

  public static Report report(String message) {
    return report(bytes(message));
  }

  public static Report report(byte[] message) {
    Disposition disposition = READER.disposition(message);
    if (disposition instanceof Quarantined quarantined) {
      Assertions.fail("quarantined: " + quarantined.reason());
    }
    return Assertions.assertInstanceOf(Parsed.class, disposition).first();
  }

  public static String quarantined(String message) {
    return Assertions.assertInstanceOf(Quarantined.class, read(message)).reason();
  }

  public static String ignored(String message) {
    return Assertions.assertInstanceOf(Ignored.class, read(message)).reason();
  }
}
