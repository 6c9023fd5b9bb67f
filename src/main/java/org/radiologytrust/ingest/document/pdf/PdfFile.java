package org.radiologytrust.ingest.document.pdf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.radiologytrust.ingest.document.Unreadable;
import org.radiologytrust.ingest.document.UnreadableException;

/**
 * The bytes of a PDF, from its header to the mark of its end. Fields of messages are often cut at
 * 32 or 64 KB, and PDFBox repairs such a file without a word: it shows the pages that are left.
 */
final class PdfFile {
  private static final String HEADER = "%PDF-";
  private static final String END = "%%EOF";

  /** Other programs too look for the header in this many bytes. */
  private static final int HEAD = 1024;

  /**
   * An object that follows the end: a later change of the file, or the rest of a file for the web.
   */
  private static final Pattern OBJECT = Pattern.compile("\\d{1,10}+\\s++\\d{1,5}+\\s++obj");

  /** The first bytes of an object or of a cross-reference table, and nothing else. */
  private static final Pattern BEGUN =
      Pattern.compile(
          "\\d{1,10}+(\\s++(\\d{1,5}+(\\s++o?b?)?)?)?|x|xr|xre|xref.*+", Pattern.DOTALL);

  private PdfFile() {}

  /**
   * The file without what stands before and after it.
   *
   * @throws UnreadableException if its end is missing
   */
  static byte[] whole(byte[] data) {
    String text = new String(data, StandardCharsets.ISO_8859_1);
    int start = text.indexOf(HEADER);
    int end = text.lastIndexOf(END);
    if (start < 0 || start > HEAD || end < start) {
      throw new UnreadableException(Unreadable.Reason.CUT);
    }
    end += END.length();
    String rest = text.substring(end).replace('\u0000', ' ').strip();
    if (BEGUN.matcher(rest).matches() || OBJECT.matcher(rest).find()) {
      throw new UnreadableException(Unreadable.Reason.CUT);
    }
    return start == 0 && end == data.length ? data : Arrays.copyOfRange(data, start, end);
  }
}
