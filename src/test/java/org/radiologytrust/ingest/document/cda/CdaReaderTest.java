package org.radiologytrust.ingest.document.cda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.document.Document;
import org.radiologytrust.ingest.document.Format;
import org.radiologytrust.ingest.document.Pdfs;
import org.radiologytrust.ingest.document.Reading;
import org.radiologytrust.ingest.document.TestCda;
import org.radiologytrust.ingest.document.TestDocuments;
import org.radiologytrust.ingest.document.read.Documents;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.NotAudited.Unit;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Sex;

/** What a reader of a CDA sees is read; what else it has is named. */
@Tag("safety")
class CdaReaderTest {
  private final Documents documents = TestDocuments.reader();

  private Document read(String cda) {
    Reading reading = documents.read(cda.getBytes(StandardCharsets.UTF_8), "text/xml");
    return assertInstanceOf(Document.class, reading, reading.toString());
  }

  private static NotAudited named(String what, long size, Unit unit, boolean reportText) {
    return new NotAudited(what, size, unit, reportText);
  }

  @Test
  void namesItsPatients() {
    String cda =
        new TestCda()
            .patient(
                "root='1.2.3' extension='77'",
                "<prefix>Dr.</prefix><given>Ann</given> <given>Bea</given><family>Roe</family>",
                "19700506",
                "F")
            .patient("nullFlavor='NI'", "", "", "")
            .section("59776-5", "Clear.")
            .text();
    assertEquals(
        List.of(
            new Patient(
                List.of(new Identifier("urn:oid:1.2.3", "77", "")),
                "Roe",
                "Ann Bea",
                LocalDate.of(1970, 5, 6),
                Sex.FEMALE,
                "")),
        read(cda).patients());
  }

  /** A parser tells a text with an entity in several pieces. */
  @Test
  void aNameWithoutPartsStaysWhole() {
    String name = "Dr.<suffix>x</suffix>Jos&#233; M&#252;ller";
    String cda = new TestCda().patient("", name, "", "").section("59776-5", "Clear.").text();
    assertEquals(
        "Dr. José Müller", read(cda).patients().get(0).familyName().replaceAll("\\s+", " "));
  }

  @Test
  void aLongValueOfAStyleTakesNoLongerThanOthers() {
    String style = "<content style='opacity:" + "0".repeat(1_000_000) + "x'>Clear.</content>";
    String cda = new TestCda().section("59776-5", style).text();
    assertEquals(
        "Clear.", assertTimeoutPreemptively(Duration.ofSeconds(30), () -> read(cda)).text());
  }

