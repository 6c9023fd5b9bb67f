package org.radiologytrust.ingest.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentCatalog;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.optionalcontent.PDOptionalContentGroup;
import org.apache.pdfbox.pdmodel.graphics.optionalcontent.PDOptionalContentMembershipDictionary;
import org.apache.pdfbox.pdmodel.graphics.optionalcontent.PDOptionalContentProperties;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationText;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceStream;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDTextField;
import org.apache.pdfbox.util.Matrix;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.document.Unreadable.Reason;
import org.radiologytrust.ingest.document.pdf.HiddenLayers;
import org.radiologytrust.ingest.document.read.Documents;
import org.radiologytrust.ingest.document.read.MessageDocuments;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.PageBox;

/** Documents that hide text, never end, or want more memory than there is. */
@Tag("safety")
class HostileDocumentsTest {
  private final Documents documents = TestDocuments.reader();

  private static Documents limited(Duration time, int maxUnpacked) {
    return Documents.ofMessages(
        new DocumentLimits(10 << 20, maxUnpacked, 50, 200_000, time, time.multipliedBy(3), 1),
        SiteFiles.shipped());
  }

  @Test
  void scanHasNoText() {
    byte[] scan =
        Pdfs.document(d -> Pdfs.page(d, PDRectangle.A4, p -> p.addRect(50, 50, 400, 600)));
    assertEquals(Reason.NO_TEXT, reason(scan));
  }

  @Test
  void invisibleTextIsCountedAndNotRead() {
    byte[] pdf =
        Pdfs.document(
            d ->
                Pdfs.page(
                    d,
                    PDRectangle.A4,
                    p -> {
                      Pdfs.text(p, 72, 700, "Normal chest.");
                      p.setRenderingMode(RenderingMode.NEITHER);
                      Pdfs.text(p, 72, 680, "hidden");
                      p.setRenderingMode(RenderingMode.FILL);
                      Pdfs.text(p, 72, 2000, "outside");
                    }));
    Document document = (Document) documents.read(pdf, "");
    assertEquals("Normal chest.", document.text());
    assertEquals("invisible text of a PDF", document.notRead().get(0).what());
    assertEquals("hiddenoutside".length(), document.notRead().get(0).size());
  }

  /** The text of a page, and how many of its characters are counted as invisible. */
  private void assertRead(String text, String hidden, Pdfs.Change page) {
    Document document = (Document) documents.read(Pdfs.document(page), "");
    assertEquals(text, document.text().replace("\n\n", "\n"));
    assertEquals(
        hidden.isEmpty() ? List.of() : List.of((long) hidden.length()),
        document.notRead().stream().map(NotAudited::size).toList());
  }

  private static PDOptionalContentGroup layer(PDDocument document, String name, boolean shown) {
    PDDocumentCatalog catalog = document.getDocumentCatalog();
    if (catalog.getOCProperties() == null) {
      catalog.setOCProperties(new PDOptionalContentProperties());
    }
    PDOptionalContentGroup layer = new PDOptionalContentGroup(name);
    catalog.getOCProperties().addGroup(layer);
    catalog.getOCProperties().setGroupEnabled(layer, shown);
    return layer;
  }

  @Test
  void textOfALayerThatIsSwitchedOffIsCountedAndNotRead() {
    assertRead(
        "Normal chest.\nShown.\nAfter.",
        "hiddeninside",
        d -> {
          PDOptionalContentGroup shown = layer(d, "shown", true);
          PDOptionalContentGroup off = layer(d, "off", false);
          Pdfs.page(
              d,
              PDRectangle.A4,
              p -> {
                Pdfs.text(p, 72, 700, "Normal chest.");
                p.beginMarkedContent(COSName.OC, shown);
                Pdfs.text(p, 72, 680, "Shown.");
                p.endMarkedContent();
                p.beginMarkedContent(COSName.OC, off);
                Pdfs.text(p, 72, 660, "hidden");
                // what a form ends does not end the layer around it
                p.drawForm(form(d, p2 -> p2.endMarkedContent()));
                p.beginMarkedContent(COSName.OC, shown);
                Pdfs.text(p, 72, 650, "inside");
                p.endMarkedContent();
                p.endMarkedContent();
                Pdfs.text(p, 72, 640, "After.");
              });
        });
  }

