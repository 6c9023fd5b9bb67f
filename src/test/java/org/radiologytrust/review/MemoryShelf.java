package org.radiologytrust.review;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.journal.ResourceShelf;
import org.radiologytrust.journal.StoredResource;

/** A shelf in memory, as its contract says. */
final class MemoryShelf implements ResourceShelf {
  private final List<Versioned> stored = new ArrayList<>();
  Query last;
  RuntimeException failure;

  void put(StoredResource resource, int version, String updated) {
    stored.add(new Versioned(resource, version, Instant.parse(updated)));
  }

  @Override
  public void put(List<StoredResource> resources) {
    resources.forEach(r -> put(r, 1, "2026-01-01T00:00:00Z"));
  }

  @Override
  public Optional<Versioned> read(String type, String id) {
    if (failure != null) {
      throw failure;
    }
    return stored.stream()
        .filter(v -> v.resource().type().equals(type) && v.resource().id().equals(id))
        .findFirst();
  }

  @Override
  public Page search(Query query) {
    last = query;
    Comparator<Versioned> order = Comparator.comparing(Versioned::lastUpdated);
    List<Versioned> all =
        stored.stream()
            .filter(v -> v.resource().type().equals(query.type()))
            .filter(
                v -> query.updatedFrom() == null || !v.lastUpdated().isBefore(query.updatedFrom()))
            .filter(
                v -> query.updatedUntil() == null || v.lastUpdated().isBefore(query.updatedUntil()))
            .filter(v -> query.criteria().stream().allMatch(c -> holds(c, v.resource())))
            .sorted(query.descending() ? order.reversed() : order)
            .toList();
    return new Page(all.stream().skip(query.offset()).limit(query.count()).toList(), all.size());
  }

  private static boolean holds(Criterion criterion, StoredResource resource) {
    for (StoredResource.Token token : resource.tokens()) {
      for (Alternative a : criterion.anyOf()) {
        if (token.parameter().equals(criterion.parameter())
            && (a.system() == null || a.system().equals(token.system()))
            && (a.code() == null || a.code().equals(token.code()))) {
          return true;
        }
      }
    }
    return false;
  }
}
