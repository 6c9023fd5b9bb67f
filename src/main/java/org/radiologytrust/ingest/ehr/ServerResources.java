package org.radiologytrust.ingest.ehr;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The resources of a page by key. The key of a resource of the polled server is its type and id.
 * That of a resource of another server is its URL, so that the two are never taken for each other.
 *
 * @param base the base URL by which we know the server
 * @param bases all its base URLs
 * @param byKey the resources
 * @param keys the key for each {@code fullUrl}
 */
record ServerResources(
    String base, Set<String> bases, Map<String, PageResource> byKey, Map<String, String> keys) {
  private static final Pattern RELATIVE = Pattern.compile("[A-Za-z]+/[^?#]+");

  /** The key that a reference leads to; empty if it leads to no resource of the server or page. */
  Optional<String> key(String reference) {
    int history = reference.indexOf("/_history/");
    String plain = history < 0 ? reference : reference.substring(0, history);
    for (String own : bases) {
      if (plain.startsWith(own + "/")) {
        return Optional.of(plain.substring(own.length() + 1));
      }
    }
    return RELATIVE.matcher(plain).matches()
        ? Optional.of(plain)
        : Optional.ofNullable(plain.isEmpty() ? null : keys.get(plain));
  }

  /** The resource; empty if it is not on the page. */
  Optional<PageResource> resource(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  /** The URL of a key. */
  String url(String key) {
    return key.contains("://") ? key : base + "/" + key;
  }
}
