package org.radiologytrust.ingest.hl7.out;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.retry.PeerAnswer;
import org.radiologytrust.retry.RetryTable;
import org.radiologytrust.retry.RetryVerdict;
import org.radiologytrust.retry.RetryVerdict.Kind;

/** What the answers of a receiver mean. */
class AnswerTest {
  private static final String MSH = "MSH|^~\\&|EHR|HOSP|RTL|RTL|20260301||ACK|1|P|2.5\r";
  private final RetryTable table = new RetryTable(SiteFiles.shipped());

  private static void require(String answer) throws Exception {
    Answer.of(answer.getBytes(StandardCharsets.UTF_8)).require("OURS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AA", "CA"})
  void theReceiverHasIt(String code) {
    assertDoesNotThrow(() -> require(MSH + "MSA|" + code + "|OURS\r"));
    assertDoesNotThrow(() -> require(MSH.replace('|', '$') + "MSA$" + code + "$OURS\r"));
  }

  @ParameterizedTest
  @CsvSource({
    "AE, LATER",
    "CE, LATER",
    "AR, REFUSED",
    "CR, REFUSED",
    "XX, AWAY",
    "'', AWAY",
  })
  void anythingElseIsAFailure(String code, Kind kind) {
    Exception e =
        assertThrows(Exception.class, () -> require(MSH + "MSA|" + code + "|OURS|CANARY\r"));
    assertEquals(kind, table.of(e).kind());
  }

  @Test
  @Tag("safety")
  void anAnswerToAnotherMessageSaysNothingAboutOurs() {
    for (String id : new String[] {"THEIRS", "", "ours"}) {
      Exception e =
          assertThrows(OtherAnswerException.class, () -> require(MSH + "MSA|AA|" + id + "\r"));
      assertEquals(Kind.AWAY, table.of(e).kind());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 400 Bad Request", "MSA|AA|OURS\r", "MSH|^~\\&|\r", "MSH"})
  void whatIsNoAcknowledgementIsNoAnswer(String answer) {
    Exception e = assertThrows(NoAnswerException.class, () -> require(answer));
    assertEquals(Kind.AWAY, table.of(e).kind());
  }

  @Test
  @Tag("safety")
  void codeAndPlaceOfAnErrorAreKeptAndNeverItsWords() throws Exception {
    assertEquals("204 at PID^1^3", error("ERR||PID^1^3|204^Unknown CANARY|E||||CANARY\r"));
    assertEquals("204 at PID^1^3", error("ERR|PID^1^3^204&CANARY&HL70357\r"));
    assertEquals("at PID^1^3", error("ERR||PID^1^3|CANARY\r"), "a name is no code");
    assertEquals("204", error("ERR||CANARY^1^3|204\r"), "nor a place");
    assertEquals("", error("ERR|CANARY, ADA was not found\r"));
    assertEquals("", error(""));
  }

  private static String error(String err) throws NoAnswerException {
    return answer(err).error();
  }

  private static PeerAnswer answer(String err) throws NoAnswerException {
    return Answer.of((MSH + "MSA|AE|OURS|CANARY\r" + err).getBytes(StandardCharsets.UTF_8)).peer();
  }

  @Test
  @Tag("safety")
  void theWordsOfTheReceiverAreKeptApartFromWhatIsLogged() throws Exception {
    String err = "ERR||PID^1^3|204^Unknown|E||||CANARY, ADA\0\r";
    PeerAnswer answer = answer(err);
    assertEquals("MSA|AE|OURS|CANARY\nERR||PID^1^3|204^Unknown|E||||CANARY, ADA ", answer.words());
    assertEquals("204 at PID^1^3", answer.toString());
    Exception e =
        assertThrows(
            ReceiverRejectException.class, () -> require(MSH + "MSA|AR|OURS|CANARY\r" + err));
    RetryVerdict verdict = table.of(e);
    assertEquals(answer.error(), verdict.answer().error());
    assertTrue(verdict.reason().endsWith("(ERR: 204 at PID^1^3)"), verdict.reason());
    assertFalse((verdict + e.toString()).contains("CANARY"));
  }
}
