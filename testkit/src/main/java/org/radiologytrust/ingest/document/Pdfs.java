package org.radiologytrust.ingest.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;

/** Makes PDFs for tests. */
public final class Pdfs {
  /** Draws on a page. */
  @FunctionalInterface
  public interface Drawing {
    void on(PDPageContentStream page) throws IOException;
  }

  /** Changes a document before it is saved. */
  @FunctionalInterface
  public interface Change {
    void to(PDDocument document) throws IOException;
  }

  public static final PDRectangle A4 = PDRectangle.A4;

  private Pdfs() {}

  /** One page for each text, with its lines. */
  public static byte[] of(String... pages) {
    return document(
        document -> {
          for (String text : pages) {
            page(document, PDRectangle.A4, drawing(72, 770, text.lines().toList()));
          }
        });
  }

  /** A document. */
  public static byte[] document(Change content) {
    try (PDDocument document = new PDDocument()) {
      content.to(document);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a page. */
  public static PDPage page(PDDocument document, PDRectangle size, Drawing drawing)
      throws IOException {
    PDPage page = new PDPage(size);
    document.addPage(page);
    try (PDPageContentStream stream = new PDPageContentStream(document, page)) {
      drawing.on(stream);
    }
    return page;
  }

  /** Lines of text, from a point down, in 11 points. An empty line is a gap. */
  public static Drawing drawing(float x, float y, List<String> lines) {
    return page -> {
      float at = y;
      for (String line : lines) {
        if (!line.isBlank()) {
          text(page, x, at, line);
        }
        at -= 14;
      }
    };
  }

  /** A line of text. */
  public static void text(PDPageContentStream page, float x, float y, String line)
      throws IOException {
    page.beginText();
    page.setFont(new PDType1Font(FontName.HELVETICA), 11);
    page.newLineAtOffset(x, y);
    page.showText(line);
    page.endText();
  }
}
