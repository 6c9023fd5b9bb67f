package org.radiologytrust.review;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.radiologytrust.journal.ResourceShelf;
import org.radiologytrust.journal.StoredResource;

/** A shelf in memory, as its contract says. */
final class MemoryShelf implements ResourceShelf {
  private final List<Versioned> stored = new ArrayList<>();
  Query last;
  RuntimeException failure;
  Callable<Void> before = () -> null;

  void put(StoredResource resource, int version, String updated) {
    stored.add(new Versioned(resource, version, Instant.parse(updated)));
  }

  @Override
  public void put(List<StoredResource> resources) {
    resources.forEach(r -> put(r, 1, "2026-01-01T00:00:00Z"));
  }

  @Override
  public Optional<Versioned> read(String type, String id) {
    try {
      before.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    if (failure != null) {
      throw failure;
    }
    return stored.stream()
        .filter(v -> v.resource().type().equals(type) && v.resource().id().equals(id))
        .findFirst();
  }

  @Override
  public void change(List<Key> keys, UnaryOperator<StoredResource> change) {
    throw new UnsupportedOperationException("readers change nothing");
  }

  @Override
  public Page search(Query query) {
    last = query;
    if (failure != null) {
      throw failure;
    }
    Comparator<Versioned> up =
        Comparator.comparing(Versioned::lastUpdated).thenComparing(v -> v.resource().id());
    Comparator<Versioned> order = query.descending() ? up.reversed() : up;
    List<Versioned> all =
        stored.stream()
            .filter(v -> v.resource().type().equals(query.type()))
            .filter(
                v -> query.updatedFrom() == null || !v.lastUpdated().isBefore(query.updatedFrom()))
            .filter(
                v -> query.updatedUntil() == null || v.lastUpdated().isBefore(query.updatedUntil()))
            .filter(v -> query.criteria().stream().allMatch(c -> holds(c, v.resource())))
            .sorted(order)
            .toList();
    List<Versioned> rest =
        all.stream()
            .filter(v -> query.after() == null || order.compare(v, at(query.after())) > 0)
            .toList();
    List<Versioned> page = rest.stream().limit(query.count()).toList();
    return new Page(
        page,
        rest.size() > page.size(),
        query.total() ? OptionalInt.of(all.size()) : OptionalInt.empty(),
        stored.stream().map(Versioned::lastUpdated).max(Comparator.naturalOrder()).orElseThrow());
  }

  private static Versioned at(Place place) {
    return new Versioned(new StoredResource("", place.id(), "", List.of()), 0, place.lastUpdated());
  }

  private static boolean holds(Criterion criterion, StoredResource resource) {
    if (criterion.parameter().equals("_id")) {
      return criterion.anyOf().contains(new Code(null, resource.id()));
    }
    return resource.tokens().stream()
        .filter(token -> token.parameter().equals(criterion.parameter()))
        .anyMatch(token -> criterion.anyOf().stream().anyMatch(a -> is(a, token)));
  }

  private static boolean is(Alternative alternative, StoredResource.Token token) {
    if (alternative instanceof Range range) {
      return token.number() >= range.from() && token.number() < range.until();
    }
    Code code = (Code) alternative;
    return (code.system() == null || code.system().equals(token.system()))
        && (code.code() == null || code.code().equals(token.code()));
  }
}
