package org.radiologytrust.ingest.hl7.report;

import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.ingest.ByteOffsets;
import org.radiologytrust.ingest.hl7.message.TracedText;
import org.radiologytrust.model.Origin;
import org.radiologytrust.model.Span;

/** Turns the characters that a report's text comes from into bytes of the message. */
final class Origins {
  private Origins() {}

  /**
   * The places of a text.
   *
   * @param text the report's text
   * @param runs where the message's text has its parts, in the order of the text
   */
  static List<Origin> of(String text, List<TracedText.Run> runs, ByteOffsets bytes) {
    List<Origin> origins = new ArrayList<>(runs.size());
    int units = 0;
    int points = 0;
    for (TracedText.Run run : runs) {
      int start = points + text.codePointCount(units, run.from());
      int end = start + text.codePointCount(run.from(), run.to());
      units = run.to();
      points = end;
      int first = bytes.of(run.start());
      int last = bytes.of(run.end());
      boolean exact = run.same() && bytes.exact(text.substring(run.from(), run.to()), first, last);
      String charset = exact ? bytes.charset().name() : "";
      origins.add(new Origin(new Span(start, end), run.place(), first, last, charset, run.box()));
    }
    return origins;
  }
}
