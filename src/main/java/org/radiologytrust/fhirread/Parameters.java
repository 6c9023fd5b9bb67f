package org.radiologytrust.fhirread;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The name and value pairs of a query or a form, in order. */
record Parameters(List<Pair> pairs) {
  private static final int MAX_PAIRS = 100;

  /**
   * @param name the decoded name with its modifier
   */
  record Pair(String name, String value) {
    /** The name before the first colon. */
    String base() {
      return name.split(":", 2)[0];
    }

    /** The part after the first colon; empty if there is none. */
    String modifier() {
      int colon = name.indexOf(':');
      return colon < 0 ? "" : name.substring(colon + 1);
    }

    String encoded() {
      return URLEncoder.encode(name, StandardCharsets.UTF_8)
          + "="
          + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
  }

  static Parameters parse(String encoded) throws BadRequest {
    List<Pair> pairs = new ArrayList<>();
    for (String part : encoded.split("&")) {
      if (!part.isEmpty()) {
        int equals = part.indexOf('=');
        String name = equals < 0 ? part : part.substring(0, equals);
        pairs.add(new Pair(decode(name), equals < 0 ? "" : decode(part.substring(equals + 1))));
      }
    }
    return of(pairs);
  }

  static Parameters of(List<Pair> pairs) throws BadRequest {
    if (pairs.size() > MAX_PAIRS) {
      throw BadRequest.invalid("More than " + MAX_PAIRS + " parameters; send fewer");
    }
    return new Parameters(List.copyOf(pairs));
  }

  private static String decode(String s) throws BadRequest {
    try {
      return URLDecoder.decode(s, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw BadRequest.invalid("The query has a broken percent escape");
    }
  }

  Optional<String> first(String name) {
    return pairs.stream().filter(p -> p.name().equals(name)).map(Pair::value).findFirst();
  }

  String encoded() {
    return pairs.stream().map(Pair::encoded).collect(Collectors.joining("&"));
  }
}