  @Test
  void aFormOfALayerThatIsSwitchedOffIsNotRead() {
    assertRead(
        "Normal chest.",
        "hidden",
        d -> {
          PDFormXObject form = form(d, p -> Pdfs.text(p, 72, 680, "hidden"));
          form.getCOSObject().setItem(COSName.OC, layer(d, "off", false));
          Pdfs.page(
              d,
              PDRectangle.A4,
              p -> {
                p.drawForm(form);
                Pdfs.text(p, 72, 700, "Normal chest.");
              });
        });
  }

  @Test
  void severalLayersTogetherAreShownByTheirPolicy() {
    for (String policy : List.of("AllOn", "AllOff", "AnyOff", "AnyOn", "And", "Or", "Not")) {
      boolean shown = List.of("AnyOff", "AnyOn", "Or").contains(policy);
      assertRead(
          shown ? "Normal chest.\nMore." : "Normal chest.",
          shown ? "" : "More.",
          d -> {
            COSArray both = new COSArray();
            both.add(layer(d, "on", true));
            both.add(layer(d, "off", false));
            var together = new PDOptionalContentMembershipDictionary();
            if (policy.startsWith("A") && policy.length() > 3) {
              together.getCOSObject().setItem(COSName.OCGS, both);
              together.setVisibilityPolicy(COSName.getPDFName(policy));
            } else {
              both.add(0, COSName.getPDFName(policy));
              together.getCOSObject().setItem(COSName.VE, both);
            }
            Pdfs.page(
                d,
                PDRectangle.A4,
                p -> {
                  Pdfs.text(p, 72, 700, "Normal chest.");
                  p.beginMarkedContent(COSName.OC, together);
                  Pdfs.text(p, 72, 680, "More.");
                  p.endMarkedContent();
                });
          });
    }
  }

  @Test
  void layersWithoutEndTakeNoLongerThanTheDocumentMay() throws IOException {
    COSArray expression = new COSArray();
    expression.add(COSName.getPDFName("And"));
    for (int i = 0; i < 200; i++) {
      COSArray outer = new COSArray();
      outer.add(COSName.getPDFName("And"));
      outer.add(expression);
      outer.add(expression);
      expression = outer;
    }
    var layers = new PDOptionalContentMembershipDictionary();
    layers.getCOSObject().setItem(COSName.VE, expression);
    try (PDDocument document = new PDDocument()) {
      HiddenLayers hidden = new HiddenLayers(document, new Deadline(Duration.ofMillis(100)));
      UnreadableException e = assertThrows(UnreadableException.class, () -> hidden.hide(layers));
      assertEquals(Reason.TIME, e.reason());
    }
  }

  private static PDFormXObject form(PDDocument document, Pdfs.Drawing drawing) throws IOException {
    PDAppearanceStream form = new PDAppearanceStream(document);
    form.setBBox(PDRectangle.A4);
    form.setResources(new PDResources());
    try (PDPageContentStream stream = new PDPageContentStream(document, form)) {
      drawing.on(stream);
    }
    return form;
  }

  @Test
  void textThatIsClippedOffIsCountedAndNotRead() {
    for (int turn : new int[] {0, 90}) {
      assertRead(
          "Normal chest.\nIn its cell.\nAfter.",
          "clippedcut",
          d ->
              Pdfs.page(
                      d,
                      new PDRectangle(100, 50, 500, 800),
                      p -> {
                        p.transform(
                            Matrix.getRotateInstance(
                                Math.toRadians(turn), turn == 0 ? 110 : 850, 100));
                        Pdfs.text(p, 0, 700, "Normal chest.");
                        p.saveGraphicsState();
                        p.addRect(-2, 676, 200, 16);
                        p.clip();
                        Pdfs.text(p, 0, 680, "In its cell.");
                        Pdfs.text(p, 0, 650, "clipped");
                        p.restoreGraphicsState();
                        PDFormXObject narrow = form(d, f -> Pdfs.text(f, 0, 620, "cut"));
                        narrow.setBBox(new PDRectangle(0, 0, 20, 20));
                        p.drawForm(narrow);
                        Pdfs.text(p, 0, 600, "After.");
                      })
                  .setRotation(turn));
    }
  }

