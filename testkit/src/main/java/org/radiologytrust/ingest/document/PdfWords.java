package org.radiologytrust.ingest.document;

import java.awt.geom.Rectangle2D;
import java.io.IOException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripperByArea;
import org.radiologytrust.model.PageBox;

/** Reads a box of a PDF with PDFBox's own reader of areas. */
public final class PdfWords {
  private PdfWords() {}

  /** The text in a box. */
  public static String in(PDDocument pdf, PageBox box) throws IOException {
    PDFTextStripperByArea area = new PDFTextStripperByArea();
    // an area has a character whose start is in it, and a start is rounded
    area.addRegion("box", new Rectangle2D.Float(box.x() - .1f, box.y(), box.width(), box.height()));
    area.extractRegions(pdf.getPage(box.page() - 1));
    return area.getTextForRegion("box").strip();
  }
}
