package org.radiologytrust.ingest.hl7;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Ignored;
import org.radiologytrust.journal.inbox.Inbox.PatientChange;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.journal.inbox.IntakeAlarm;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Sex;

class PatientUpdatesTest {
  private static final Hl7Reports READER =
      new Hl7Reports(
          "main",
          ZoneOffset.UTC,
          "UNICODE UTF-8",
          Map.of("HIS", "urn:oid:1.2.3"),
          SiteFiles.shipped());

  private static Disposition read(String event, String... segments) {
    return read(READER, event, segments);
  }

  private static Disposition read(Hl7Reports reader, String event, String... segments) {
    String msh = "MSH|^~\\&|HIS|HOSP|RTL|RAD|20261124103000||ADT^" + event + "|M1|P|2.5\r";
    return reader.disposition(
        (msh + String.join("\r", segments) + "\r").getBytes(StandardCharsets.UTF_8));
  }

  private static final String EVN = "EVN|A40|20261124101500";
  private static final String PID = "PID|1||77^^^HIS^MR||Roe^Janet^M||19610302|F";

  @ParameterizedTest
  @ValueSource(strings = {"A18", "A30", "A34", "A40", "A47"})
  void aMergeNamesTheSurvivingAndTheReplacedId(String event) {
    PatientChange change =
        assertInstanceOf(PatientChange.class, read(event, EVN, PID, "MRG|55^^^HIS^MR"));
    assertEquals(List.of("55 > 77"), merges(change));
    assertEquals(id("77"), change.changed().get(0).patient().identifiers().get(0));
    assertEquals(Instant.parse("2026-11-24T10:15:00Z"), change.at());
  }

  private static Identifier id(String value) {
    return new Identifier("urn:oid:1.2.3", value, "MR");
  }

  /** Each merge as {@code OLD > SURVIVOR}. */
  private static List<String> merges(PatientChange change) {
    return change.changed().stream()
        .flatMap(
            one ->
                one.replaced().stream()
                    .map(old -> old.value() + " > " + one.patient().identifiers().get(0).value()))
        .toList();
  }

  @Test
  void aMessageMayHoldSeveralMerges() {
    String second = "PID|2||78^^^HIS^MR||Doe^Jane||19700101|F";
    PatientChange change =
        assertInstanceOf(
            PatientChange.class,
            read(
                "A40",
                EVN,
                PID,
                "PD1||||1",
                "MRG|55^^^HIS^MR~56^^^HIS^MR",
                second,
                "MRG|57^^^HIS^MR",
                "PV1|1|I",
                "MRG|58^^^HIS^MR"));
    assertEquals(List.of("55 > 77", "56 > 77", "57 > 78", "58 > 78"), merges(change));
  }

