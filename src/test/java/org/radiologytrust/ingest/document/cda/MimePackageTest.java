package org.radiologytrust.ingest.document.cda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.ingest.document.Document;
import org.radiologytrust.ingest.document.Format;
import org.radiologytrust.ingest.document.Reading;
import org.radiologytrust.ingest.document.TestCda;
import org.radiologytrust.ingest.document.TestDocuments;
import org.radiologytrust.ingest.document.Unreadable;
import org.radiologytrust.ingest.document.Unreadable.Reason;
import org.radiologytrust.ingest.document.read.Documents;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.NotAudited.Unit;

/** A CDA in a MIME package, as HL7 v2 and IHE carry it. */
@Tag("safety")
class MimePackageTest {
  private static final String HEADER =
      "MIME-Version: 1.0\r\n"
          + "Content-Type: multipart/related; boundary=\"B-1\"; type=\"text/xml\";\r\n"
          + "  start=\"<10.12.45567.43>\"\r\n"
          + "Content-Transfer-Encoding: BASE64\r\n\r\n";
  private static final String CDA =
      new TestCda()
          .patient("extension='9'", "", "", "F")
          .section("59776-5", "Clear. Größe 5 mm.")
          .text();

  private final Documents documents = TestDocuments.reader();

  private Reading read(String mime, String type) {
    return documents.read(mime.getBytes(StandardCharsets.UTF_8), type);
  }

