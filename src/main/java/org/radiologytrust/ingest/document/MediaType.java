package org.radiologytrust.ingest.document;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A media type with its charset parameter, from a request or an Attachment.
 *
 * @param type in lower case, without parameters; empty if there is none
 * @param charset the named charset, UTF-8 if none is named; empty if Java does not know it
 * @param isR4 false if it names another version of FHIR than 4.0
 */
public record MediaType(String type, Optional<Charset> charset, boolean isR4) {
  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\\s\";]+)", Pattern.CASE_INSENSITIVE);

  private static final Pattern FHIR_VERSION =
      Pattern.compile(";\\s*fhirVersion\\s*=\\s*\"?([^\\s\";]*)", Pattern.CASE_INSENSITIVE);

  private static final Pattern R4 = Pattern.compile("4\\.0(\\.\\d+)?");

  public static MediaType of(@Nullable String value) {
    String text = value == null ? "" : value;
    String type = text.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    Matcher m = CHARSET.matcher(text);
    return new MediaType(
        type,
        m.find() ? named(m.group(1)) : Optional.of(StandardCharsets.UTF_8),
        FHIR_VERSION.matcher(text).results().allMatch(v -> R4.matcher(v.group(1)).matches()));
  }

  private static Optional<Charset> named(String name) {
    try {
      return Optional.of(Charset.forName(name));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Optional.empty();
    }
  }

  /** The same with another charset. */
  public MediaType in(Charset other) {
    return new MediaType(type, Optional.of(other), isR4);
  }

  public boolean isFhirJson() {
    return switch (type) {
      case "application/fhir+json", "application/json+fhir", "application/json", "text/json" ->
          true;
      default -> false;
    };
  }

  public boolean isFhirXml() {
    return switch (type) {
      case "application/fhir+xml", "application/xml+fhir", "application/xml", "text/xml" -> true;
      default -> false;
    };
  }

  public boolean isHtml() {
    return switch (type) {
      case "text/html", "application/xhtml", "application/xhtml+xml" -> true;
      default -> false;
    };
  }

  public boolean isPlain() {
    return type.equals("text/plain");
  }

  /** Whether the type says nothing about the format. */
  boolean isUnspecific() {
    return switch (type) {
      case "", "application/octet-stream", "application/unknown", "text/unknown", "text/*" -> true;
      default -> false;
    };
  }
}
