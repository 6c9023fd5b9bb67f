package org.radiologytrust.ingest.hl7;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.ingest.hl7.Hl7Samples.OBR;
import static org.radiologytrust.ingest.hl7.Hl7Samples.PID;
import static org.radiologytrust.ingest.hl7.Hl7Samples.bytes;
import static org.radiologytrust.ingest.hl7.Hl7Samples.message;
import static org.radiologytrust.ingest.hl7.Hl7Samples.msh;
import static org.radiologytrust.ingest.hl7.Hl7Samples.obx;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.ingest.document.TestCda;
import org.radiologytrust.ingest.hl7.mllp.Acknowledgement;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.journal.inbox.IntakeAlarm;
import org.radiologytrust.model.Report;

/**
 * A CDA in OBX-5 of the patient of PID ({@code 4711} of {@code HOSP}, Ada Q Testcase, born
 * 1970-02-03, female), or of another.
 */
@Tag("safety")
class OtherPersonDocumentTest {
  private static final String NAME = "<given>Ada</given><family>Testcase</family>";
  private static final String OTHER = "<given>Otto</given><family>Elsewhere</family>";

  /** Where a document may stand in a message. */
  private enum Place {
    ALONE {
      @Override
      String in(String document) {
        return message(msh("2.5", "1"), PID, OBR, document.replace("OBX|n", "OBX|1"));
      }
    },
    BESIDE_TEXT {
      @Override
      String in(String document) {
        String text = obx(1, "TX", "X", "The lungs are clear.");
        return message(msh("2.5", "1"), PID, OBR, text, document.replace("OBX|n", "OBX|2"));
      }
    },
    COPY_OF_THE_TEXT {
      @Override
      String in(String document) {
        String text = obx(1, "TX", "X", "Small nodule.");
        return message(msh("2.5", "1"), PID, OBR, text, document.replace("OBX|n", "OBX|2"));
      }
    },
    DOCUMENT_OF_MDM {
      @Override
      String in(String document) {
        String msh = msh("2.5", "1").replace("ORU^R01", "MDM^T02");
        String txa = "TXA|1|RAD|||20260301||||||||D1|||||AU";
        return message(msh, PID, OBR, txa, document.replace("OBX|n", "OBX|1"));
      }
    };

    /**
     * @param document an OBX without its number
     */
    abstract String in(String document);
  }

  /** Whom the document names. */
  private enum Named {
    OTHER_PERSON(new TestCda().patient("root='1.9' extension='8'", OTHER, "19311224", "M")),
    OTHER_NAME(new TestCda().patient("root='1.9' extension='8'", OTHER, "19700203", "F")),
    OTHER_NAME_OF_THE_SAME_NUMBER(new TestCda().patient("root='' extension='4711'", OTHER, "", "")),
    UNDIVIDED_NAME(new TestCda().patient("nullFlavor='UNK'", "Otto Elsewhere", "", "")),
    OTHER_BIRTH_DATE(new TestCda().patient("nullFlavor='UNK'", NAME, "193112241530+0100", "F")),
    OTHER_SEX(new TestCda().patient("nullFlavor='NI'", "", "", "M")),
    OTHER_NUMBER_ALONE(new TestCda().patient("extension='4712'", "", "", "")),
    TWIN(
        new TestCda()
            .patient(
                "extension='4712'",
                "<given>Zoe</given><family>Testcase</family>",
                "19700203",
                "F")),
    SECOND_OF_TWO(
        new TestCda()
            .patient("root='1.9' extension='8'", NAME, "19700203", "F")
            .patient("root='1.9' extension='9'", OTHER, "19311224", "M"));

    private final String cda;

    Named(TestCda cda) {
      this.cda = cda.section("59776-5", "Small nodule.").text();
    }
  }

  private static String embedded(String cda) {
    String data = Base64.getEncoder().encodeToString(cda.getBytes(StandardCharsets.UTF_8));
    return "OBX|n|ED|18748-4^Report^LN||RIS^text^xml^Base64^" + data + "||||||F";
  }

  static Stream<Arguments> others() {
    return Stream.of(Place.values())
        .flatMap(place -> Stream.of(Named.values()).map(named -> Arguments.of(place, named)));
  }

  @ParameterizedTest
  @MethodSource("others")
  void anotherPatientRefusesTheMessage(Place place, Named named) {
    Disposition read = Hl7Samples.read(place.in(embedded(named.cda)));
    Quarantined refused = assertInstanceOf(Quarantined.class, read);
    assertEquals(Set.of(IntakeAlarm.OTHER_PERSON), refused.alarms(), refused.reason());
    assertTrue(refused.reason().startsWith("the document in OBX-5 names another patient"));
    for (String value : List.of("4711", "4712", "Otto", "Elsewhere", "1931", "nodule")) {
      assertFalse(refused.reason().contains(value), refused.reason());
    }
  }

  @Test
  void errNamesTheObx() {
    byte[] message = bytes(Place.BESIDE_TEXT.in(embedded(Named.OTHER_PERSON.cda)));
    ReadMessage read = Hl7Samples.READER.read(message);
    byte[] ack =
        new Acknowledgement(Hl7Samples.CLOCK, Hl7Samples.ZONE)
            .refuse(read.envelope(), read.refusal());
    String text = new String(ack, StandardCharsets.UTF_8);
    assertTrue(text.contains("\rMSA|AE|1|the document in OBX-5"), text);
    assertTrue(text.contains("\rERR||OBX^2^5|204^Unknown key identifier^HL70357|E|"), text);
  }

