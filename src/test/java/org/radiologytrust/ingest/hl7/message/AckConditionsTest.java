package org.radiologytrust.ingest.hl7.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AckConditionsTest {
  /** What the sender gets when the message is on disk, and when it is refused; - is no answer. */
  @ParameterizedTest
  @CsvSource({
    "'', '', AA, AE",
    "'', NE, AA, AE",
    "'', AL, AA, AE",
    "AL, '', CA, CE",
    "AL, AL, CA, CE",
    "al, NE, CA, CE",
    "ER, NE, -, CE",
    "ER, '', -, CE",
    "ER, AL, AA, CE",
    "ER, SU, AA, CE",
    "SU, NE, CA, -",
    "SU, ER, CA, AE",
    "NE, NE, -, -",
    "NE, '', -, -",
    "NE, AL, AA, AE",
    "NE, ER, -, AE",
    "NE, SU, AA, -",
    "X9, NE, CA, CE"
  })
  void theStandardSaysWhoWantsWhat(
      String accept, String application, String stored, String refused) {
    String header = "MSH|^~\\&|||||||ADT|1|P|2.5|||" + accept + "|" + application;
    AckConditions conditions = AckConditions.of(new Segment(header, Encoding.DEFAULT));
    assertEquals(stored, answer(conditions, "AA"));
    assertEquals(refused, answer(conditions, "AE"));
    assertEquals(refused.replace("E", "R"), answer(conditions, "AR"));
  }

  private static String answer(AckConditions conditions, String original) {
    String code = conditions.code(original);
    return conditions.isWanted(code) ? code : "-";
  }
}
