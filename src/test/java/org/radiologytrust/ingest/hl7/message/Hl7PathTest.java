package org.radiologytrust.ingest.hl7.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Hl7PathTest {
  private static final Segment OBX =
      new Segment(
          "OBX|1|ST|113014^DICOM Study^DCM^S-1&IMP||1.2.840.1^x~1.2.840.2^y||||||F",
          Encoding.DEFAULT);
  private static final Segment PID =
      new Segment("PID|1||4711^^^HOSP^MR~99^^^GOV&1.2.3&ISO^SS~^^^EMPTY^MR", Encoding.DEFAULT);
  private static final Segment OBR =
      new Segment("OBR|1|||71020^CHEST|||||||||||^^^CHEST&Chest^R\\T\\L", Encoding.DEFAULT);

  @ParameterizedTest
  @CsvSource({
    "OBX-2, ST",
    "OBX-5, 1.2.840.1;1.2.840.2",
    "OBX-5.2, x;y",
    "OBX-5[OBX-3.1=113014], 1.2.840.1;1.2.840.2",
    "OBX-5[OBX-3.1=113014][2=y], 1.2.840.2",
    "OBX-5[OBX-3.1=113014][OBX-2=TX], ''",
    "OBX-5[OBX-3=999], ''",
    "OBX-5[OBX-3.4.2=IMP].2, x;y",
    "OBX-3.4.2, IMP",
    "OBX-17, ''",
    "PID-3, 4711;99",
    "PID-3[5=MR], 4711",
    "PID-3[5=MR].1, 4711",
    "PID-3[4.2=1.2.3].1, 99",
    "PID-3[4.2=1.2.3].4.3, ISO",
    "PID-3[5=XX], ''",
    "OBR-15.4, CHEST",
    "OBR-15.4.2, Chest",
    "OBR-15.5, R&L",
  })
  void readsAValue(String path, String values) {
    Segment in = path.startsWith("OBX") ? OBX : path.startsWith("PID") ? PID : OBR;
    assertEquals(
        values.isEmpty() ? List.of() : List.of(values.split(";")), Hl7Path.of(path).values(in));
  }

  @ParameterizedTest
  @CsvSource({"OBR-24.1, OBR-24", "OBR-15.4.2, OBR-15.4", "OBX-5[OBX-3=1], OBX-5"})
  void itsPlaceIsTheField(String path, String place) {
    assertEquals(place, Hl7Path.of(path).place());
    assertEquals(path, Hl7Path.of(path).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "OBR",
        "OBR18",
        "OBR-",
        "OBR-0",
        "OBR-18.",
        "OBR-18.0",
        "OBR-18.1.1.1",
        "obr-18",
        "OBR-18 ",
        "OBR-1234",
        "1BR-18",
        "OBR-18[",
        "OBR-18]",
        "OBR-18[]",
        "OBR-18.1[1=2]",
        "OBR-18[1]",
        "OBR-18[=x]",
        "OBR-18[1=]",
        "OBR-18[x=1]",
        "OBR-18[[1=2]]",
        "OBR-18,OBR-19",
        "/OBR-18",
        "OBR-18.1.2]"
      })
  void refusesWhatIsNoPath(String path) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Hl7Path.of(path)).getMessage();
    assertTrue(message.contains(path) || message.contains("is no condition"), message);
    assertTrue(message.contains("OBX-5[OBX-3.1=113014]"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"OBX-5[OBR-24=RAD]", "PID-3[OBX-3=1][5=MR]"})
  void aConditionIsAboutTheSameSegment(String path) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Hl7Path.of(path)).getMessage();
    assertTrue(message.contains("names another segment"), message);
  }
}