  /** The same patient as other systems know her. */
  private enum Same {
    SAME_NUMBER(new TestCda().patient("root='1.9' extension='4711'", "", "", "")),
    NUMBER_OF_ANOTHER_SYSTEM(
        new TestCda().patient("root='1.9.9' extension='NI-8'", NAME, "19700203", "F")),
    NAME_AND_BIRTH_DATE_WITHOUT_SEX(
        new TestCda().patient("root='1.9.9' extension='NI-8'", NAME, "197002031200", "")),
    UNDIVIDED_NAME(
        new TestCda().patient("root='1.9' extension='8'", "Dr. ADA Q. TESTCASE", "19700203", "F")),
    TWO_NAMES(
        new TestCda()
            .patient(
                "root='1.9' extension='8'",
                "<given>Ada</given><family qualifier='BR'>Maiden</family></name><name>"
                    + "<given>Ada</given><family>Testcase</family>",
                "19700203",
                "F")),
    MASKED(new TestCda().patient("nullFlavor='MSK'", "", "", "")),
    NAME_MASKED(new TestCda().patient("root='1.9' extension='8'", "", "19700203", "F")),
    YEAR_ALONE(new TestCda().patient("root='1.9' extension='4711'", NAME, "1970", "F")),
    NO_SUCH_DAY(new TestCda().patient("root='1.9' extension='4711'", NAME, "19700231", "F")),
    SEX_NOT_DIFFERENTIATED(
        new TestCda().patient("root='1.9' extension='4711'", NAME, "19700203", "UN")),
    ROOT_ALONE(new TestCda().patient("root='1.2.3.4.5'", NAME, "19700203", "F")),
    TWO_RECORDS(
        new TestCda()
            .patient("root='1.9' extension='8'", NAME, "19700203", "F")
            .patient("root='1.8' extension='4711'", NAME, "19700203", "F")),
    NOBODY(new TestCda());

    private final String cda;

    Same(TestCda cda) {
      this.cda = cda.section("59776-5", "Small nodule.").text();
    }
  }

  static Stream<Arguments> same() {
    return Stream.of(Place.values())
        .flatMap(place -> Stream.of(Same.values()).map(same -> Arguments.of(place, same)));
  }

  @ParameterizedTest
  @MethodSource("same")
  void theSamePatientIsRead(Place place, Same same) {
    Disposition read = Hl7Samples.read(place.in(embedded(same.cda)));
    Parsed parsed = assertInstanceOf(Parsed.class, read, read.toString());
    assertTrue(parsed.first().text().contains("Small nodule."), parsed.first().text());
  }

  /** A document of another person is another person's, also if it cannot be read. */
  @Test
  void anUnreadableBodyOfAnotherPerson() {
    TestCda other = new TestCda().patient("root='1.9' extension='8'", OTHER, "19311224", "M");
    String scan = other.with(TestCda.body("image/png", new byte[] {1, 2, 3}));
    Disposition read = Hl7Samples.read(Place.BESIDE_TEXT.in(embedded(scan)));
    assertEquals(
        Set.of(IntakeAlarm.OTHER_PERSON), assertInstanceOf(Quarantined.class, read).alarms());
  }

  @ParameterizedTest
  @EnumSource(names = {"OTHER_PERSON", "SECOND_OF_TWO"})
  void whatWasTakenBackIsNotWeighed(Named named) {
    String retracted = embedded(named.cda).replaceFirst("F$", "W");
    Report report = Hl7Samples.report(Place.BESIDE_TEXT.in(retracted));
    assertEquals("The lungs are clear.", report.text());
  }

  @ParameterizedTest
  @EnumSource(names = {"ALONE", "BESIDE_TEXT", "COPY_OF_THE_TEXT"})
  void aWithdrawalIsNotRefusedAndKeepsNoWords(Place place) {
    String withdrawal = place.in(embedded(Named.OTHER_PERSON.cda)).replace("||CR|F", "||CR|X");
    Report report = Hl7Samples.report(withdrawal);
    assertTrue(report.status().withdrawn());
    assertEquals("", report.text());
    Report own =
        Hl7Samples.report(place.in(embedded(Same.SAME_NUMBER.cda)).replace("||CR|F", "||CR|X"));
    assertTrue(own.text().contains("Small nodule."));
  }

  /** The narrative about a fetus or a relative belongs to the document of the patient. */
  @Test
  void theSubjectOfASectionIsNotThePatient() {
    String cda =
        new TestCda()
            .patient("root='1.9' extension='4711'", NAME, "19700203", "F")
            .raw(
                "<component><section><text>Male fetus, head down.</text><subject><relatedSubject>"
                    + "<code code='FETUS'/><subject><name>Fetus A</name><administrativeGenderCode"
                    + " code='M'/><birthTime value='20260801'/></subject></relatedSubject></subject>"
                    + "</section></component>")
            .text();
    assertEquals("Male fetus, head down.", Hl7Samples.report(Place.ALONE.in(embedded(cda))).text());
  }

  @Test
  void aCdaUnderAnotherTypeIsWeighed() {
    String cda = Named.OTHER_PERSON.cda;
    String data = Base64.getEncoder().encodeToString(cda.getBytes(StandardCharsets.UTF_8));
    for (String type : List.of("TEXT^plain", "TEXT^HTML", "text^markdown", "AP^xhtml+xml")) {
      String ed = "OBX|n|ED|X^Y||RIS^" + type + "^Base64^" + data + "||||||F";
      for (Place place : Place.values()) {
        Disposition disposition = Hl7Samples.read(place.in(ed));
        assertEquals(
            Set.of(IntakeAlarm.OTHER_PERSON),
            assertInstanceOf(Quarantined.class, disposition).alarms(),
            type);
      }
    }
  }
}