  @Test
  void anOldMessageHasItsEventInEvnAlone() {
    byte[] message =
        ("MSH|^~\\&|HIS|HOSP|RTL|RAD|20261124103000||ADT|M1|P|2.1\r"
                + "EVN|A34|20261124101500\r"
                + PID
                + "\rMRG|55^^^HIS^MR\r")
            .getBytes(StandardCharsets.UTF_8);
    assertEquals(
        List.of("55 > 77"),
        merges(assertInstanceOf(PatientChange.class, READER.disposition(message))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"A24", "A35", "A36", "A39", "A43", "A44", "A46", "A48"})
  @Tag("safety")
  void whatIsNotAppliedIsHeldWithAnAlarm(String event) {
    Quarantined held =
        assertInstanceOf(
            Quarantined.class, read(event, "EVN|" + event, PID, "MRG|55^^^HIS^MR||A9"));
    assertEquals(Set.of(IntakeAlarm.PATIENT_CHANGE), held.alarms());
    assertTrue(held.reason().startsWith("ADT^" + event), held.reason());
    assertTrue(held.reason().contains("which is not applied"), held.reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"A41", "A42", "A45", "A49", "A50", "A51"})
  @Tag("safety")
  void whatChangesAnAccountOrVisitIsIgnoredUnlessItNamesAnotherPatient(String event) {
    String evn = "EVN|" + event;
    assertInstanceOf(Ignored.class, read(event, evn, PID, "MRG|77^^^HIS^MR||A9"));
    assertInstanceOf(Ignored.class, read(event, evn, PID, "MRG|||A9"));
    Quarantined held =
        assertInstanceOf(Quarantined.class, read(event, evn, PID, "MRG|55^^^HIS^MR||A9"));
    assertEquals(Set.of(IntakeAlarm.PATIENT_CHANGE), held.alarms());
  }

  @ParameterizedTest
  @CsvSource({
    "'', false",
    "HOSP=HIS, false",
    "HIS=HIS, false",
    "HOSP=urn:oid:1.2.3, false",
    "HOSP=1.2.3, false",
    "HOSP=*, false",
    "OTHER=*, true",
    "HOSP=MPI, true",
    "HOSP=MPI OTHER=HIS, true",
    "HOSP=MPI HOSP=HIS, false"
  })
  @Tag("safety")
  void aMergeIsForeignUnlessItsSenderOwnsTheAuthority(String rights, boolean foreign) {
    List<String> entries = rights.isEmpty() ? List.of() : List.of(rights.split(" "));
    Hl7Reports reader = READER.merging(MergeRights.of("rtl.hl7.merge-authorities", entries));
    PatientChange change =
        assertInstanceOf(PatientChange.class, read(reader, "A40", EVN, PID, "MRG|55^^^HIS^MR"));
    assertEquals(foreign, change.foreign());
    assertTrue(
        !assertInstanceOf(PatientChange.class, read(reader, "A08", EVN, PID)).foreign(),
        "corrections are not limited");
  }

  private static final String OTHER = "PID|2||55^^^HIS^MR||Roe^Jane";

  @Test
  void anUnlinkNamesTwoPatients() {
    PatientChange change =
        assertInstanceOf(PatientChange.class, read("A37", "EVN|A37|20261124101500", PID, OTHER));
    assertTrue(change.unlinks());
    assertEquals(
        List.of(id("77"), id("55")),
        change.changed().stream().map(one -> one.patient().identifiers().get(0)).toList());
    assertEquals(Instant.parse("2026-11-24T10:15:00Z"), change.at());
  }

  @ParameterizedTest
  @CsvSource({"OTHER=*, true", "HOSP=HIS, false", "HOSP=*, false", "HOSP=MPI, true"})
  @Tag("safety")
  void whoMayMergeMayUnlink(String entry, boolean foreign) {
    Hl7Reports reader = READER.merging(MergeRights.of("rtl.hl7.merge-authorities", List.of(entry)));
    String national = "PID|1||77^^^HIS^MR~1^^^&2.16.1&ISO^NI||Roe^Janet";
    PatientChange change =
        assertInstanceOf(PatientChange.class, read(reader, "A37", "EVN|A37", national, OTHER));
    assertEquals(foreign, change.foreign(), "the other PID has no id of the second authority");
  }

  @Test
  void anUnlinkOfFewerOrMorePatientsIsRefused() {
    assertTrue(quarantined(read("A37", "EVN|A37", PID)).contains("needs two PID segments"));
    assertTrue(
        quarantined(read("A37", "EVN|A37", PID, OTHER, PID)).contains("needs two PID segments"));
    assertTrue(quarantined(read("A37", "EVN|A37", PID, "PID|2|")).contains("PID-3 is empty"));
  }

  @ParameterizedTest
  @CsvSource({"A08", "A31"})
  void aCorrectionHasNameBirthDateAndSex(String event) {
    PatientChange change = assertInstanceOf(PatientChange.class, read(event, "EVN|A08", PID));
    Patient patient = change.changed().get(0).patient();
    assertEquals(List.of(), change.changed().get(0).replaced());
    assertEquals("Roe", patient.familyName());
    assertEquals("Janet M", patient.givenName());
    assertEquals(LocalDate.of(1961, 3, 2), patient.birthDate());
    assertEquals(Sex.FEMALE, patient.sex());
    assertEquals(Instant.parse("2026-11-24T10:30:00Z"), change.at(), "MSH-7 without EVN-2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          EVN|A40;MRG
          MRG|;MRG-1
          PID|2||78^^^HIS^MR\rMRG|56^^^HIS^MR;no MRG segment after a PID
          PID|2|;no MRG segment after a PID
          """)
  void aMergeThatCannotBeReadIsRefused(String merge, String reason) {
    Quarantined refused = assertInstanceOf(Quarantined.class, read("A40", EVN, PID, merge));
    assertTrue(refused.reason().contains(reason), refused.reason());
  }

  @Test
  void aMergeWithoutAPatientIsRefused() {
    Quarantined refused =
        assertInstanceOf(Quarantined.class, read("A40", EVN, "MRG|55^^^HIS^MR", PID));
    assertTrue(refused.reason().contains("MRG comes before PID"), refused.reason());
    assertInstanceOf(Quarantined.class, read("A40", EVN));
  }

  @Test
  void otherEventsAreIgnored() {
    assertInstanceOf(Ignored.class, read("A01", EVN, PID));
  }

  @Test
  void aListOfManyIdsIsRefused() {
    String ids = String.join("~", Collections.nCopies(201, "1"));
    assertTrue(quarantined(read("A40", EVN, PID, "MRG|" + ids)).startsWith("MRG-1 is too long"));
    for (String event : List.of("A08", "A40")) {
      String pid = PID.replace("77^^^HIS^MR", ids);
      String reason = quarantined(read(event, EVN, pid, "MRG|55^^^HIS^MR"));
      assertTrue(reason.startsWith("PID-3 is too long"), reason);
    }
  }

  private static String quarantined(Disposition read) {
    return assertInstanceOf(Quarantined.class, read).reason();
  }
}
