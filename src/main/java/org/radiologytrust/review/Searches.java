package org.radiologytrust.review;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.radiologytrust.journal.ResourceShelf;
import org.radiologytrust.journal.ResourceShelf.Alternative;
import org.radiologytrust.journal.ResourceShelf.Criterion;
import org.radiologytrust.journal.ResourceShelf.Page;
import org.radiologytrust.journal.ResourceShelf.Query;
import org.radiologytrust.journal.ResourceShelf.Versioned;
import org.radiologytrust.journal.StoredResource.Token;

/** Runs a search on the shelf; by {@code _id}, which the shelf has no criterion for, by reading. */
final class Searches {
  private final ResourceShelf shelf;

  Searches(ResourceShelf shelf) {
    this.shelf = shelf;
  }

  Page run(SearchRequest request) {
    Query query = request.query();
    if (request.ids().isEmpty()) {
      return shelf.search(query);
    }
    UpdatedRange updated = new UpdatedRange(query.updatedFrom(), query.updatedUntil());
    Comparator<Versioned> order =
        Comparator.comparing(Versioned::lastUpdated).thenComparing(v -> v.resource().id());
    List<Versioned> all =
        request.ids().stream()
            .distinct()
            .map(id -> shelf.read(query.type(), id))
            .flatMap(Optional::stream)
            .filter(v -> updated.contains(v.lastUpdated()))
            .filter(v -> query.criteria().stream().allMatch(c -> holds(c, v)))
            .sorted(query.descending() ? order.reversed() : order)
            .toList();
    Stream<Versioned> page = all.stream().skip(query.offset()).limit(query.count());
    return new Page(page.toList(), all.size());
  }

  private static boolean holds(Criterion criterion, Versioned stored) {
    return stored.resource().tokens().stream()
        .filter(t -> t.parameter().equals(criterion.parameter()))
        .anyMatch(t -> criterion.anyOf().stream().anyMatch(a -> is(a, t)));
  }

  private static boolean is(Alternative alternative, Token token) {
    return (alternative.system() == null || alternative.system().equals(token.system()))
        && (alternative.code() == null || alternative.code().equals(token.code()));
  }
}
