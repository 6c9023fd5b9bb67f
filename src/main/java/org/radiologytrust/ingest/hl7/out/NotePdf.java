package org.radiologytrust.ingest.hl7.out;

import java.util.List;

/**
 * Texts as a PDF, a paragraph each. The same texts give the same bytes, since a message that is
 * tried again must be the same.
 *
 * @param bytes the file
 * @param whole false if characters were replaced: those that the font lacks, and those of scripts
 *     that run from right to left, which it would show in the wrong order
 */
record NotePdf(byte[] bytes, boolean whole) {
  static NotePdf of(List<String> paragraphs) {
    try (PdfPaper paper = new PdfPaper()) {
      paragraphs.forEach(paper::paragraph);
      return new NotePdf(paper.bytes(), paper.whole());
    }
  }
}