  @Test
  void fieldsAndAnnotationsAreNamed() {
    byte[] pdf =
        Pdfs.document(
            d -> {
              PDPage page =
                  Pdfs.page(d, PDRectangle.A4, p -> Pdfs.text(p, 72, 700, "Normal chest."));
              PDAnnotationText note = new PDAnnotationText();
              note.setContents("Large pneumothorax.");
              page.getAnnotations().add(note);
              PDAcroForm form = new PDAcroForm(d);
              PDTextField field = new PDTextField(form);
              field.setPartialName("finding");
              field.getCOSObject().setString(COSName.V, "Fracture.");
              form.setFields(List.of(field));
              d.getDocumentCatalog().setAcroForm(form);
            });
    Document document = (Document) documents.read(pdf, "");
    assertEquals("Normal chest.", document.text());
    assertEquals(
        List.of(
            new NotAudited("form field of a PDF", 1, NotAudited.Unit.ITEMS, true),
            new NotAudited("annotation of a PDF", 1, NotAudited.Unit.ITEMS, true)),
        document.notRead());
  }

  @Test
  void onlyInvisibleText() {
    byte[] pdf =
        Pdfs.document(
            d ->
                Pdfs.page(
                    d,
                    PDRectangle.A4,
                    p -> {
                      p.setRenderingMode(RenderingMode.NEITHER);
                      Pdfs.text(p, 72, 680, "text of a scan");
                    }));
    assertEquals(Reason.HIDDEN_TEXT, reason(pdf));
  }

  @Test
  void rotatedPageIsReadAsShown() {
    for (int rotation : new int[] {0, 90, 180, 270}) {
      byte[] pdf =
          Pdfs.document(
              d ->
                  Pdfs.page(
                          d,
                          PDRectangle.A4,
                          p -> {
                            // upright once the page is turned
                            p.transform(
                                Matrix.getRotateInstance(Math.toRadians(rotation), 300, 400));
                            Pdfs.drawing(0, 0, List.of("Normal chest.", "No fracture.")).on(p);
                          })
                      .setRotation(rotation));
      Document document = (Document) documents.read(pdf, "");
      assertEquals("Normal chest.\nNo fracture.", document.text(), "" + rotation);
      PageBox first = document.lines().get(0).places().get(0).box();
      PageBox below = document.lines().get(1).places().get(0).box();
      assertEquals(first.x(), below.x(), .1, "" + rotation);
      assertEquals(14, below.y() - first.y(), .1, "" + rotation);
      assertTrue(first.width() > first.height(), first.toString());
      PageBox expected =
          switch (rotation) {
            case 90 -> new PageBox(1, 400, 300, 0, 0);
            case 180 -> new PageBox(1, PDRectangle.A4.getWidth() - 300, 400, 0, 0);
            case 270 ->
                new PageBox(
                    1, PDRectangle.A4.getHeight() - 400, PDRectangle.A4.getWidth() - 300, 0, 0);
            default -> new PageBox(1, 300, PDRectangle.A4.getHeight() - 400, 0, 0);
          };
      assertEquals(expected.x(), first.x(), .1, "" + rotation);
      assertEquals(expected.y(), first.y() + .8 * 11, .1, "" + rotation);
    }
  }

  @Test
  void columnsAreReadOneAfterTheOther() {
    byte[] pdf =
        Pdfs.document(
            d ->
                Pdfs.page(
                    d,
                    PDRectangle.A4,
                    p -> {
                      Pdfs.drawing(72, 700, List.of("The lungs", "are clear.")).on(p);
                      Pdfs.drawing(320, 700, List.of("The heart", "is normal.")).on(p);
                    }));
    assertEquals(
        "The lungs are clear. The heart is normal.",
        ((Document) documents.read(pdf, "")).text().replaceAll("\\s+", " "));
  }

  private static Pdfs.Change encrypted(String user, int bits, Pdfs.Drawing drawing) {
    return d -> {
      Pdfs.page(d, PDRectangle.A4, drawing);
      var policy = new StandardProtectionPolicy("owner", user, new AccessPermission());
      policy.setEncryptionKeyLength(bits);
      policy.setPreferAES(bits > 40);
      d.protect(policy);
    };
  }

  @Test
  void encryptedDocumentIsReadUnlessItNeedsAPassword() {
    for (int bits : new int[] {40, 128, 256}) {
      Pdfs.Drawing text = p -> Pdfs.text(p, 72, 700, "Normal chest.");
      Document document =
          (Document) documents.read(Pdfs.document(encrypted("", bits, text)), "application/pdf");
      assertEquals("Normal chest.", document.text(), bits + " bits");
      assertEquals(List.of(), document.notRead(), bits + " bits");
      assertEquals(Reason.ENCRYPTED, reason(Pdfs.document(encrypted("secret", bits, text))));
    }
  }

