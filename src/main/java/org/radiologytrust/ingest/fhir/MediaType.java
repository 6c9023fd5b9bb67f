package org.radiologytrust.ingest.fhir;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A media type with its charset parameter, of a request or an Attachment.
 *
 * @param type lower case, without parameters; empty when there is none
 * @param charset as named; UTF-8 when not; empty when it is none that Java knows
 */
record MediaType(String type, Optional<Charset> charset) {
  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\\s\";]+)", Pattern.CASE_INSENSITIVE);

  static MediaType of(String value) {
    String text = value == null ? "" : value;
    String type = text.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    Matcher m = CHARSET.matcher(text);
    return new MediaType(type, m.find() ? named(m.group(1)) : Optional.of(StandardCharsets.UTF_8));
  }

  private static Optional<Charset> named(String name) {
    try {
      return Optional.of(Charset.forName(name));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Optional.empty();
    }
  }

  boolean isFhirJson() {
    return switch (type) {
      case "application/fhir+json", "application/json+fhir", "application/json", "text/json" ->
          true;
      default -> false;
    };
  }

  boolean isFhirXml() {
    return switch (type) {
      case "application/fhir+xml", "application/xml+fhir", "application/xml", "text/xml" -> true;
      default -> false;
    };
  }

  boolean isHtml() {
    return switch (type) {
      case "text/html", "application/xhtml", "application/xhtml+xml" -> true;
      default -> false;
    };
  }

  boolean isPlain() {
    return type.equals("text/plain");
  }
}
