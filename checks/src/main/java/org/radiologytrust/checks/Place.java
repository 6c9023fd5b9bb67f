package org.radiologytrust.checks;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A place in the report, or a field of the context.
 *
 * @param source {@code report}, or the field in words, such as {@code birth date}
 * @param value the words, or the field's value
 * @param span where the words stand; {@code null} for a field
 */
public record Place(String source, String value, @Nullable Span span) {
  private static final String REPORT = "report";

  public Place {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(value, "value");
  }

  /** A place in the report's text. */
  public static Place in(String text, Span span) {
    return new Place(REPORT, span.in(text), span);
  }

  /** A field of the context. */
  public static Place field(String name, String value) {
    return new Place(name, value, null);
  }

  /** Withholds the value, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "Place[" + source + ", " + span + "]";
  }
}
