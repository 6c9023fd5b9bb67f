package org.radiologytrust.ingest.hl7.out;

import java.util.List;
import java.util.stream.Collectors;
import org.radiologytrust.ingest.hl7.message.Encoding;
import org.radiologytrust.ingest.hl7.message.Escapes;
import org.radiologytrust.ingest.hl7.message.Segment;
import org.radiologytrust.ingest.hl7.message.Slice;

/** A segment of the report's message, with the delimiters of ours. */
final class CopiedSegment {
  /** HL7's way to say that a value is deleted. */
  private static final String NULL = "\"\"";

  private final Encoding from;

  private CopiedSegment(Encoding from) {
    this.from = from;
  }

  /** The segment with all its fields as they came. */
  static String of(Segment segment) {
    CopiedSegment copy = new CopiedSegment(segment.encoding());
    List<Slice> fields = segment.slice().split(segment.encoding().field());
    return segment.name()
        + SegmentText.ENCODING.field()
        + fields.stream()
            .skip(1)
            .map(copy::field)
            .collect(Collectors.joining(String.valueOf(SegmentText.ENCODING.field())));
  }

  private String field(Slice field) {
    return field.split(from.repetition()).stream()
        .map(this::repetition)
        .collect(Collectors.joining(String.valueOf(SegmentText.ENCODING.repetition())));
  }

  private String repetition(Slice repetition) {
    return repetition.split(from.component()).stream()
        .map(this::component)
        .collect(Collectors.joining(String.valueOf(SegmentText.ENCODING.component())));
  }

  private String component(Slice component) {
    // without such a delimiter, the whole component is one subcomponent
    return component.split(from.subcomponent()).stream()
        .map(Slice::text)
        .map(this::value)
        .collect(Collectors.joining(String.valueOf(SegmentText.ENCODING.subcomponent())));
  }

  private String value(String text) {
    return text.equals(NULL) ? text : SegmentText.escaped(Escapes.decode(text, from));
  }
}