  /** Such elements elsewhere, or of another name, are no patients of the document. */
  @Test
  void namesNoOthers() {
    String cda =
        new TestCda()
            .raw(
                "<component><section><text>Clear.</text><entry><observation><recordTarget>"
                    + "<patientRole><id extension='8'/></patientRole></recordTarget></observation>"
                    + "</entry></section></component>")
            .text();
    assertEquals(List.of(), read(cda).patients());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<content styleCode='xHidden'>",
        "<content styleCode='Bold Invisible'>",
        "<content class='no-display'>",
        "<content style='display: none'>",
        "<content style='color:red;DISPLAY:none !important'>",
        "<content style='visibility : hidden'>",
        "<content style='opacity:0.00'>",
        "<content style='font-size:0px'>",
        "<content style='color:transparent'>",
        "<content hidden='hidden'>",
        "<content styleCode='secret'>",
        "<content class='secret'>",
        "<content ID='gone'>",
        "<paragraph styleCode='xHidden'>",
        "<list styleCode='xHidden'><item>",
        "<table style='display:none'><tr><td>",
      })
  void hiddenTextIsNamed(String element) {
    String end = element.replaceAll("<([a-z]+)[^>]*>", "</$1>");
    String closed = end.replaceAll("(</[a-z]+>)(</[a-z]+>)?(</[a-z]+>)?", "$3$2$1");
    String cda =
        new TestCda()
            .section(
                "59776-5",
                "No effusion. "
                    + element
                    + "No pneumothorax."
                    + closed
                    + "<style>/* .no { */ p.secret, .x { display:none; } #gone{visibility:hidden}"
                    + "@media print { .Bold { display: none } } .Italics{}</style>"
                    + "<content styleCode='Bold'> Heart normal.</content>")
            .text();
    Document document = read(cda);
    assertEquals("No effusion. Heart normal.", document.text().replaceAll("\\s+", " "));
    assertEquals(
        List.of(named("invisible text of a CDA", 15, Unit.CHARACTERS, false)), document.notRead());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<content styleCode='Strikethrough'>",
        "<content styleCode='Bold xStrike-Through'>",
        "<content style='text-decoration: underline line-through'>",
        "<content style='text-decoration-line:line-through'>",
        "<del>",
        "<s>",
      })
  void struckOutTextIsNotSaid(String element) {
    String end = element.replaceAll("<([a-z]+)[^>]*>", "</$1>");
    String cda =
        new TestCda().section("59776-5", "No effusion. " + element + "No mass." + end).text();
    Document document = read(cda);
    assertEquals("No effusion.", document.text());
    assertEquals(
        List.of(named("struck-out text of a CDA", 7, Unit.CHARACTERS, false)), document.notRead());
  }

  @Test
  void deletedTextIsNamedAsSuch() {
    String cda =
        new TestCda()
            .section("59776-5", "Clear. <content revised='delete'>Mass.</content>")
            .section("19005-8", "<content revised='insert'>Normal.</content>")
            .text();
    Document document = read(cda);
    assertEquals("Clear.\nNormal.", document.text());
    assertEquals(
        List.of(named("deleted text of a CDA", 5, Unit.CHARACTERS, false)), document.notRead());
  }

  /** What only looks like hiding is read. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "styleCode='Bold Italics Underline'",
        "styleCode='xLabel'",
        "style='display:block;opacity:0.5;font-size:10px;background-color:transparent'",
        "style='color:white'",
        "styleCode='None'",
        "style='opacity:'",
        "revised='insert'",
      })
  void visibleTextIsRead(String attributes) {
    Document document =
        read(
            new TestCda()
                .section("59776-5", "<content " + attributes + ">No effusion.</content>")
                .text());
    assertEquals("No effusion.", document.text());
    assertEquals(List.of(), document.notRead());
  }

  @Test
  void styleCodesAreAFileOfTheSite(@TempDir Path home) throws Exception {
    Path file = home.resolve("ingest/cda-styles.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "hidden: [Ghost]\nstruck: [Gone]\n");
    CdaStyles own = CdaStyles.load(SiteFiles.in(home));
    assertEquals(CdaStyles.Look.HIDDEN, own.of("content", element("<c styleCode='xGhost'/>")));
    for (String wrong : List.of("hidden: a", "hidden: []\nstruck: [b]", "hidden: [null]")) {
      Files.writeString(file, wrong);
      SiteFiles files = SiteFiles.in(home);
      String message =
          assertThrows(IllegalArgumentException.class, () -> CdaStyles.load(files)).getMessage();
      assertTrue(message.contains("cda-styles.yaml"), message);
    }
  }

  private static XMLStreamReader element(String xml) throws XMLStreamException {
    XMLStreamReader reader =
        XMLInputFactory.newDefaultFactory().createXMLStreamReader(new StringReader(xml));
    reader.next();
    return reader;
  }

  private static String entries(String code, String text, String entry) {
    return "<component><section><code code='%s'/>%s<entry>%s</entry></section></component>"
        .formatted(code, text, entry);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          18782-3 | <text/>                 | <observation><value>Large mass</value></observation> |\
           section of a CDA (18782-3) with entries only | true
          18782-3 | <title>Findings</title> | <observation><code displayName='Mass'/></observation> |\
           section of a CDA (18782-3) with entries only | true
          Smith^J | <text> </text>          | <observation><value value='5'/></observation> |\
           section of a CDA with entries only           | false
          11329-0 | <text/>                 | <observation><value>Asthma</value></observation> |\
           section of a CDA (11329-0) with entries only | false
          """)
  void sectionsWithEntriesOnlyAreNamed(
      String code, String text, String entry, String what, boolean reportText) {
    String cda = new TestCda().section("19005-8", "Normal.").raw(entries(code, text, entry)).text();
    assertEquals(List.of(named(what, 1, Unit.ITEMS, reportText)), read(cda).notRead());
  }

  @Test
  void entriesBesideANarrativeAreItsCodes() {
    String entry = "<observation><value>Large mass</value></observation>";
    for (String text : List.of("Large mass.", "<content styleCode='xHidden'>Mass</content>")) {
      String cda =
          new TestCda()
              .section("19005-8", "Normal.")
              .raw(entries("59776-5", "<text>" + text + "</text>", entry))
              .text();
      assertTrue(
          read(cda).notRead().stream().noneMatch(part -> part.what().contains("entries only")));
    }
  }

  @Test
  void aDocumentInASectionIsNamed() {
    String media =
        "<observationMedia ID='M1'><value mediaType='%s' representation='B64'>AAAA</value>"
            + "</observationMedia>";
    String text = "<text>See attachment.<renderMultiMedia referencedObject='M1'/></text>";
    String cda =
        new TestCda()
            .raw(entries("18782-3", text, media.formatted("application/pdf")))
            .raw(entries("18782-3", text, media.formatted("image/png")))
            .text();
    assertEquals(
        List.of(
            named("picture of a CDA", 2, Unit.ITEMS, false),
            named("document in a section of a CDA of type application/pdf", 3, Unit.BYTES, true)),
        read(cda).notRead());
  }

  @Test
  void aSecondBodyIsRead() {
    String sections =
        "<component><structuredBody><component><section><text>Clear.</text></section></component>"
            + "</structuredBody></component>";
    byte[] more = "Clear.\nSmall nodule.".getBytes(StandardCharsets.UTF_8);
    Document document = read(new TestCda().with(sections + TestCda.body("text/plain", more)));
    assertEquals("Clear.\n\nONLY IN THE ATTACHED PLAIN TEXT:\nSmall nodule.", document.text());
    assertEquals(List.of(), document.notRead());
  }

  @Test
  void twoBodiesWithoutSections() {
    String bodies =
        TestCda.body("application/pdf", Pdfs.of("Clear."))
            + TestCda.body("text/plain", "Small nodule.".getBytes(StandardCharsets.UTF_8));
    Document document = read(new TestCda().with(bodies));
    assertEquals(Format.PDF, document.format());
    assertEquals("Clear.\n\nONLY IN THE ATTACHED PLAIN TEXT:\nSmall nodule.", document.text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <text mediaType='application/pdf' representation='B64'>AAAA</text> |\
           body of a CDA of type application/pdf, cut off or damaged | 3 | true
          <text mediaType='image/png' representation='B64'>AAAA</text> |\
           body of a CDA of type image/png, not read | 3 | false
          <text mediaType='text/plain' representation='B64' compression='DF'>AAAA</text> |\
           body of a CDA of type text/plain, not read | 3 | true
          <text mediaType='text/plain'><reference value='http://x'/></text> |\
           body of a CDA of type text/plain, no data | -1 | true
          <text mediaType='text/plain'><thumbnail>AAAA</thumbnail></text> |\
           body of a CDA of type text/plain, no data | -1 | true
          """)
  void aSecondBodyThatCannotBeReadIsNamed(String text, String what, long size, boolean words) {
    String sections =
        "<component><structuredBody><component><section><text>Clear.</text></section></component>"
            + "</structuredBody></component><component><nonXMLBody>";
    Document document = read(new TestCda().with(sections + text + "</nonXMLBody></component>"));
    assertEquals("Clear.", document.text());
    assertEquals(List.of(named(what, size, Unit.BYTES, words)), document.notRead());
  }

  /** The patient of the document around a body is the body's, too. */
  @Test
  void thePatientOfABody() {
    TestCda about = new TestCda().patient("extension='9'", "", "", "M");
    assertEquals(
        "9",
        read(about.with(TestCda.body("application/pdf", Pdfs.of("Clear."))))
            .patients()
            .get(0)
            .identifiers()
            .get(0)
            .value());
  }

  /** Nor do a document and its body hide each other's patients. */
  @Test
  void thePatientsOfACdaInACda() {
    TestCda outer = new TestCda().patient("extension='9'", "", "", "M");
    TestCda inner = new TestCda().patient("extension='8'", "", "", "F").section("x", "Clear.");
    for (TestCda cda : List.of(inner, new TestCda().patient("extension='8'", "", "", ""))) {
      Reading reading =
          documents.read(
              outer.with(TestCda.body("text/xml", cda.bytes())).getBytes(StandardCharsets.UTF_8),
              "text/xml");
      assertEquals(2, reading.patients().size(), reading.toString());
    }
  }

  /** Style sheets of a hostile document are read in linear time, and never without end. */
  @ParameterizedTest
  @ValueSource(strings = {"{", "/*", "@media{", "a{}", "@", "a,", ".a{display:none}", ";"})
  void styleSheetsCostLittle(String part) {
    String sheet = part.repeat(1_000_000 / part.length());
    CdaStyles styles = CdaStyles.load(SiteFiles.shipped());
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    long start = clock.getCurrentThreadCpuTime();
    styles.with(sheet);
    assertTrue(clock.getCurrentThreadCpuTime() - start < Duration.ofSeconds(5).toNanos());
  }
}
