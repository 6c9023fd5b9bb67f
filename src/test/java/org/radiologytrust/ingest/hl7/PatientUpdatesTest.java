package org.radiologytrust.ingest.hl7;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.journal.Inbox.Disposition;
import org.radiologytrust.journal.Inbox.Ignored;
import org.radiologytrust.journal.Inbox.PatientChange;
import org.radiologytrust.journal.Inbox.Quarantined;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.SiteFiles;

class PatientUpdatesTest {
  private static final Hl7Reports READER =
      new Hl7Reports(
          "main",
          ZoneOffset.UTC,
          "UNICODE UTF-8",
          Map.of("HIS", "urn:oid:1.2.3"),
          SiteFiles.shipped());

  private static Disposition read(String event, String... segments) {
    String msh = "MSH|^~\\&|HIS|HOSP|RTL|RAD|20261124103000||ADT^" + event + "|M1|P|2.5\r";
    return READER.disposition(
        (msh + String.join("\r", segments) + "\r").getBytes(StandardCharsets.UTF_8));
  }

  private static final String EVN = "EVN|A40|20261124101500";
  private static final String PID = "PID|1||77^^^HIS^MR||Roe^Janet^M||19610302|F";

  @ParameterizedTest
  @CsvSource({"A40", "A18"})
  void aMergeNamesTheSurvivingAndTheReplacedId(String event) {
    PatientChange change =
        assertInstanceOf(PatientChange.class, read(event, EVN, PID, "MRG|55^^^HIS^MR"));
    assertEquals(
        List.of(new Identifier("urn:oid:1.2.3", "77", "MR")), change.patient().identifiers());
    assertEquals(List.of(new Identifier("urn:oid:1.2.3", "55", "MR")), change.replaced());
    assertEquals(Instant.parse("2026-11-24T10:15:00Z"), change.at());
  }

  @ParameterizedTest
  @CsvSource({"A08", "A31"})
  void aCorrectionHasNameBirthDateAndSex(String event) {
    PatientChange change = assertInstanceOf(PatientChange.class, read(event, "EVN|A08", PID));
    assertEquals(List.of(), change.replaced());
    assertEquals("Roe", change.patient().familyName());
    assertEquals("Janet M", change.patient().givenName());
    assertEquals(LocalDate.of(1961, 3, 2), change.patient().birthDate());
    assertEquals(Sex.FEMALE, change.patient().sex());
    assertEquals(Instant.parse("2026-11-24T10:30:00Z"), change.at(), "MSH-7 without EVN-2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          EVN|A40;MRG
          MRG|;MRG-1
          MRG|55^^^HIS^MR\rMRG|56^^^HIS^MR;more than one MRG
          """)
  void aMergeThatCannotBeReadIsRefused(String merge, String reason) {
    Quarantined refused = assertInstanceOf(Quarantined.class, read("A40", EVN, PID, merge));
    assertTrue(refused.reason().contains(reason), refused.reason());
  }

  @Test
  void otherEventsAreIgnored() {
    assertInstanceOf(Ignored.class, read("A01", EVN, PID));
  }
}
