package org.radiologytrust.ingest.hl7.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.ingest.hl7.Hl7Samples.OBR;
import static org.radiologytrust.ingest.hl7.Hl7Samples.PID;
import static org.radiologytrust.ingest.hl7.Hl7Samples.message;
import static org.radiologytrust.ingest.hl7.Hl7Samples.msh;
import static org.radiologytrust.ingest.hl7.Hl7Samples.obx;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.ingest.hl7.Hl7Samples;
import org.radiologytrust.ingest.hl7.ReadMessage;
import org.radiologytrust.ingest.hl7.mapping.TracedReports;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.model.Origin;
import org.radiologytrust.model.Report;

/** Every character of a report's text leads back to its bytes. */
class OriginsTest {
  private static Report traced(byte[] message) {
    ReadMessage reading = Hl7Samples.READER.read(message);
    Report report = ((Parsed) reading.disposition()).first();
    TracedReports.check(message, reading.envelope().encoding(), report);
    return report;
  }

  private static List<String> places(Report report) {
    return report.origins().stream().map(Origin::place).toList();
  }

  @Test
  void aLineIsOneRunOfItsField() {
    byte[] message =
        Hl7Samples.bytes(
            message(
                msh("2.5", "1"),
                PID,
                OBR,
                obx(1, "TX", "X", "  Lungs clear. "),
                obx(9, "FT", "X", "Heart\\.br\\normal~No effusion."),
                "NTE|1||Called."));
    Report report = traced(message);
    assertEquals("Lungs clear.\n\nHeart\nnormal\nNo effusion.\n\nCalled.", report.text());
    assertEquals(
        List.of("OBX[1]-5", "OBX[2]-5", "OBX[2]-5", "OBX[2]-5", "NTE[1]-3"), places(report));
    assertTrue(report.origins().stream().allMatch(Origin::exact));
  }

  @Test
  void anEscapeSequenceIsARunOfItsOwn() {
    byte[] message =
        Hl7Samples.bytes(message(msh("2.5", "1"), PID, OBR, obx(1, "FT", "X", "A \\T\\ B")));
    Report report = traced(message);
    assertEquals("A & B", report.text());
    assertEquals(List.of(true, false, true), report.origins().stream().map(Origin::exact).toList());
    Origin sequence = report.origins().get(1);
    assertEquals(3, sequence.end() - sequence.start());
  }

  @Test
  void otherCharacterSetsWithinAField() {
    String value = "A\\C2D46\\\u00c5\u00eb\\C2D41\\\u00c5 \\M2442\\6;It\\C2842\\ normal";
    byte[] message =
        message(msh("2.5", "1") + "||||||8859/1", PID, OBR, obx(1, "TX", "X", value))
            .getBytes(StandardCharsets.ISO_8859_1);
    assertEquals("AΕλÅ 胸部 normal", traced(message).text());
  }

  @Test
  void nameAndUnitsHaveTheirOwnFields() {
    byte[] message =
        Hl7Samples.bytes(message(msh("2.5", "1"), PID, OBR, "OBX|1|NM|1^Size^L||12.5|mm|||||F"));
    assertEquals(List.of("OBX[1]-3", "OBX[1]-5", "OBX[1]-6"), places(traced(message)));
  }

  @ParameterizedTest
  @CsvSource({
    "UNICODE UTF-8, UTF-8, Zoë 😀 胸部 normal",
    "'', windows-1252, “Zoë” – 3 µm",
    "8859/7, ISO-8859-7, Ελισάβετ",
    "GB 18030-2000, GB18030, 胸部 Zoë 😀 normal",
    "BIG-5, Big5, 胸部 normal",
    "KS X 1001, EUC-KR, 흉부 normal",
    "ISO IR87, ISO-2022-JP, 胸部 normal 胸部"
  })
  void inEveryCharacterSet(String msh18, String charset, String text) {
    String head = msh("2.5", "1") + "||||||" + msh18;
    String all =
        message(
            head,
            "PID|1||4711||" + text,
            OBR,
            obx(1, "TX", "X", text),
            obx(2, "TX", "X", "b " + text + "\\F\\" + text));
    byte[] message = all.getBytes(Charset.forName(charset));
    Report report = traced(message);
    assertEquals(text + "\nb " + text + "|" + text, report.text());
    boolean stateful = charset.startsWith("ISO-2022");
    assertEquals(!stateful, report.origins().get(0).exact());
    assertEquals(4, report.origins().size());
  }

  /** Every text of pieces that are hard to follow. */
  @Test
  void whateverTheText() {
    String[] pieces = {
      "a",
      "b c",
      " ",
      "\t",
      "\u00a0",
      "~",
      "\n",
      "\n\n",
      "\0",
      "\ufeff",
      "ß",
      "\ud83e\ude7b",
      "^",
      "&",
      "\\",
      "\\T\\",
      "\\.br\\",
      "\\.sp2\\",
      "\\.in+2\\",
      "\\.ti-3\\",
      "\\.sk3\\",
      "\\H\\",
      "\\Zq\\",
      "\\X41C3A4\\",
      "\\X0D0A\\",
      "\\nil\\"
    };
    Random random = new Random(11);
    int parsed = 0;
    for (int round = 0; round < 5000; round++) {
      String[] segments = new String[6];
      segments[0] = msh("2.5", "1");
      segments[1] = PID;
      segments[2] = OBR;
      for (int i = 3; i < segments.length; i++) {
        StringBuilder value = new StringBuilder();
        for (int k = random.nextInt(9); k > 0; k--) {
          value.append(pieces[random.nextInt(pieces.length)]);
        }
        String type = List.of("TX", "FT", "CWE", "SN", "").get(random.nextInt(5));
        segments[i] = obx(i, type, "1^N\\T\\N", value.toString());
      }
      byte[] message = message(segments).getBytes(StandardCharsets.UTF_8);
      ReadMessage reading = Hl7Samples.READER.read(message);
      if (reading.disposition() instanceof Parsed found) {
        parsed++;
        TracedReports.check(message, reading.envelope().encoding(), found.first());
        assertEquals(Report.canonicalText(found.first().text()), found.first().text());
      }
    }
    assertTrue(parsed > 3000, "parsed " + parsed);
  }
}
