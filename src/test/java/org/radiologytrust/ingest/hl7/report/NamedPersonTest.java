package org.radiologytrust.ingest.hl7.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.ingest.hl7.Hl7Samples;

/** A doctor in the field of the accession number. */
@Tag("safety")
class NamedPersonTest {
  private static List<String> accessions(String obr3, String obr18) {
    String message =
        """
        MSH|^~\\&|RIS|HOSP|RTL|RTL|20260301100000||ORU^R01|M1|P|2.5
        PID|1||4711^^^HOSP^MR||Testcase^Ada
        OBR|1|P1|%s|CTH^CT HEAD||||||||||||||%s||||||CT|F
        OBX|1|TX|||No bleeding.||||||F
        """
            .formatted(obr3, obr18);
    return Hl7Samples.report(message.replace('\n', '\r')).order().accessionNumbers();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1234^Smith^John^^^Dr",
        "1234^Smith^John^M",
        "1234^Smith^J.",
        "1234^Smith^^^^Dr.",
        "1234^O'Neil-Ägger^Jean Luc^^^^MD^^RIS",
        "1234^van der Berg^Anna",
        "1234^李^明",
      })
  void isPassedOver(String person) {
    assertEquals(List.of("F1"), accessions("F1", person));
    assertEquals(List.of("A7"), accessions("F1", person + "~A7"), "the next repetition counts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A1",
        "A1^RIS",
        "A1^RIS^1.2.840.113619^ISO",
        "A1^RIS^ris.hospital.org^DNS",
        "A1^RIS^Hospital^DNS",
        "A1^^^HOSP^AN",
        "A1^7^M10^HOSP^AN",
        "A1^^^^^^",
      })
  void aNumberWithItsAuthorityIsNone(String number) {
    assertEquals(List.of("A1"), accessions("F1", number));
  }

  @ParameterizedTest
  @ValueSource(strings = {"F1^EPIC^Main Hospital", "F1^RIS^RAD^L"})
  void anOrderNumberIsNeverAPerson(String number) {
    assertEquals(List.of("F1"), accessions(number, ""));
  }
}
