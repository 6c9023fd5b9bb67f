package org.radiologytrust.ingest.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.form.PDTransparencyGroupAttributes;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationRubberStamp;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceDictionary;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.ingest.document.Unreadable.Reason;
import org.radiologytrust.ingest.document.read.Documents;
import org.radiologytrust.model.NotAudited;

/** Small PDFs whose forms draw themselves, or one another, more often than there is time. */
@Tag("safety")
class DrawnFormsTest {
  private static final List<NotAudited> DAMAGED =
      List.of(
          new NotAudited(
              "damaged parts of a PDF", NotAudited.UNKNOWN, NotAudited.Unit.ITEMS, true));

  private final Documents documents = TestDocuments.reader();

  /** Adds a form that draws another one, by the name of F, this many times. */
  private static PDFormXObject form(PDDocument document, int times) throws IOException {
    PDFormXObject form = new PDAppearanceStream(document);
    form.setBBox(PDRectangle.A4);
    form.setResources(new PDResources());
    try (var out = form.getContentStream().createOutputStream()) {
      out.write("/F Do ".repeat(times).getBytes(StandardCharsets.US_ASCII));
    }
    return form;
  }

  private static void draws(PDFormXObject form, PDFormXObject other) {
    form.getResources().put(COSName.getPDFName("F"), other);
  }

  private static PDPage page(PDDocument document, PDFormXObject form) throws IOException {
    return Pdfs.page(
        document,
        PDRectangle.A4,
        p -> {
          Pdfs.text(p, 72, 700, "Normal chest.");
          p.drawForm(form);
        });
  }

  private void assertRead(List<NotAudited> notRead, Pdfs.Change content) {
    byte[] pdf = Pdfs.document(content);
    assertTrue(pdf.length < 4096, "it is small: " + pdf.length);
    Document document = (Document) documents.read(pdf, "");
    assertEquals("Normal chest.", document.text());
    assertEquals(notRead, document.notRead());
  }

  @Test
  void formThatDrawsItselfIsDrawnOnce() {
    assertRead(
        DAMAGED,
        d -> {
          PDFormXObject form = form(d, 4);
          draws(form, form);
          page(d, form);
        });
  }

  @Test
  void groupThatDrawsItselfIsDrawnOnce() {
    assertRead(
        DAMAGED,
        d -> {
          PDFormXObject form = form(d, 4);
          COSDictionary group = new PDTransparencyGroupAttributes().getCOSObject();
          form.getCOSObject().setItem(COSName.GROUP, group);
          draws(form, form);
          page(d, form);
        });
  }

  @Test
  void formsThatDrawEachOtherAreDrawnOnce() {
    assertRead(
        DAMAGED,
        d -> {
          PDFormXObject form = form(d, 4);
          PDFormXObject other = form(d, 4);
          draws(form, other);
          draws(other, form);
          page(d, form);
        });
  }

  /** What an annotation shows is only named, so nothing is lost with it. */
  @Test
  void annotationThatDrawsItselfIsDrawnOnce() {
    assertRead(
        List.of(),
        d -> {
          PDAppearanceStream appearance = (PDAppearanceStream) form(d, 4);
          draws(appearance, appearance);
          PDAnnotationRubberStamp stamp = new PDAnnotationRubberStamp();
          stamp.setRectangle(PDRectangle.A4);
          stamp.setAppearance(new PDAppearanceDictionary());
          stamp.getAppearance().setNormalAppearance(appearance);
          page(d, form(d, 0)).getAnnotations().add(stamp);
        });
  }

  @Test
  void pageThatDrawsItsContentsIsDrawnOnceMore() {
    byte[] pdf =
        Pdfs.document(
            d -> {
              PDPage page = page(d, form(d, 0));
              COSStream contents =
                  (COSStream) page.getCOSObject().getDictionaryObject(COSName.CONTENTS);
              contents.setItem(COSName.TYPE, COSName.XOBJECT);
              contents.setItem(COSName.SUBTYPE, COSName.FORM);
              contents.setItem(COSName.BBOX, PDRectangle.A4);
              contents.setItem(COSName.RESOURCES, page.getResources());
              COSDictionary objects =
                  page.getResources().getCOSObject().getCOSDictionary(COSName.XOBJECT);
              List.copyOf(objects.keySet()).forEach(name -> objects.setItem(name, contents));
            });
    Document document = (Document) documents.read(pdf, "");
    assertEquals(DAMAGED, document.notRead());
  }

  /** Ten levels, each of which draws the next one ten times. */
  @Test
  void formsThatAreDrawnTooOftenAreRefused() {
    byte[] pdf =
        Pdfs.document(
            d -> {
              List<PDFormXObject> levels = new ArrayList<>();
              for (int i = 0; i < 10; i++) {
                levels.add(form(d, 10));
              }
              for (int i = 0; i + 1 < levels.size(); i++) {
                draws(levels.get(i), levels.get(i + 1));
              }
              page(d, levels.get(0));
            });
    assertTrue(pdf.length < 8192, "it is small: " + pdf.length);
    assertEquals(new Unreadable(Format.PDF, Reason.TOO_MANY_FORMS), documents.read(pdf, ""));
  }

  @Test
  void formThatIsDrawnOnManyPagesIsRead() {
    byte[] pdf =
        Pdfs.document(
            d -> {
              PDFormXObject letterhead = form(d, 2);
              draws(letterhead, form(d, 0));
              for (int i = 0; i < 50; i++) {
                page(d, letterhead);
              }
            });
    assertEquals(List.of(), ((Document) documents.read(pdf, "")).notRead());
  }
}
