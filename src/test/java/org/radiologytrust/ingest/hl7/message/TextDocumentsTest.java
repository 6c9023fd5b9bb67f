package org.radiologytrust.ingest.hl7.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.ingest.hl7.Hl7Samples.OBR;
import static org.radiologytrust.ingest.hl7.Hl7Samples.PID;
import static org.radiologytrust.ingest.hl7.Hl7Samples.message;
import static org.radiologytrust.ingest.hl7.Hl7Samples.msh;
import static org.radiologytrust.ingest.hl7.Hl7Samples.obx;
import static org.radiologytrust.ingest.hl7.Hl7Samples.quarantined;
import static org.radiologytrust.ingest.hl7.Hl7Samples.report;
import static org.radiologytrust.ingest.hl7.Hl7Samples.withText;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Origin;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Section;

/** Documents in OBX of text types. */
@Tag("safety")
class TextDocumentsTest {
  private static final String CODE = "18748-4^Report^LN";
  private static final String READ = "Large effusion.\nNormal heart.";
  private static final String RTF =
      "{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\f0\\fs20 Large effusion.{\\v No effusion.}\\par"
          + " Normal heart.\\par}";
  private static final String HTML =
      "<html><head><style>.x{display:none}</style></head><body><p>Large effusion.</p>"
          + "<p class=x>No effusion.</p><p>Normal heart.</p></body></html>";

  private static String escaped(String text) {
    return text.replace("\\", "\\E\\")
        .replace("|", "\\F\\")
        .replace("^", "\\S\\")
        .replace("&", "\\T\\")
        .replace("~", "\\R\\");
  }

  private static Report lines(String type, String... values) {
    List<String> segments = new ArrayList<>(List.of(msh("2.5", "1"), PID, OBR));
    for (int i = 0; i < values.length; i++) {
      segments.add(obx(i + 1, type, CODE, values[i]));
    }
    return report(message(segments.toArray(String[]::new)));
  }

  private static String[] pieces(String text, int length) {
    List<String> pieces = new ArrayList<>();
    for (int at = 0; at < text.length(); at += length) {
      pieces.add(text.substring(at, Math.min(text.length(), at + length)));
    }
    return pieces.toArray(String[]::new);
  }

