package org.radiologytrust.ingest.hl7.out;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.radiologytrust.ingest.hl7.message.Encoding;
import org.radiologytrust.ingest.hl7.message.Escapes;

/** Puts a segment together, with the usual delimiters. */
final class SegmentText {
  /** The delimiters of all messages that are written. */
  static final Encoding ENCODING = Encoding.DEFAULT;

  private final String name;

  /** Subcomponents by number, in components by number, in fields by number. */
  private final Map<Integer, Map<Integer, Map<Integer, String>>> fields = new TreeMap<>();

  SegmentText(String name) {
    this.name = name;
  }

  /** A text as a value: delimiters are escaped, and it is one line. */
  static String escaped(String text) {
    return Escapes.encode(text, ENCODING);
  }

  /** Sets the first component of a field. */
  SegmentText with(int field, String text) {
    return with(field, 1, 1, text);
  }

  SegmentText with(int field, int component, String text) {
    return with(field, component, 1, text);
  }

  SegmentText with(int field, int component, int subcomponent, String text) {
    return raw(field, component, subcomponent, escaped(text));
  }

  /** Sets a part of a field, which is escaped already. */
  SegmentText raw(int field, int component, int subcomponent, String text) {
    fields
        .computeIfAbsent(field, f -> new TreeMap<>())
        .computeIfAbsent(component, c -> new TreeMap<>())
        .put(subcomponent, text);
    return this;
  }

  private static <T> String joined(
      Map<Integer, T> parts, char separator, Function<T, String> text) {
    StringBuilder all = new StringBuilder();
    int written = 1;
    for (Map.Entry<Integer, T> part : parts.entrySet()) {
      String value = text.apply(part.getValue());
      if (!value.isEmpty()) {
        all.append(String.valueOf(separator).repeat(part.getKey() - written)).append(value);
        written = part.getKey();
      }
    }
    return all.toString();
  }

  /** The segment without its end; empty fields at its end are left out. */
  @Override
  public String toString() {
    String text =
        joined(
            fields,
            ENCODING.field(),
            components ->
                joined(
                    components,
                    ENCODING.component(),
                    subcomponents ->
                        joined(subcomponents, ENCODING.subcomponent(), value -> value)));
    return name + ENCODING.field() + text;
  }
}
