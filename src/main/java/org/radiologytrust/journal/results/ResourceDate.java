package org.radiologytrust.journal.results;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The time that a resource says it is of, by which clients search and sort. It stands in a column
 * of its own: its values are too many for those that resources share.
 */
final class ResourceDate {
  private static final JsonFactory JSON = new JsonFactory();

  /** The element of each type that has the date. */
  private static final Map<String, String> ELEMENTS =
      Map.of("Observation", "effectiveDateTime", "Provenance", "recorded");

  private ResourceDate() {}

  /** The types that have a date. */
  static List<String> types() {
    return ELEMENTS.keySet().stream().sorted().toList();
  }

  /** In milliseconds since the epoch; 0 if it has none. */
  static long of(String type, String json) {
    String element = ELEMENTS.get(type);
    return element == null ? 0 : text(json, element).map(ResourceDate::millis).orElse(0L);
  }

  private static Optional<String> text(String json, String element) {
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean found = parser.currentName().equals(element);
        JsonToken value = parser.nextToken();
        if (found && value == JsonToken.VALUE_STRING) {
          return Optional.of(parser.getText());
        }
        parser.skipChildren();
      }
      return Optional.empty();
    } catch (IOException e) {
      // what is no JSON has no date
      return Optional.empty();
    }
  }

  private static long millis(String time) {
    try {
      return OffsetDateTime.parse(time).toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      return 0;
    }
  }
}
