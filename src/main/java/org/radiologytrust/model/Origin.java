package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Where the message holds a run of a report's text.
 *
 * @param text the run, in code points of {@link Report#text}
 * @param place the field or element, such as {@code OBX[3]-5} (the third OBX of the message) or
 *     {@code DiagnosticReport.presentedForm[0].data}
 * @param start first byte of the run in the stored message, counted from 0
 * @param end the byte after the last
 * @param exact whether the bytes, decoded in the character set of the message, are the text. If
 *     not, they hold it in another form: an escape sequence, base64, HTML
 * @param box where the run stands on a page; null outside of documents with pages
 */
public record Origin(
    Span text,
    String place,
    int start,
    int end,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean exact,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable PageBox box) {
  public Origin {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("not a range of bytes: " + start + " to " + end);
    }
  }
}