  @Test
  void encryptedStreamsAreCountedBeforeTheyAreUnpacked() {
    byte[] bomb =
        Pdfs.document(
            d -> {
              PDPage page = new PDPage();
              d.addPage(page);
              COSStream contents = stream(d, "FlateDecode", deflated(100 << 20));
              page.getCOSObject().setItem(COSName.CONTENTS, contents);
              d.protect(new StandardProtectionPolicy("owner", "", new AccessPermission()));
            });
    assertTrue(bomb.length < 1 << 20, "it is small: " + bomb.length);
    assertEquals(Reason.TOO_MUCH_DATA, reason(bomb));
  }

  @Test
  void damagedDocumentIsNotRead() {
    byte[] pdf = Pdfs.of("Normal chest.");
    for (int length : new int[] {5, pdf.length / 4, pdf.length / 2}) {
      Reading reading = documents.read(java.util.Arrays.copyOf(pdf, length), "application/pdf");
      assertTrue(reading instanceof Unreadable, length + ": " + reading);
    }
  }

  @Test
  void manyPagesAreNotRead() {
    byte[] pdf =
        Pdfs.document(
            d -> {
              for (int i = 0; i < 51; i++) {
                Pdfs.page(d, PDRectangle.A4, p -> Pdfs.text(p, 72, 700, "Page"));
              }
            });
    assertEquals(Reason.TOO_MANY_PAGES, reason(pdf));
  }

  @Test
  void streamsAreCountedBeforeTheyAreUnpacked() {
    byte[] bomb = contents("FlateDecode", deflated(100 << 20));
    assertTrue(bomb.length < 1 << 20, "it is small: " + bomb.length);
    assertEquals(Reason.TOO_MUCH_DATA, reason(bomb));
    byte[] hex =
        java.util.HexFormat.of().formatHex(deflated(100 << 20)).getBytes(StandardCharsets.US_ASCII);
    assertEquals(Reason.TOO_MUCH_DATA, reason(contents("ASCIIHexDecode FlateDecode", hex)));
  }

  @Test
  void picturesAreNoContents() {
    Reading reading = documents.read(contents("DCTDecode", new byte[1000]), "");
    assertTrue(reading instanceof Unreadable, String.valueOf(reading));
  }

  @Test
  void endlessContentsEndInTime() {
    // each operator costs little, so that only the time ends them
    byte[] pdf = contents("", "q Q ".repeat(2_000_000).getBytes(StandardCharsets.US_ASCII));
    assertEquals(
        new Unreadable(Format.PDF, Reason.TIME),
        limited(Duration.ofMillis(1), 32 << 20).read(pdf, ""));
  }

  @Test
  @Tag("long")
  void endlessStatesAndShapesKeepNoMemory() {
    byte[] states = "q ".repeat(2_000_000).getBytes(StandardCharsets.US_ASCII);
    assertEquals(Reason.TOO_DEEP, reason(contents("", states)));
    // each of them is remembered only up to a number
    for (String shape : List.of("0 0 9 1 re ", "0 0 9 1 re f ", "BI /W 9 /H 9 ID x EI ")) {
      byte[] shapes = shape.repeat(300_000).getBytes(StandardCharsets.US_ASCII);
      assertEquals(Reason.NO_TEXT, reason(contents("", shapes)), shape);
    }
  }

  @Test
  void allDocumentsOfAMessageEndInTime() {
    byte[] slow = contents("", "q Q ".repeat(2_000_000).getBytes(StandardCharsets.US_ASCII));
    byte[] text = "Normal chest.".getBytes(StandardCharsets.US_ASCII);
    Documents some = limited(Duration.ofMillis(1), 32 << 20);
    MessageDocuments message = some.ofMessage();
    Reading first = message.read(slow, "");
    assertEquals(new Unreadable(Format.PDF, Reason.TIME), first);
    assertSame(first, message.read(slow, ""), "the same document is read once");
    for (int i = 0; i < 3; i++) {
      message.read(slow.clone(), "");
    }
    assertEquals(new Unreadable(Format.PLAIN, Reason.TIME), message.read(text, "text/plain"));
    assertTrue(some.ofMessage().read(text, "text/plain") instanceof Document, "of the next one");
  }

