package org.radiologytrust.ingest.document;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDField;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.NotAudited.Unit;
import org.radiologytrust.model.Texts;

/** Finds the text of a PDF that is not in the contents of its pages, or that nobody sees. */
final class PdfExtras {
  /** Annotations without a text of their own; a field is counted as such. */
  private static final Set<String> SILENT = Set.of("Link", "Popup", "Widget");

  private PdfExtras() {}

  /** The parts of a PDF that are not read. */
  static List<NotAudited> notRead(PDDocument document, PdfText text, Deadline deadline)
      throws IOException {
    List<NotAudited> parts = new ArrayList<>();
    if (text.hidden() > 0) {
      // nobody who reads the report sees it, so it is not the report's own text
      parts.add(NotAudited.other("invisible text of a PDF", text.hidden(), Unit.CHARACTERS));
    }
    int fields = fields(document, deadline);
    if (fields > 0) {
      parts.add(new NotAudited("form field of a PDF", fields, Unit.ITEMS, true));
    }
    int annotations = annotations(document, deadline);
    if (annotations > 0) {
      parts.add(new NotAudited("annotation of a PDF", annotations, Unit.ITEMS, true));
    }
    return parts;
  }

  private static int fields(PDDocument document, Deadline deadline) {
    // null: otherwise PDFBox would draw the fields anew, and look for fonts on this machine
    PDAcroForm form = document.getDocumentCatalog().getAcroForm(null);
    if (form == null) {
      return 0;
    }
    int filled = form.hasXFA() ? 1 : 0;
    for (PDField field : form.getFieldTree()) {
      deadline.check();
      filled += Texts.orEmpty(field.getValueAsString()).isBlank() ? 0 : 1;
    }
    return filled;
  }

  private static int annotations(PDDocument document, Deadline deadline) throws IOException {
    int written = 0;
    for (PDPage page : document.getPages()) {
      deadline.check();
      for (PDAnnotation annotation : page.getAnnotations()) {
        boolean silent = SILENT.contains(Texts.orEmpty(annotation.getSubtype()));
        written += silent || Texts.orEmpty(annotation.getContents()).isBlank() ? 0 : 1;
      }
    }
    return written;
  }
}
