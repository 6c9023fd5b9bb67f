package org.radiologytrust.ingest.document.pdf;

import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.radiologytrust.ingest.document.Deadline;

/** Finds out whether the pages of a PDF are all there. PDFBox leaves out those that it misses. */
final class PdfPages {
  private PdfPages() {}

  /** Whether a document has as many pages as it says, each with its contents. */
  static boolean areComplete(PDDocument document, Deadline deadline) {
    int pages = 0;
    for (PDPage page : document.getPages()) {
      deadline.check();
      pages++;
      COSDictionary dictionary = page.getCOSObject();
      if (dictionary.containsKey(COSName.CONTENTS)
          && !isThere(dictionary.getDictionaryObject(COSName.CONTENTS))) {
        return false;
      }
    }
    return pages > 0 && pages >= document.getNumberOfPages();
  }

  private static boolean isThere(COSBase contents) {
    if (contents instanceof COSArray parts) {
      for (int i = 0; i < parts.size(); i++) {
        if (!(parts.getObject(i) instanceof COSStream)) {
          return false;
        }
      }
      return true;
    }
    return contents instanceof COSStream;
  }
}
