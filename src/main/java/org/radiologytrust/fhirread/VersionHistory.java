package org.radiologytrust.fhirread;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.radiologytrust.journal.results.ResourceStore;
import org.radiologytrust.journal.results.ResourceStore.VersionPlace;
import org.radiologytrust.journal.results.ResourceStore.Versioned;

/** The versions of one resource, or of all resources of a type, the newest first. */
final class VersionHistory {
  private static final String NUMBER = "[0-9]{1,8}";
  private static final Pattern PLACE =
      Pattern.compile("([0-9]{1,15})_([0-9]{1,8})_([A-Za-z0-9.-]{1,64})");

  private final ResourceStore store;

  VersionHistory(ResourceStore store) {
    this.store = store;
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
   * One page of a history.
   *
   * @param self its parameters
   * @param next the parameters of the next page; empty after the last
   */
  record Versions(List<Versioned> versions, String self, String next) {}

  /** The versions of one resource; of one that there is they may all be older than asked for. */
  Versions ofResource(String type, String id, HistoryRequest request) throws BadRequest {
    int before = Integer.MAX_VALUE;
    if (request.cursor().isPresent()) {
      if (!request.cursor().get().matches(NUMBER)) {
        throw HistoryRequest.wrongCursor();
      }
      before = Integer.parseInt(request.cursor().get());
    }
    List<Versioned> found = store.history(type, id, before, request.count() + 1);
    if (found.isEmpty()) {
      throw BadRequest.notFound("There is no such resource");
    }
    List<Versioned> asked =
        found.stream().takeWhile(v -> !v.lastUpdated().isBefore(request.since())).toList();
    return page(asked, request, last -> Integer.toString(last.version()));
  }

  /** The versions of all resources of a type. A change meanwhile is on no page but the first. */
  Versions ofType(String type, HistoryRequest request) throws BadRequest {
    Optional<VersionPlace> after = Optional.empty();
    if (request.cursor().isPresent()) {
      Matcher place = PLACE.matcher(request.cursor().get());
      if (!place.matches()) {
        throw HistoryRequest.wrongCursor();
      }
      after =
          Optional.of(
              new VersionPlace(
                  Instant.ofEpochMilli(Long.parseLong(place.group(1))),
                  place.group(3),
                  Integer.parseInt(place.group(2))));
    }
    return page(
        store.historyOfType(type, request.since(), after, request.count() + 1),
        request,
        last ->
            last.lastUpdated().toEpochMilli() + "_" + last.version() + "_" + last.resource().id());
  }

  /**
   * @param found one more than the page has, if there are
   */
  private static Versions page(
      List<Versioned> found, HistoryRequest request, Function<Versioned, String> cursor) {
    if (found.size() <= request.count()) {
      return new Versions(found, request.self(), "");
    }
    List<Versioned> versions = found.subList(0, request.count());
    String next = request.next(cursor.apply(versions.get(versions.size() - 1)));
    return new Versions(versions, request.self(), next);
  }
}
