package org.radiologytrust.ingest.ehr;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.SizedJson;

/**
 * A resource as the server sent it. Only its identity and its references are read here; the inbox
 * parses it. Its text has one character for each byte.
 */
final class ServerResource {
  private static final JsonFactory JSON = SizedJson.builder().build();

  /** Longer and stranger than R4 allows, as some servers' ids are; safe in URLs and in JSON. */
  private static final Pattern KEY = Pattern.compile("[A-Za-z]{1,64}/[A-Za-z0-9._~-]{1,256}");

  /** Where a value stands in the text: of a reference without its quotes. */
  private record Place(int start, int end, String value) {}

  private final String text;
  private final List<Place> references = new ArrayList<>();
  private final List<Place> attachments = new ArrayList<>();
  private String type = "";
  private String id = "";
  private @Nullable Place idField;
  private String version = "";
  private @Nullable Instant lastUpdated;
  private boolean error;

  private ServerResource(String text) {
    this.text = text;
  }

  /**
   * Reads a resource.
   *
   * @param json one JSON object
   */
  static ServerResource of(byte[] json) {
    ServerResource resource = new ServerResource(new String(json, StandardCharsets.ISO_8859_1));
    try (JsonParser parser = JSON.createParser(resource.text)) {
      resource.read(parser);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return resource;
  }

  private void read(JsonParser parser) throws IOException {
    parser.nextToken();
    int depth = 1;
    String element = "";
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw new IOException("incomplete");
      } else if (token == JsonToken.FIELD_NAME && depth == 1) {
        element = parser.currentName();
        if (parser.currentName().equals("id")) {
          id(parser);
        }
      } else if (token == JsonToken.VALUE_STRING) {
        string(parser, depth, element);
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }
  }

  private void id(JsonParser parser) throws IOException {
    int start = offset(parser);
    if (parser.nextToken() == JsonToken.VALUE_STRING) {
      id = parser.getText();
      idField = new Place(start, (int) parser.currentLocation().getCharOffset(), id);
    }
  }

  /**
   * @param element the element of the resource that the string belongs to
   */
  private void string(JsonParser parser, int depth, String element) throws IOException {
    String name = String.valueOf(parser.currentName());
    boolean meta = element.equals("meta");
    if (name.equals("reference")) {
      references.add(place(parser));
    } else if (name.equals("url") && depth == 3 && element.equals("presentedForm")) {
      attachments.add(place(parser));
    } else if (name.equals("resourceType") && depth == 1) {
      type = parser.getText();
    } else if (meta && depth == 2 && name.equals("versionId")) {
      version = parser.getText();
    } else if (meta && depth == 2 && name.equals("lastUpdated")) {
      lastUpdated = instant(parser.getText());
    } else if (name.equals("severity")) {
      error |= parser.getText().matches("error|fatal");
    }
  }

  private static Place place(JsonParser parser) throws IOException {
    String value = parser.getText();
    int end = (int) parser.currentLocation().getCharOffset();
    return new Place(offset(parser) + 1, end - 1, value);
  }

  private static int offset(JsonParser parser) {
    return (int) parser.currentTokenLocation().getCharOffset();
  }

  private static @Nullable Instant instant(String time) {
    try {
      return OffsetDateTime.parse(time).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Such as {@code DiagnosticReport}. */
  String type() {
    return type;
  }

  /** Type and id, such as {@code Patient/1}; empty if the resource has no usable id. */
  String key() {
    String key = type + "/" + id;
    return KEY.matcher(key).matches() ? key : "";
  }

  /** Whether a text is type and id of a resource. */
  static boolean isKey(String text) {
    return KEY.matcher(text).matches();
  }

  /** {@code meta.versionId}; empty if there is none. */
  String version() {
    return version;
  }

  /** {@code meta.lastUpdated}; null if there is none or it is not an instant. */
  @Nullable Instant lastUpdated() {
    return lastUpdated;
  }

  /** Whether it is an OperationOutcome with an error. */
  boolean isError() {
    return type.equals("OperationOutcome") && error;
  }

  /** The values of all elements {@code reference}, also in contained resources. */
  List<String> references() {
    return references.stream().map(Place::value).toList();
  }

  /** The addresses of the report's attachments ({@code presentedForm.url}). */
  List<String> attachments() {
    return attachments.stream().map(Place::value).toList();
  }

  /**
   * The resource with other references. Every other byte stays as it is.
   *
   * @param other the new value of a reference, in ASCII without characters that JSON escapes
   * @param address the new value of an attachment's address, likewise
   * @param keepId false leaves out the resource's id
   */
  String text(UnaryOperator<String> other, UnaryOperator<String> address, boolean keepId) {
    List<Place> changes = new ArrayList<>();
    if (!keepId && idField != null) {
      changes.add(withComma(idField));
    }
    references.forEach(place -> change(changes, place, other.apply(place.value())));
    attachments.forEach(place -> change(changes, place, address.apply(place.value())));
    changes.sort(Comparator.comparingInt(Place::start));
    StringBuilder result = new StringBuilder(text.length());
    int copied = 0;
    for (Place change : changes) {
      result.append(text, copied, change.start()).append(change.value());
      copied = change.end();
    }
    return result.append(text, copied, text.length()).toString();
  }

  private static void change(List<Place> changes, Place place, String value) {
    if (!value.equals(place.value())) {
      changes.add(new Place(place.start(), place.end(), value));
    }
  }

  /** The field with the comma that separates it from another one, to be left out. */
  private Place withComma(Place field) {
    int end = field.end();
    while (Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    if (text.charAt(end) == ',') {
      return new Place(field.start(), end + 1, "");
    }
    int start = field.start() - 1;
    while (Character.isWhitespace(text.charAt(start))) {
      start--;
    }
    return new Place(text.charAt(start) == ',' ? start : field.start(), field.end(), "");
  }
}