  @Test
  void rtfThatReservesMemoryIsNotRead() {
    for (String rtf :
        List.of(
            "{\\rtf1 \\bin2000000000 x}", "{\\rtf1 \\bin99999999999999999999 x}", "{\\rtf1 {")) {
      Reading reading = documents.read(rtf.getBytes(StandardCharsets.US_ASCII), "");
      assertEquals(new Unreadable(Format.RTF, Reason.BROKEN), reading, rtf);
    }
    String deep = "{\\rtf1 " + "{".repeat(10_000) + "x" + "}".repeat(10_000) + "}";
    assertEquals(
        new Unreadable(Format.RTF, Reason.TOO_DEEP),
        documents.read(deep.getBytes(StandardCharsets.US_ASCII), ""));
  }

  @Test
  @Tag("integration")
  void cdaFetchesNothingAndExpandsNothing() throws Exception {
    try (ServerSocket canary = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      canary.setSoTimeout(200);
      String url = "http://127.0.0.1:" + canary.getLocalPort() + "/x";
      String body =
          "<ClinicalDocument><component><structuredBody><component><section><text>&e;</text>"
              + "</section></component></structuredBody></component></ClinicalDocument>";
      String laughs =
          List.of("b", "c", "d", "e").stream()
              .map(
                  n ->
                      "<!ENTITY "
                          + n
                          + " '"
                          + ("&" + (char) (n.charAt(0) - 1) + ";").repeat(100)
                          + "'>")
              .collect(Collectors.joining());
      for (String type :
          List.of(
              "<!DOCTYPE x [<!ENTITY e SYSTEM '" + url + "'>]>",
              "<!DOCTYPE x SYSTEM '" + url + "'>",
              "<!DOCTYPE x [<!ENTITY a 'ha'>" + laughs + "]>")) {
        assertEquals(
            new Unreadable(Format.CDA, Reason.BROKEN),
            documents.read((type + body).getBytes(StandardCharsets.UTF_8), "text/xml"),
            type);
      }
      assertThrows(java.net.SocketTimeoutException.class, canary::accept);
    }
  }

  @Test
  void deepXmlIsNotRead() {
    String deep =
        "<ClinicalDocument>" + "<a>".repeat(1000) + "</a>".repeat(1000) + "</ClinicalDocument>";
    assertEquals(
        new Unreadable(Format.CDA, Reason.TOO_DEEP),
        documents.read(deep.getBytes(StandardCharsets.UTF_8), "text/xml"));
  }

  /** The JDK's reader of XML tells everybody who reads the console about such bytes. */
  @Test
  void xmlOfAnotherEncodingIsNotReadAndNotPrinted() {
    byte[] xml =
        ("<ClinicalDocument><text>"
                + "a".repeat(20_000)
                + "\u00e9t\u00e9</text></ClinicalDocument>")
            .getBytes(StandardCharsets.ISO_8859_1);
    PrintStream console = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      assertEquals(new Unreadable(Format.CDA, Reason.BROKEN), documents.read(xml, "text/xml"));
    } finally {
      System.setErr(console);
    }
    assertFalse(printed.toString(StandardCharsets.UTF_8).contains("Invalid byte"));
  }

  private Reason reason(byte[] pdf) {
    Reading reading = documents.read(pdf, "application/pdf");
    assertTrue(reading instanceof Unreadable, () -> String.valueOf(reading));
    return ((Unreadable) reading).reason();
  }

  /** A page whose contents are these bytes. */
  private static byte[] contents(String filters, byte[] data) {
    return Pdfs.document(
        d -> {
          PDPage page = new PDPage();
          d.addPage(page);
          page.getCOSObject().setItem(COSName.CONTENTS, stream(d, filters, data));
        });
  }

  private static COSStream stream(PDDocument document, String filters, byte[] data)
      throws IOException {
    COSStream stream = document.getDocument().createCOSStream();
    if (!filters.isEmpty()) {
      var names = new org.apache.pdfbox.cos.COSArray();
      List.of(filters.split(" ")).forEach(f -> names.add(COSName.getPDFName(f)));
      stream.setItem(COSName.FILTER, names);
    }
    try (var out = stream.createRawOutputStream()) {
      out.write(data);
    }
    return stream;
  }

  private static byte[] deflated(int size) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] blank = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out, new Deflater(9))) {
      for (int i = 0; i < size; i += blank.length) {
        deflater.write(blank);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
