package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the message holds a run of a report's text.
 *
 * @param text the run, in code points of {@link Report#text}
 * @param place the field or element, such as {@code OBX[3]-5} (the third OBX of the message) or
 *     {@code DiagnosticReport.presentedForm[0].data}
 * @param start first byte of the run in the stored message, counted from 0
 * @param end the byte after the last
 * @param charset Java's name of the character set in which these bytes are the text; empty if they
 *     hold it in another form: an escape sequence, base64, HTML
 * @param box where the run stands on a page; null outside of documents with pages
 * @param message id of the earlier message that holds the run; empty for the message that the
 *     report version came in
 */
public record Origin(
    Span text,
    String place,
    int start,
    int end,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String charset,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable PageBox box,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String message) {
  public Origin {
    charset = Texts.orEmpty(charset);
    message = Texts.orEmpty(message);
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("not a range of bytes: " + start + " to " + end);
    }
  }

  /** In the message that the report version came in. */
  public Origin(
      Span text, String place, int start, int end, String charset, @Nullable PageBox box) {
    this(text, place, start, end, charset, box, "");
  }

  /** The same run, moved within the text, in this message unless it was in an earlier one. */
  public Origin moved(int by, String inMessage) {
    return new Origin(
        text.moved(by), place, start, end, charset, box, message.isEmpty() ? inMessage : message);
  }

  /** Whether the bytes, decoded, are the text. */
  public boolean exact() {
    return !charset.isEmpty();
  }

  /**
   * The runs that a part of a report's text came from. An exact run is cut to the part; of another
   * run the whole is given.
   *
   * @param origins of the report
   * @param report its text
   */
  public static List<Origin> of(List<Origin> origins, String report, Span part) {
    return origins.stream()
        .filter(origin -> origin.text.overlaps(part))
        .map(origin -> origin.exact() ? origin.cut(report, part) : origin)
        .toList();
  }

  private Origin cut(String report, Span part) {
    int from = Math.max(text.start(), part.start());
    int to = Math.min(text.end(), part.end());
    Charset set = Charset.forName(charset);
    int before = from == text.start() ? 0 : bytes(report, text.start(), from, set);
    int after = to == text.end() ? 0 : bytes(report, to, text.end(), set);
    return new Origin(
        new Span(from, to), place, start + before, end - after, charset, box, message);
  }

  private static int bytes(String report, int from, int to, Charset set) {
    return new Span(from, to).in(report).getBytes(set).length;
  }
}