  private static byte[] pdf() throws IOException {
    try (PDDocument document = new PDDocument();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      PDPage page = new PDPage();
      document.addPage(page);
      try (PDPageContentStream stream = new PDPageContentStream(document, page)) {
        stream.beginText();
        stream.setFont(new PDType1Font(FontName.HELVETICA), 12);
        stream.newLineAtOffset(72, 700);
        stream.showText("Large effusion.");
        stream.newLineAtOffset(0, -14);
        stream.showText("Normal heart.");
        stream.endText();
      }
      document.save(out);
      return out.toByteArray();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TX", "FT", "ST", ""})
  void anRtfIsReadAsWhatItIs(String type) {
    for (String value : List.of(RTF, escaped(RTF), " " + RTF)) {
      Report report = report(withText(type, value));
      assertEquals(READ, report.text(), value);
      assertEquals(
          List.of(NotAudited.other("invisible text of an RTF", 11, NotAudited.Unit.CHARACTERS)),
          report.notAudited());
      assertEquals("OBX[1]-5", report.origins().get(0).place());
    }
  }

  @Test
  void anRtfGoesOnInTheNextObx() {
    for (int length : new int[] {20, 37, 48}) {
      String[] parts = pieces(RTF, length);
      Report report = lines("TX", parts);
      assertEquals(READ, report.text());
      Origin origin = report.origins().get(0);
      assertEquals("OBX[1]-5", origin.place());
      assertTrue(origin.end() - origin.start() >= RTF.length());
      String[] more = Arrays.copyOf(parts, parts.length + 1);
      more[parts.length] = "Signed by Dr. X.";
      assertEquals(
          "Signed by Dr. X.\n\nONLY IN THE ATTACHED RTF:\n" + READ, lines("TX", more).text());
    }
  }

  @Test
  void repetitionsAndLinesAreOneDocument() {
    String[] parts = RTF.split("(?<=par )");
    assertEquals(READ, lines("TX", parts).text());
    assertEquals(READ, report(withText("FT", escaped(RTF).replace("Large", "~Large"))).text());
    assertEquals(READ, report(withText("TX", String.join("\r\n", parts))).text());
  }

  @Test
  void charactersOfTheMessageKeepTheirMeaning() {
    String rtf = "{\\rtf1\\ansi\\ansicpg1250 Gr\u00f6\u00dfe 5 \u00b5m \u2265 4, 3\\~mm.\\par}";
    assertEquals("Gr\u00f6\u00dfe 5 \u00b5m \u2265 4, 3 mm.", report(withText("TX", rtf)).text());
    assertEquals("Gr\u00f6\u00dfe", report(withText("TX", "<p>Gr&ouml;\u00dfe</p>")).text());
    String latin =
        withText("TX", "{\\rtf1\\ansi Gr\u00f6\u00dfe\\par}")
            .replace("|P|2.5\r", "|P|2.5||||||8859/1\r");
    assertEquals("Gr\u00f6\u00dfe", report(latin.getBytes(Charset.forName("windows-1252"))).text());
  }

  @Test
  void anHtmlIsReadAsWhatItIs() {
    Report report = report(withText("TX", escaped(HTML)));
    assertEquals(READ, report.text());
    assertEquals(11, report.notAudited().get(0).size());
    assertEquals(READ, lines("FT", pieces(HTML, 33)).text());
    assertEquals(READ, lines("ST", "<b>Large effusion.</b>", "<i>Normal heart.</i>").text());
    assertEquals(
        "FINDINGS:\nLarge effusion.\n\nIMPRESSION:\nNormal, <5 mm.",
        lines(
                "ST",
                "FINDINGS:",
                "<b>Large effusion.</b><span style='display:none'>",
                "No effusion.</span><br/>",
                "IMPRESSION:",
                "Normal, <5 mm.")
            .text());
  }

  @Test
  void linesOfHtmlStayInTheirPlaceAndSection() {
    Report report =
        report(
            message(
                msh("2.5", "1"),
                PID,
                OBR,
                obx(1, "TX", "59776-5^Findings^LN", "<p>Large effusion.</p>"),
                obx(2, "TX", "59776-5^Findings^LN", "Normal heart."),
                obx(3, "TX", "19005-8^Impression^LN", "<b>Effusion.</b>"),
                obx(4, "TX", "X^Other", "<br/>"),
                obx(5, "TX", "Y^Other", "Signed.")));
    assertEquals(
        List.of("Large effusion.", "Normal heart.", "Effusion.", "Signed."),
        report.text().lines().filter(line -> !line.isEmpty()).toList());
    assertEquals(
        List.of(Section.FINDINGS, Section.IMPRESSION),
        report.hints().stream().map(hint -> hint.section()).toList());
    assertEquals(List.of(), report.notAudited());
  }

  @Test
  void aCdaIsReadAsWhatItIs() {
    String cda =
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><ClinicalDocument"
            + " xmlns=\"urn:hl7-org:v3\"><component><structuredBody><component><section><text>"
            + "Gr\u00f6\u00dfe normal.</text></section></component></structuredBody></component>"
            + "</ClinicalDocument>";
    assertEquals("Gr\u00f6\u00dfe normal.", report(withText("TX", cda)).text());
    assertEquals("Gr\u00f6\u00dfe normal.", lines("TX", pieces(cda, 71)).text());
  }

  @Test
  void base64IsDecoded() throws IOException {
    String data = Base64.getEncoder().encodeToString(pdf());
    assertEquals(READ, report(withText("TX", data)).text());
    assertEquals(READ, lines("TX", pieces(data, 76)).text());
    List<String> all = new ArrayList<>(List.of(pieces(data, 76)));
    all.add("Normal");
    assertTrue(lines("TX", all.toArray(String[]::new)).text().startsWith("Normal\n"));
    String rtf = Base64.getEncoder().encodeToString(RTF.getBytes(StandardCharsets.US_ASCII));
    assertEquals(READ, report(withText("ST", rtf)).text());
  }

  @Test
  void eachSectionMayBeADocument() {
    String findings = "{\\rtf1 Large effusion.\\par}";
    String impression = "{\\rtf1 Normal heart.\\par}";
    Report report =
        report(
            message(
                msh("2.5", "1"),
                PID,
                OBR,
                obx(1, "FT", "59776-5^Findings^LN", findings),
                obx(2, "FT", "19005-8^Impression^LN", impression)));
    assertEquals(READ, report.text());
    assertEquals(
        List.of(Section.FINDINGS, Section.IMPRESSION),
        report.hints().stream().map(hint -> hint.section()).toList());
  }

  @Test
  void aTextAndItsCopyAreOne() {
    Report report = lines("TX", "Large effusion.", "Normal heart.", RTF);
    assertEquals(READ, report.text());
  }

  @Test
  void aDocumentThatCannotBeReadIsRefusedOrCostsTheScore() {
    String cut = "{\\rtf1 Large effusion.\\par Nor";
    assertEquals(
        "OBX-5 has no text, and its document is damaged; send it again from its source",
        quarantined(withText("TX", cut)));
    Report report = lines("TX", "Signed.", cut);
    assertEquals("Signed.", report.text());
    assertEquals("RTF in a text field, damaged", report.notAudited().get(0).what());
    assertTrue(report.notAudited().get(0).reportText());
    assertTrue(quarantined(withText("TX", "%PDF-1.4 no PDF")).contains("its document"));
  }

  @Test
  void withdrawnLinesAreNoPartAndTheStatusIsThatOfAllParts() {
    String withdrawn = obx(1, "TX", CODE, RTF).replaceFirst("F$", "D");
    assertEquals(
        "Normal.",
        report(message(msh("2.5", "1"), PID, OBR, withdrawn, obx(2, "TX", CODE, "Normal.")))
            .text());
    String corrected = obx(2, "TX", CODE, "Normal.}").replaceFirst("F$", "C");
    Report report =
        report(message(msh("2.5", "1"), PID, OBR, obx(1, "TX", CODE, "{\\rtf1 "), corrected));
    assertEquals(ReportStatus.CORRECTED, report.status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<5 mm nodule in the right lung.",
        "< 5 mm",
        "<<Impression>> Normal.",
        "<NAME> was called.",
        "<i.e. unchanged",
        "{Normal} chest.",
        "{\\E\\}",
        "{rtf} is no RTF",
        "%PDF is attached",
        "JVBERi0 is the beginning of a PDF in Base64.",
        "Pneumothorax",
        "e1xydGY",
        "P",
        ">5 mm <10 mm",
        "<--- normal --->",
        "<p.r.n. follow-up>"
      })
  void honestTextStaysText(String text) {
    assertEquals(text.replace("\\E\\", "\\"), report(withText("TX", text)).text());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void wordsAfterBase64AreText() {
    for (String end : List.of("", " ", "\n", " \n")) {
      String data = base64(RTF + end).replace("=", "");
      for (String words : List.of("Large left pneumothorax", "Normal")) {
        assertTrue(lines("TX", data, words).text().startsWith(words + "\n"), words);
        List<String> all = new ArrayList<>(List.of(pieces(data, 48)));
        all.add(words);
        assertTrue(lines("TX", all.toArray(String[]::new)).text().startsWith(words + "\n"));
      }
    }
    String cut = base64(RTF).substring(0, 80);
    assertEquals("Large left pneumothorax", lines("TX", cut, "Large left pneumothorax").text());
    String other = obx(2, "TX", "X^Other", "Normal");
    assertEquals(
        "Normal",
        report(message(msh("2.5", "1"), PID, OBR, obx(1, "TX", CODE, cut), other)).text());
    String[] cutPieces = {cut, cut.replace('e', 'f').substring(0, 60), "Normal"};
    assertEquals("Normal", lines("TX", cutPieces).text());
  }

  @Test
  void piecesOfBase64MayBecomeShorter() {
    String data = base64(RTF);
    String[] parts = {data.substring(0, 60), data.substring(60, 119), data.substring(119)};
    assertEquals(READ, lines("TX", parts).text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ufeff", " ", "\n", "\r\n\t", "\ufeff<?xml version='1.0'?>"})
  void whatIsInBase64IsToldByItsBytes(String before) {
    String cda =
        "<ClinicalDocument xmlns='urn:hl7-org:v3'><component><structuredBody><component><section>"
            + "<text>Large effusion.</text></section></component></structuredBody></component>"
            + "</ClinicalDocument>";
    String html = before.contains("xml") ? "" : "<p>Large effusion.</p> <p>Seen with Dr. X.</p>";
    assertEquals(
        "Large effusion.", report(withText("TX", base64(before.stripLeading() + cda))).text());
    if (!html.isEmpty()) {
      assertEquals(
          "Large effusion.\nSeen with Dr. X.",
          report(withText("TX", base64(before + html))).text());
    }
  }

  @Test
  void theStartTagOfACdaIsNotItsEnd() {
    for (String prefix : List.of("", "hl7:")) {
      String[] cda = {
        "<ClinicalDocument>".replace("<", "<" + prefix),
        "<title>Large effusion.</title></Clinical".replace("</C", "</" + prefix + "C"),
        "Document>"
      };
      Report report = lines("TX", "Normal heart.", cda[0], cda[1], cda[2], "Signed.");
      assertEquals("Normal heart.\nSigned.", report.text());
      assertTrue(report.notAudited().get(0).what().startsWith("CDA in a text field"));
      assertTrue(report.notAudited().get(0).reportText());
    }
  }

  @Test
  void base64MayEndAnywhere() {
    String html = base64("<p>Large effusion.</p><p>Normal heart.</p>" + " ".repeat(8));
    for (int cut = 0; cut < 4; cut++) {
      String data = html.replace("=", "").substring(0, 60 - cut);
      for (String end : List.of("", "=", " ".repeat(400))) {
        assertEquals(READ, report(withText("TX", data + end)).text(), cut + end);
      }
    }
  }
}
