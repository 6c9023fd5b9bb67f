package org.radiologytrust.ingest.hl7.out;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.hl7.message.Charsets;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.publish.SampleAudits;
import org.radiologytrust.publish.SampleAudits.Change;
import org.radiologytrust.retry.RetryVerdict;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Problems;

/** Audits as HL7 messages. Whole messages are in {@code corpus/oru}, one segment on each line. */
class OruWriterTest {
  @TempDir Path folder;

  private static final Change CORRECTED =
      a -> {
        a.run = "run-2";
        a.status = ReportStatus.CORRECTED;
        a.sentences = List.of("No pneumothorax.");
        a.images = false;
      };

  private OruMessages mapped(String yaml) throws IOException {
    return new OruMessages(files(yaml), false);
  }

  private SiteFiles files(String yaml) throws IOException {
    Files.createDirectories(folder.resolve("publish"));
    Files.writeString(folder.resolve("publish/oru.yaml"), yaml);
    return SiteFiles.in(folder);
  }

  private static List<String> lines(String message, String segment) {
    return message.lines().filter(line -> line.startsWith(segment + "|")).toList();
  }

  private static List<String> fields(String message, String segment, int field) {
    int index = segment.equals("MSH") ? field - 1 : field;
    return lines(message, segment).stream()
        .map(line -> line.split("\\|", -1))
        .map(all -> index < all.length ? all[index] : "")
        .toList();
  }

  private static String only(String message, String segment, int field) {
    return fields(message, segment, field).stream().collect(Collectors.joining(", "));
  }

  static Stream<String> kinds() {
    return Stream.of("ordinary", "asked", "other-patient", "refused", "hostile", "withdrawn");
  }

