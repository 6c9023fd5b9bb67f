package org.radiologytrust.fhirread;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.radiologytrust.fhirread.Parameters.Pair;
import org.radiologytrust.journal.results.ResourceStore;
import org.radiologytrust.journal.results.ResourceStore.Versioned;

/** The versions of one resource, the newest first. */
final class VersionHistory {
  private static final Set<String> KNOWN = Set.of("_count", "_cursor", "_format", "_pretty");
  private static final String NUMBER = "[0-9]{1,8}";

  private final ResourceStore store;
  private final ResourceJson json;
  private final SearchBounds bounds;

  VersionHistory(ResourceStore store, ResourceJson json, SearchBounds bounds) {
    this.store = store;
    this.json = json;
    this.bounds = bounds;
  }

  /** Empty if there is no such version. */
  Optional<Versioned> version(String type, String id, String version) {
    if (!version.matches(NUMBER)) {
      return Optional.empty();
    }
    int number = Integer.parseInt(version);
    return store.history(type, id, number + 1, 1).stream()
        .filter(found -> found.version() == number)
        .findFirst();
  }

  /**
   * One page of the history.
   *
   * @param next the parameters of the next page; empty after the last
   */
  record Versions(List<Versioned> versions, String self, String next) {}

  Versions page(String type, String id, Parameters parameters) throws BadRequest {
    int count = bounds.count();
    int before = Integer.MAX_VALUE;
    List<Pair> used = new ArrayList<>();
    for (Pair pair : parameters.pairs()) {
      if (!KNOWN.contains(pair.name())) {
        throw BadRequest.unsupported(
            "A parameter is not supported; a history takes _count, _format and _pretty");
      }
      switch (pair.name()) {
        case "_count" -> count = Math.min(Math.max(1, number(pair)), bounds.maxCount());
        case "_cursor" -> before = number(pair);
        default -> {
          // they only affect the encoding
        }
      }
      if (!pair.name().equals("_cursor")) {
        used.add(pair);
      }
    }
    List<Versioned> found = store.history(type, id, before, count + 1);
    List<Versioned> versions = found.size() > count ? found.subList(0, count) : found;
    if (versions.isEmpty()) {
      throw BadRequest.notFound("There is no such resource");
    }
    int last = versions.get(versions.size() - 1).version();
    return new Versions(
        versions, parameters.encoded(), found.size() > count ? next(used, last) : "");
  }

  ObjectNode bundle(Versions page, String url) {
    return json.history(page.versions(), url, page.self(), page.next());
  }

  private static String next(List<Pair> used, int last) {
    List<Pair> all = new ArrayList<>(used);
    all.add(new Pair("_cursor", Integer.toString(last)));
    return all.stream().map(Pair::encoded).collect(Collectors.joining("&"));
  }

  private static int number(Pair pair) throws BadRequest {
    if (!pair.value().matches(NUMBER)) {
      throw BadRequest.invalid(pair.name() + ": not a number from 0 to 99999999");
    }
    return Integer.parseInt(pair.value());
  }
}
