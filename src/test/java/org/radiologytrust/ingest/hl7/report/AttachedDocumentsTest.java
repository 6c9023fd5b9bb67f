package org.radiologytrust.ingest.hl7.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.ingest.hl7.Hl7Samples.OBR;
import static org.radiologytrust.ingest.hl7.Hl7Samples.PID;
import static org.radiologytrust.ingest.hl7.Hl7Samples.message;
import static org.radiologytrust.ingest.hl7.Hl7Samples.msh;
import static org.radiologytrust.ingest.hl7.Hl7Samples.obx;
import static org.radiologytrust.ingest.hl7.Hl7Samples.quarantined;
import static org.radiologytrust.ingest.hl7.Hl7Samples.report;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.ingest.document.Pdfs;
import org.radiologytrust.ingest.hl7.Hl7Samples;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Origin;
import org.radiologytrust.model.Report;

/** Documents in OBX-5. */
class AttachedDocumentsTest {
  private static final String RTF = "{\\rtf1\\ansi Lungs are clear.\\par Small nodule.\\par}";

  private static String ed(int n, String type, String encoding, String data) {
    return obx(n, "ED", "18748-4^Report^LN", "RIS^" + type + "^" + encoding + "^" + data);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aDocumentIsTheTextIfThereIsNoOther() {
    String data = base64(RTF);
    String message = message(msh("2.5", "1"), PID, OBR, ed(1, "text^rtf", "Base64", data));
    Report report = report(message);
    assertEquals("Lungs are clear.\nSmall nodule.", report.text());
    assertEquals(List.of(), report.notAudited());
    Origin origin = report.origins().get(0);
    assertEquals("OBX[1]-5", origin.place());
    assertEquals(data, message.substring(origin.start(), origin.end()));
  }

  @Test
  void aCopyAddsNothing() {
    Report report =
        report(
            message(
                msh("2.5", "1"),
                PID,
                OBR,
                obx(1, "TX", "X", "Lungs are"),
                obx(2, "TX", "X", "clear. Small nodule."),
                ed(3, "application^rtf", "Base64", base64(RTF))));
    assertEquals("Lungs are\nclear. Small nodule.", report.text());
    assertEquals(List.of(), report.notAudited());
  }

  @Test
  void whatOnlyTheDocumentSaysFollowsUnderAHeading() {
    Report report =
        report(
            message(
                msh("2.5", "1"),
                PID,
                OBR,
                obx(1, "TX", "X", "Lungs are clear."),
                ed(2, "application^rtf", "Base64", base64(RTF)),
                ed(3, "application^rtf", "Base64", base64(RTF))));
    assertEquals("Lungs are clear.\n\nONLY IN THE ATTACHED RTF:\nSmall nodule.", report.text());
    assertEquals(
        List.of("OBX[1]-5", "OBX[2]-5"), report.origins().stream().map(Origin::place).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "text^plain, Base64",
    "TEXT^PLAIN, base64",
    "TX^, Hex",
    "text^plain, A",
    "^, Base64",
    "text^html, Base64",
    "application^octet-stream, Hex"
  })
  void inEachEncoding(String type, String encoding) {
    String data =
        switch (encoding) {
          case "A" -> "Lungs are clear.";
          case "Hex" -> hex("Lungs are clear.");
          default -> base64("Lungs are clear.");
        };
    assertEquals(
        "Lungs are clear.",
        report(message(msh("2.5", "1"), PID, OBR, ed(1, type, encoding, data))).text());
  }

  @Test
  void ordersWithDocumentsOfTheirOwnAreReportsOfTheirOwn() {
    String other = OBR.replace("A2600100", "A2").replace("F100", "F2").replace("P1", "P2");
    byte[] message =
        Hl7Samples.bytes(
            message(
                msh("2.5", "1"),
                PID,
                OBR,
                ed(1, "text^plain", "Base64", base64("Head normal.")),
                other,
                ed(1, "text^plain", "Base64", base64("Neck normal."))));
    Parsed parsed = (Parsed) Hl7Samples.READER.disposition(message);
    assertEquals(
        List.of("Head normal.", "Neck normal."),
        parsed.reports().stream().map(Report::text).toList());
  }

  @Test
  void aDocumentThatCannotBeReadIsNamedAndAloneIsRefused() {
    String broken = ed(2, "application^pdf", "Base64", "JVBERi0xLjMN");
    Report report = report(message(msh("2.5", "1"), PID, OBR, obx(1, "TX", "X", "Clear."), broken));
    assertEquals("Clear.", report.text());
    String what = report.notAudited().stream().map(NotAudited::what).findFirst().orElseThrow();
    assertTrue(what.startsWith("attachment in OBX-5 (pdf), "), what);
    String reason = quarantined(message(msh("2.5", "1"), PID, OBR, broken));
    assertTrue(reason.startsWith("OBX-5 has no text, and its document is "), reason);
    assertTrue(
        quarantined(message(msh("2.5", "1"), PID, OBR, obx(1, "RP", "X", "http://x^^image^jpeg")))
            .startsWith("OBX-5 has a document but no text"));
  }

  /** Fields are cut at 32 or 64 KB; of four places, three leave Base64 that is valid. */
  @Test
  @Tag("safety")
  void aDocumentThatWasCutIsRefusedAndCostsTheScoreOfATextBesideIt() {
    byte[] pdf = Pdfs.of("Lungs are clear.", "IMPRESSION: Large mass.");
    String whole = Base64.getEncoder().encodeToString(pdf);
    for (int length = whole.length() / 2; length < whole.length() / 2 + 4; length++) {
      String cut = ed(2, "application^pdf", "Base64", whole.substring(0, length));
      assertEquals(
          "OBX-5 has no text, and its document is cut off or damaged; send it whole",
          quarantined(message(msh("2.5", "1"), PID, OBR, cut)));
      Report beside = report(message(msh("2.5", "1"), PID, OBR, obx(1, "TX", "X", "Clear."), cut));
      NotAudited named = beside.notAudited().get(0);
      assertEquals("attachment in OBX-5 (pdf), cut off or damaged", named.what());
      assertTrue(named.reportText());
    }
    String other = ed(1, "application^pdf", "Base64", whole.replaceFirst("AAA|..A", "**A"));
    assertTrue(quarantined(message(msh("2.5", "1"), PID, OBR, other)).contains("cut off"));
    String folded =
        ed(1, "application^pdf", "Base64", whole.replaceAll("(.{76})", "$1\\\\.br\\\\"));
    assertEquals(
        "Lungs are clear.\nIMPRESSION: Large mass.",
        report(message(msh("2.5", "1"), PID, OBR, folded)).text());
  }
}