  private static String written(String kind) throws OruProblem {
    OruMessages all = OruMessages.shipped();
    Audit ordinary = SampleAudits.with(a -> {});
    return switch (kind) {
      case "ordinary" -> all.of(ordinary);
      case "asked" ->
          new OruMessages(SiteFiles.shipped(), true)
              .of(
                  ordinary.toBuilder()
                      .checks(
                          ordinary.checks().stream()
                              .map(check -> check.asking("the order names no side"))
                              .toList())
                      .build());
      case "other-patient" -> all.of(SampleAudits.with(Change.OTHER_PATIENT));
      case "refused" -> all.of(SampleAudits.with(Change.REFUSED));
      case "hostile" -> all.of(SampleAudits.with(Change.HOSTILE));
      case "withdrawn" -> all.after(all.of(ordinary), SampleAudits.with(Change.WITHDRAWN));
      default -> throw new AssertionError(kind);
    };
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theWholeMessage(String kind) throws Exception {
    String expected = Files.readString(Path.of("src/test/resources/corpus/oru/" + kind + ".hl7"));
    String message = written(kind);
    assertTrue(message.endsWith("\r"));
    assertFalse(message.contains("\n"), "a segment ends with CR");
    assertEquals(expected, message.replace('\r', '\n'));
  }

  @Test
  @Tag("safety")
  void noNumberOfTheReportIsANumberOfTheAudit() throws Exception {
    Audit audit = SampleAudits.with(a -> {});
    String message = OruMessages.shipped().of(audit);
    for (String segment : List.of("MSH", "PID", "OBR")) {
      for (String number : List.of("ACC-1", "P1", "F1", "CXR2", "1.2.826")) {
        assertFalse(
            lines(message, segment).stream()
                .flatMap(line -> Arrays.stream(line.split("[|^~&]")))
                .anyMatch(number::equals),
            segment + " has " + number);
      }
    }
    assertEquals("RTL-AUDIT^Report audit^99RTL", only(message, "OBR", 4));
    assertEquals("P", only(message, "OBR", 25));
    assertTrue(lines(message, "OBX").get(0).contains("This is no radiology report"));
    assertEquals(List.of(), lines(message, "ORC"));
  }

  @Test
  void allMessagesAboutAReportHaveOneNumberAndEachItsOwnControlId() throws Exception {
    OruMessages all = OruMessages.shipped();
    String first = all.of(SampleAudits.with(a -> {}));
    String second = all.after(first, SampleAudits.with(CORRECTED));
    assertEquals(only(first, "OBR", 3), only(second, "OBR", 3));
    assertTrue(only(first, "OBR", 3).matches("[0-9A-F]{18}\\^RTL"), only(first, "OBR", 3));
    assertNotEquals(only(first, "MSH", 10), only(second, "MSH", 10));
    assertEquals(20, only(first, "MSH", 10).length());
    assertEquals(first, all.of(SampleAudits.with(a -> {})), "the same at each try");
  }

  @Test
  @Tag("safety")
  void aCorrectionReplacesWhatStandsAndDeletesWhatDoesNot() throws Exception {
    OruMessages all = OruMessages.shipped();
    String first = all.of(SampleAudits.with(a -> {}));
    String second = all.after(first, SampleAudits.with(CORRECTED));
    assertEquals(
        List.of("P"), fields(first, "OBX", 11).stream().distinct().toList(), "nothing was there");
    List<String> flags = lines(first, "OBX").stream().filter(l -> l.contains("RTL-FLAG")).toList();
    assertEquals(4, flags.size());
    for (String flag : flags) {
      String name = flag.split("\\|")[4];
      String now =
          lines(second, "OBX").stream()
              .filter(l -> l.split("\\|")[4].equals(name))
              .findFirst()
              .get();
      assertEquals("D", now.split("\\|")[11], now);
      assertEquals("", now.split("\\|")[5], "nothing to read in a line that is deleted");
    }
    assertEquals("C", fields(second, "OBX", 11).get(0), "the notice");
    // the second message may not have arrived
    String third = all.after(second, SampleAudits.with(CORRECTED.and(a -> a.run = "run-3")));
    assertEquals(
        fields(second, "OBX", 11).stream().filter("D"::equals).count(),
        fields(third, "OBX", 11).stream().filter("D"::equals).count(),
        third);
    // what comes back is new to a receiver that has deleted it
    String fourth = all.after(third, SampleAudits.with(a -> a.run = "run-4"));
    assertTrue(
        lines(fourth, "OBX").stream()
            .filter(line -> line.contains("RTL-FLAG"))
            .allMatch(line -> line.split("\\|")[11].equals("P")),
        fourth);
    String gone = all.after(second, SampleAudits.with(Change.WITHDRAWN));
    assertEquals(
        fields(second, "OBX", 11).stream().filter("D"::equals).count(),
        fields(gone, "OBX", 11).stream().filter("D"::equals).count(),
        "a deleted line is not shown again");
  }

  @Test
  @Tag("safety")
  void aWithdrawnReportLeavesNothingThatStands() throws Exception {
    OruMessages all = OruMessages.shipped();
    String first = all.of(SampleAudits.with(a -> {}));
    String withdrawn = all.after(first, SampleAudits.with(Change.WITHDRAWN));
    assertEquals(List.of("W"), fields(withdrawn, "OBX", 11).stream().distinct().toList());
    assertEquals(SentLine.of(first).keySet(), SentLine.of(withdrawn).keySet(), "each line once");
    assertEquals(
        fields(first, "OBX", 5).subList(1, fields(first, "OBX", 5).size()),
        fields(withdrawn, "OBX", 5).subList(1, fields(withdrawn, "OBX", 5).size()),
        "what somebody may have acted on stays to be read");
    assertEquals("P", only(withdrawn, "OBR", 25));
  }

  /** The receiver may have got nothing before, and must know which report is meant. */
  @Test
  @Tag("safety")
  void aWithdrawalNamesTheNumbersOfItsReport() throws Exception {
    Audit audit = SampleAudits.with(Change.WITHDRAWN);
    String alone = OruMessages.shipped().of(audit);
    List<String> said = fields(alone, "OBX", 5);
    assertEquals(
        List.of(
            "Accession number: " + audit.report().order().accessionNumber(),
            "Filler order number: " + audit.report().order().fillerOrderNumber()),
        said.subList(1, said.size()));
    assertEquals(List.of("W"), fields(alone, "OBX", 11).stream().distinct().toList());
  }

  @Test
  void aDecisionIsSaidBesideItsFlag() throws Exception {
    OruMessages all = OruMessages.shipped();
    Audit audit = SampleAudits.with(a -> {});
    String first = all.of(audit);
    String key = Problems.of(audit).get(0).key();
    String second =
        all.after(
            first,
            audit,
            Decision.of(UUID.randomUUID(), audit.runId(), key, Decision.Kind.DISMISS, "jdoe")
                .reason("wrong")
                .build());
    assertEquals(
        1, lines(second, "OBX").stream().filter(l -> l.contains("a person dismissed it")).count());
    assertFalse(second.contains("jdoe"));
    assertEquals(List.of("C"), fields(second, "OBX", 11).stream().distinct().toList());
  }

  @Test
  void aPilotsReportIsATest() throws Exception {
    assertEquals("T", only(OruMessages.shipped().of(SampleAudits.with(Change.PILOT)), "MSH", 11));
  }

  /** Other delimiters, a character set, a null, escapes, a Z field and repetitions. */
  @Test
  void thePatientIsAsTheReportNamedIt() throws Exception {
    String report =
        "MSH$%~*@$RIS$HOSP$RTL$RTL$20260301100005$$ORU%R01$1$P$2.5$$$$$$8859/1\r"
            + "PID$1$$4711%%%HOSP@1.2.3@ISO%MR~9%%%*S*%PI$$M\u00fcller%*T*Ada%Q$\"\"$19700203$F$$$"
            + "a^b*D*c|d\r"
            + "PV1$1$I$W*E*1\r"
            + "OBR$1$P1$F1$X\rOBX$1$TX$R$$No pneumothorax.$$$$$$F\r";
    byte[] bytes = report.getBytes(StandardCharsets.ISO_8859_1);
    Audit audit = SampleAudits.with(a -> {});
    assertEquals(
        "PID|1||4711^^^HOSP&1.2.3&ISO^MR~9^^^%^PI||M\u00fcller^@Ada^Q|\"\"|19700203|F|||"
            + "a\\S\\b*D*c\\F\\d",
        lines(OruMessages.shipped().with(bytes, audit), "PID").get(0));
    assertEquals(List.of(), lines(OruMessages.shipped().with(bytes, audit), "PV1"));
    assertEquals(List.of("PV1|1|I|W*1"), lines(mapped("visit: true\n").with(bytes, audit), "PV1"));
  }

  @Test
  void aPatientOfAnotherFormatHasAPidToo() throws Exception {
    assertEquals(
        "PID|1||V-77^^^&HOSPITAL&URI^VN~4711^^^&1.2.3.98&ISO^MR||Example^Erika||19700102|F",
        lines(OruMessages.shipped().of(SampleAudits.with(a -> {})), "PID").get(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8859/1", "ASCII", "8859/2", "GB 18030-2000", "WINDOWS-1252"})
  void textsAreWrittenInTheCharacterSetThatIsNamed(String name) throws Exception {
    Audit audit =
        SampleAudits.with(
            a -> a.sentences = List.of("A nodule \u2265 3 mm.", "Gr\u00f6\u00dfe \ud83d\ude00."));
    String message = mapped("charset: " + name + "\n").of(audit);
    assertEquals(name, only(message, "MSH", 18));
    Charset charset = new Charsets(SiteFiles.shipped()).written(name);
    assertTrue(charset.newEncoder().canEncode(message), name);
    if (name.equals("8859/1")) {
      assertTrue(message.contains("\"Gr\u00f6\u00dfe ?"), message);
      assertEquals("ISO-8859-1", charset.name());
    }
  }

  @Test
  @Tag("safety")
  void aPatientIsNeverNamedByQuestionMarks() throws Exception {
    byte[] report =
        OruMessages.bytes(
            "MSH|^~\\&|RIS|HOSP|RTL|RTL|20260301||ORU^R01|1|P|2.5||||||UNICODE UTF-8\r"
                + "PID|1||4711||\u0141ucja\rOBR|1|P1|F1\rOBX|1|TX|R||x||||||F\r");
    Audit audit = SampleAudits.with(a -> {});
    OruMessages latin = mapped("charset: 8859/1\n");
    assertEquals(
        RetryVerdict.Kind.NEVER,
        assertThrows(OruProblem.class, () -> latin.with(report, audit)).verdict().kind());
    assertTrue(OruMessages.shipped().with(report, audit).contains("\u0141ucja"));
  }

  @Test
  void theMappingPutsNumbersWhereASiteWantsThem() throws Exception {
    String message =
        mapped(
                """
                fields:
                  MSH-3: AUDITS
                  MSH-4: HOSP
                  MSH-5.2: 1.2.3
                  OBR-2: $placer
                  OBR-4.1: X1
                  OBR-18: $accession
                  OBR-29.1: $placer
                  OBR-29.2.1: $filler
                  OBR-29.2.2: a|b
                  ORC-1: CN
                references:
                  Study: $studyUid
                abnormal:
                  high: AA
                """)
            .of(SampleAudits.with(a -> {}));
    assertEquals("AUDITS", only(message, "MSH", 3));
    assertEquals("HOSP", only(message, "MSH", 4));
    assertEquals("^1.2.3", only(message, "MSH", 5));
    assertEquals("P1", only(message, "OBR", 2));
    assertEquals("X1", only(message, "OBR", 4));
    assertEquals("ACC-1", only(message, "OBR", 18));
    assertEquals("P1^F1&a\\F\\b", only(message, "OBR", 29));
    assertEquals("CN", only(message, "ORC", 1));
    assertEquals(only(message, "OBR", 3), only(message, "ORC", 3));
    assertTrue(message.contains("Study: 1.2.826.0.1.3680043.8.498.1"), message);
    assertFalse(message.contains("Accession number:"), message);
  }

  @Test
  void flagsMayBeNotes() throws Exception {
    String message = mapped("form: nte\n").of(SampleAudits.with(a -> {}));
    assertEquals(1, lines(message, "OBX").size());
    assertTrue(lines(message, "NTE").size() > 5, message);
    assertEquals("1", fields(message, "NTE", 1).get(0));
    // a site that changes the form leaves no line of the other form
    String before = OruMessages.shipped().of(SampleAudits.with(a -> {}));
    String after = mapped("form: nte\n").after(before, SampleAudits.with(CORRECTED));
    assertEquals(
        SentLine.of(before).size() - 1,
        fields(after, "OBX", 11).stream().filter("D"::equals).count());
  }

  @Test
  @Tag("safety")
  void theAuditMayBeAPageWithoutMarkupOfOthers() throws Exception {
    String message = mapped("form: html\n").of(SampleAudits.with(Change.HOSTILE));
    assertEquals(2, lines(message, "OBX").size());
    String[] obx = lines(message, "OBX").get(1).split("\\|");
    assertEquals("ED", obx[2]);
    String[] parts = obx[5].split("\\^");
    assertEquals(List.of("", "TEXT", "HTML", "Base64"), List.of(parts).subList(0, 4));
    String html = new String(Base64.getDecoder().decode(parts[4]), StandardCharsets.UTF_8);
    assertTrue(html.contains("&lt;script&gt;"), html);
    assertFalse(html.contains("<script"), html);
    assertFalse(html.contains("<img"), html);
  }

  private static String pdf(String message) throws IOException {
    String obx = lines(message, "OBX").get(1);
    String[] parts = obx.split("\\|")[5].split("\\^");
    assertEquals(List.of("", "AP", "PDF", "Base64"), List.of(parts).subList(0, 4));
    try (PDDocument document = Loader.loadPDF(Base64.getDecoder().decode(parts[4]))) {
      return new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
    }
  }

  @Test
  void theAuditMayBeAPdf() throws Exception {
    String message = mapped("form: pdf\n").of(SampleAudits.with(a -> {}));
    assertEquals(2, lines(message, "OBX").size());
    assertEquals(List.of(), lines(message, "NTE"), "the PDF has it all");
    String text = pdf(message);
    assertTrue(text.startsWith("Automated audit of a radiology report"), text);
    assertTrue(text.contains("Check: side-order."), text);
    assertEquals(message, mapped("form: pdf\n").of(SampleAudits.with(a -> {})));
  }

  /** Of no script is anything lost: what the font of the PDF lacks is in the notes. */
  @ParameterizedTest
  @ValueSource(strings = {"左肺に結節", "рак лёгкого", "סרטן הריאה", "سرطان الرئة", "ปอด", "😀 mass"})
  void aPdfOfAnyScriptLosesNothing(String words) throws Exception {
    Audit audit =
        SampleAudits.with(a -> {}).toBuilder().note("Before " + words + " behind.").build();
    String message = mapped("form: pdf\n").of(audit);
    String text = pdf(message);
    assertTrue(text.contains("Before ") && text.contains(" behind."), text);
    boolean shown = text.contains(words);
    assertEquals(words.startsWith("рак"), shown, text);
    assertEquals(shown, lines(message, "NTE").isEmpty());
    assertTrue(shown || message.contains("Before " + words + " behind."), message);
  }

  @Test
  void aLongWordAndManyPagesFitIntoThePdf() throws Exception {
    List<String> texts = new ArrayList<>(List.of("x".repeat(5000), "", "   ", "a\tb\r\nc"));
    IntStream.range(0, 300).mapToObj(n -> "Paragraph " + n + " of many.").forEach(texts::add);
    NotePdf note = NotePdf.of(texts);
    assertTrue(note.whole());
    try (PDDocument document = Loader.loadPDF(note.bytes())) {
      assertTrue(document.getNumberOfPages() > 5);
      String text = new PDFTextStripper().getText(document);
      assertEquals(5000, text.chars().filter(c -> c == 'x').count());
      assertTrue(text.contains("Paragraph 299 of many."));
    }
  }
}
