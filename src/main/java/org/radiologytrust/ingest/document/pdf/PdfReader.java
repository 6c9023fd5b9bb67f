package org.radiologytrust.ingest.document.pdf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.radiologytrust.ingest.document.Deadline;
import org.radiologytrust.ingest.document.Document;
import org.radiologytrust.ingest.document.DocumentLimits;
import org.radiologytrust.ingest.document.Format;
import org.radiologytrust.ingest.document.Unreadable.Reason;
import org.radiologytrust.ingest.document.UnreadableException;
import org.radiologytrust.ingest.document.pdf.UnreadLetters.Kind;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.NotAudited.Unit;

/** Reads PDFs by PDFBox. */
public final class PdfReader {
  static {
    FontMappers.set(new BuiltInFonts());
  }

  private final DocumentLimits limits;

  public PdfReader(DocumentLimits limits) {
    this.limits = limits;
  }

  /**
   * Reads a PDF.
   *
   * @throws UnreadableException if it cannot be read
   */
  public Document read(byte[] data, Deadline deadline) {
    byte[] file = PdfFile.whole(data);
    Optional<Document> whole = read(file, false, deadline);
    // a cross-reference table that is wrong can be made anew, but only from what is left
    return whole
        .or(() -> read(file, true, deadline))
        .orElseThrow(() -> new UnreadableException(Reason.CUT));
  }

  /**
   * Reads a file.
   *
   * @param repairs whether to go on where the file is damaged, with what is left of it
   * @return empty if it is damaged, or has fewer pages than it says
   */
  private Optional<Document> read(byte[] file, boolean repairs, Deadline deadline) {
    try {
      PdfParser parser = new PdfParser(file, limits.maxUnpacked(), deadline);
      try (PDDocument document = parser.parse(repairs)) {
        PdfText text = new PdfText(document, limits, deadline);
        if (!PdfPages.areComplete(document, deadline)) {
          return Optional.empty();
        }
        text.read();
        boolean lost = parser.lost() + text.lost() > 0;
        return lost && !repairs ? Optional.empty() : Optional.of(document(text, repairs));
      }
    } catch (IOException | RuntimeException e) {
      if (e instanceof UnreadableException unreadable) {
        throw unreadable;
      }
      // a library's message may quote the document
      return Optional.empty();
    }
  }

  private static Document document(PdfText text, boolean repaired) {
    List<Document.Line> lines = text.lines();
    if (lines.isEmpty()) {
      boolean hidden = text.unread().count(Kind.INVISIBLE) > 0;
      throw new UnreadableException(hidden ? Reason.HIDDEN_TEXT : Reason.NO_TEXT);
    } else if (text.pictures().isScan()) {
      throw new UnreadableException(Reason.NO_TEXT);
    }
    List<NotAudited> notRead = new ArrayList<>(text.notRead());
    if (repaired) {
      notRead.add(new NotAudited("damaged parts of a PDF", NotAudited.UNKNOWN, Unit.ITEMS, true));
    }
    return new Document(Format.PDF, lines, notRead);
  }
}
