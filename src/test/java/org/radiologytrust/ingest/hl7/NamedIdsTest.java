package org.radiologytrust.ingest.hl7;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.ingest.hl7.mllp.AnswerReader;
import org.radiologytrust.journal.inbox.SearchKeys;
import org.radiologytrust.journal.inbox.SentAnswer;

class NamedIdsTest {
  private static final String MSH = "MSH|^~\\&|RIS|HOSP|||20260401||ORU^R01|M1|P|2.5\r";

  private static SearchKeys read(String message) {
    return NamedIds.of(message.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> given(List<String> values) {
    return values.stream().filter(value -> !value.isEmpty()).toList();
  }

  @Test
  void numbersOfOrdersAndPatientsAreReadByTheirDelimiters() {
    SearchKeys keys =
        read(
            MSH
                + "PID|1|OLD1|4711^^^HOSP~NHS\\T\\1^^^NHS||Doe^Jane\r"
                + "OBR|1|P1|F1|||||||||||||||A1\r"
                + "OBR|2|P2|F2^RIS\r"
                + "OBR|3|P3\r"
                + "IPC|A4");
    assertEquals(List.of("OLD1", "4711", "NHS&1"), given(keys.patientIdentifiers()));
    assertEquals(List.of("A1", "F2", "P3", "A4"), given(keys.accessions()));
    SearchKeys other = read("MSH#*~\\&#RIS#HOSP\rPID#1##4711*x~4712\nMRG#13");
    assertEquals(List.of("4711", "4712", "13"), given(other.patientIdentifiers()));
  }

  @Test
  void aMessageInUtf16NamesItsNumbersEvenIfItsLastCharacterIsCut() {
    // the bytes of this letter in UTF-16 include a field separator
    String message =
        MSH + "PID|1||4711^^^HOSP||Ko\u017cuch\rOBR|1|P1|F1|\u017c||||||||||||||A1\rPV1|";
    for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      for (String mark : List.of("", "\ufeff")) {
        byte[] whole = (mark + message).getBytes(charset);
        SearchKeys keys = NamedIds.of(Arrays.copyOf(whole, whole.length - 1));
        assertEquals(List.of("4711"), given(keys.patientIdentifiers()), charset + mark);
        assertEquals(List.of("A1"), given(keys.accessions()), charset + mark);
      }
    }
  }

  @Test
  void whatCannotBeReadNamesNothing() {
    for (String message :
        List.of("", "PID|1||4711", "MSH", "MSH|", "MSH|||||", "\u000bMSH\r", "MSH|^~\\&\rPI")) {
      assertEquals(List.of(), given(read(message).patientIdentifiers()), message);
    }
  }

  @Test
  @Tag("safety")
  void ofAListThatIsLongerThanThatOfAnyPatientNoIdIsKept() {
    SearchKeys keys =
        read(MSH + "PID|1|OLD1|" + "4711~".repeat(5000) + "\rMRG|" + "1~".repeat(201));
    assertEquals(List.of("OLD1"), keys.patientIdentifiers());
  }

  @Test
  void noBytesMakeItThrow() {
    byte[] good =
        (MSH + "PID|1||4711^^^HOSP\rOBR|1|P1|F1|||||||||||||||A1\r")
            .getBytes(StandardCharsets.UTF_8);
    Random random = new Random(29);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = good.clone();
      for (int j = random.nextInt(8); j >= 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      assertDoesNotThrow(() -> NamedIds.of(bytes));
    }
  }

  private static SentAnswer answer(String segments) {
    return AnswerReader.read(("MSH|^~\\&|RTL\r" + segments).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anAnswerIsToldByItsCodeAndErrors() {
    assertEquals(
        new SentAnswer("AE", List.of("ERR 101 PID-3: PID-3 is empty; send it")),
        answer(
            "MSA|AE|M1|PID-3 is empty; send it\r"
                + "ERR||PID^1^3|101^Required field missing^HL70357|E||||PID-3 is empty; send it\r"));
    assertEquals(new SentAnswer("AA", List.of()), answer("MSA|AA|M1\r"));
    assertEquals(
        new SentAnswer("AA", List.of("discarded by an operator")),
        answer("MSA|AA|M1|discarded by an operator\r"));
    assertEquals(
        new SentAnswer("AE", List.of("ERR 101 PID-3: PID-3 is empty")),
        answer("MSA|AE|M1|PID-3 is empty\rERR|PID^1^3^101&Required field missing&HL70357\r"),
        "before version 2.5");
  }
}
