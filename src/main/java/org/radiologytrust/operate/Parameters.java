package org.radiologytrust.operate;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of a request. Unknown, repeated and empty ones are refused. */
final class Parameters {
  private static final String USUAL_ROWS = "50";
  private static final int MOST_ROWS = 1000;

  private final Map<String, String> values = new HashMap<>();

  /**
   * @param query encoded as in the URL; may be empty
   * @param known names that the address takes
   * @throws OperationRefused naming the wrong parameter, never its value
   */
  Parameters(String query, List<String> known) {
    for (String pair : query.split("&")) {
      if (pair.isEmpty()) {
        continue;
      }
      String[] parts = pair.split("=", 2);
      String name = decoded(parts[0]);
      if (!known.contains(name)) {
        throw OperationRefused.invalid(
            "a parameter is not known here; this address takes "
                + (known.isEmpty() ? "none" : String.join(", ", known)));
      }
      String value = parts.length == 2 ? decoded(parts[1]).strip() : "";
      if (value.isEmpty() || values.put(name, value) != null) {
        throw OperationRefused.invalid(name + ": give one value");
      }
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw OperationRefused.invalid("a parameter is not encoded as in a URL");
    }
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  String required(String name) {
    return text(name).orElseThrow(() -> OperationRefused.invalid(name + ": give one value"));
  }

  /** The value of a parameter that takes only these. */
  Optional<String> oneOf(String name, List<String> allowed) {
    Optional<String> value = text(name);
    if (value.isPresent() && !allowed.contains(value.get())) {
      throw OperationRefused.invalid(name + ": give one of " + String.join(", ", allowed));
    }
    return value;
  }

  /** How many rows a list shall have at most: {@code limit}. */
  int limit() {
    String value = values.getOrDefault("limit", USUAL_ROWS);
    int number = value.matches("\\d{1,9}") ? Integer.parseInt(value) : 0;
    if (number < 1 || number > MOST_ROWS) {
      throw OperationRefused.invalid("limit: give a number from 1 to " + MOST_ROWS);
    }
    return number;
  }

  boolean flag(String name) {
    String value = values.getOrDefault(name, "false");
    if (!value.equals("true") && !value.equals("false")) {
      throw OperationRefused.invalid(name + ": give true or false");
    }
    return value.equals("true");
  }

  /** Whether the parameter was given. */
  boolean has(String name) {
    return values.containsKey(name);
  }
}