  private static String base64(String text) {
    return Base64.getMimeEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String part(String id, String type, String encoding, String data) {
    return "--B-1\r\nContent-Type: %s\r\nContent-ID: <%s>\r\nContent-Transfer-Encoding: %s\r\n\r\n%s\r\n"
        .formatted(type, id, encoding, data);
  }

  private static final String ROOT = part("10.12.45567.43", "text/xml", "BASE64", base64(CDA));
  private static final String END = "--B-1--\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "multipart/related",
        "multipart/x-hl7-cda-level-one",
        "text/xml",
        "text/plain"
      })
  void theRootIsRead(String type) {
    Document document = assertInstanceOf(Document.class, read(HEADER + ROOT + END, type));
    assertEquals("Clear. Größe 5 mm.", document.text());
    assertEquals(Format.CDA, document.format());
    assertEquals(1, document.patients().size());
    assertEquals(List.of(), document.notRead());
  }

  @ParameterizedTest
  @CsvSource({
    "'', multipart/related",
    "'', 'multipart/related; boundary=B-1'",
    "'\r\n', 'multipart/related; boundary=\"B-1\"; start=\"<10.12.45567.43>\"'",
    "'Content-Type: multipart/related; boundary=B-1\n\n', ''",
  })
  void withAndWithoutAHeader(String header, String type) {
    Document document = assertInstanceOf(Document.class, read(header + ROOT + END, type));
    assertEquals("Clear. Größe 5 mm.", document.text());
  }

  @ParameterizedTest
  @CsvSource({"8bit", "quoted-printable", "7bit"})
  void encodings(String encoding) {
    String cda = CDA.replace("Größe", encoding.equals("quoted-printable") ? "Gr=C3=B6=C3=9Fe" : "");
    cda = encoding.equals("quoted-printable") ? cda.replace("='", "=3D'") : cda;
    String mime = HEADER + part("10.12.45567.43", "text/xml", encoding, cda) + END;
    Document document = assertInstanceOf(Document.class, read(mime, ""));
    assertTrue(document.text().endsWith("5 mm."), document.text());
  }

  @Test
  void attachmentsAreReadOrNamed() {
    String mime =
        HEADER
            + part("a", "image/png", "base64", "AAAA")
            + part("b", "text/plain", "7bit", "Clear.\nSmall nodule.")
            + ROOT
            + part("c", "application/pdf", "base64", "AAAA")
            + END;
    Document document = assertInstanceOf(Document.class, read(mime, ""));
    assertEquals(
        "Clear. Größe 5 mm.\n\nONLY IN THE ATTACHED PLAIN TEXT:\nSmall nodule.", document.text());
    assertEquals(
        List.of(
            new NotAudited(
                "part of a MIME package of type image/png, not read", 3, Unit.BYTES, false),
            new NotAudited(
                "part of a MIME package of type application/pdf, cut off or damaged",
                3,
                Unit.BYTES,
                true)),
        document.notRead());
  }

  /** Each part may be another person's. */
  @Test
  void eachPartNamesItsPatients() {
    String other = new TestCda().patient("extension='8'", "", "", "M").section("x", "A.").text();
    String mime = HEADER + ROOT + part("o", "text/xml", "base64", base64(other)) + END;
    assertEquals(2, read(mime, "").patients().size());
  }

  @Test
  void aCutPackageIsNamed() {
    Document document = assertInstanceOf(Document.class, read(HEADER + ROOT + "--B-1\r\nCont", ""));
    assertEquals("Clear. Größe 5 mm.", document.text());
    assertTrue(
        document
            .notRead()
            .contains(
                new NotAudited("end of a MIME package", NotAudited.UNKNOWN, Unit.BYTES, true)),
        document.notRead().toString());
    String cut = (HEADER + ROOT).substring(0, HEADER.length() + ROOT.length() / 2);
    assertEquals(Reason.CUT, assertInstanceOf(Unreadable.class, read(cut, "")).reason());
  }

  /** A decoder that leaves characters out makes another text of it. */
  @Test
  void aPartWithDamagedBase64IsNamed() {
    String data = base64("No acute fracture of the left hip is seen on these films.");
    for (String damaged : List.of(data.substring(0, 21), data.replace("Y3", "Y!"), "****")) {
      String mime = HEADER + ROOT + part("x", "text/plain", "Base64", damaged) + END;
      Document document = assertInstanceOf(Document.class, read(mime, ""));
      assertEquals("Clear. Größe 5 mm.", document.text());
      assertEquals(
          List.of(
              new NotAudited(
                  "part of a MIME package of type text/plain, cut off or damaged",
                  NotAudited.UNKNOWN,
                  Unit.BYTES,
                  true)),
          document.notRead());
    }
  }

  @Test
  void packagesInPackagesAndEndlessHeadersAreNotRead() {
    String inner = (HEADER + ROOT + END).replace("B-1", "B-2");
    for (String type : List.of("message/rfc822", "application/octet-stream", "text/plain")) {
      String nested = HEADER + part("x", type, "7bit", inner) + END;
      assertInstanceOf(Unreadable.class, read(nested, ""), type);
    }
    StringBuilder deep = new StringBuilder("Content-Type: multipart/mixed; boundary=b0\r\n\r\n");
    for (int i = 0; i < 1000; i++) {
      deep.append(
          "--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n".formatted(i, i + 1));
    }
    assertEquals(
        Reason.TOO_DEEP, assertInstanceOf(Unreadable.class, read(deep.toString(), "")).reason());
    for (String header :
        List.of(
            "MIME-Version: " + "1".repeat(100_000) + "\r\n",
            "MIME-Version: 1.0\r\n" + "X: y\r\n".repeat(10_000),
            "MIME-Version: 1.0\r\nX: y\r\n" + " z\r\n".repeat(100_000))) {
      assertEquals(
          Reason.BROKEN,
          assertInstanceOf(Unreadable.class, read(header + HEADER + ROOT + END, "")).reason(),
          header.substring(0, 20));
    }
  }

  /** A package of very many parts costs no more than its time. */
  @Test
  void manyParts() {
    String many = part("x", "text/plain", "7bit", "a").repeat(5_000);
    Reading reading = read(HEADER + ROOT + many + END, "");
    assertTrue(assertInstanceOf(Document.class, reading).text().startsWith("Clear."));
  }
}
