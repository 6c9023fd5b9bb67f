package org.radiologytrust.publish;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.radiologytrust.journal.ResourceShelf;
import org.radiologytrust.journal.StoredResource;

/** A shelf in memory that nobody searches. */
final class FakeShelf implements ResourceShelf {
  private final Map<Key, StoredResource> stored = new LinkedHashMap<>();

  @Override
  public synchronized void put(List<StoredResource> resources) {
    resources.forEach(r -> stored.put(new Key(r.type(), r.id()), r));
  }

  @Override
  public synchronized Optional<Versioned> read(String type, String id) {
    return Optional.ofNullable(stored.get(new Key(type, id)))
        .map(r -> new Versioned(r, 1, Instant.EPOCH));
  }

  @Override
  public synchronized void change(List<Key> keys, UnaryOperator<StoredResource> change) {
    keys.forEach(key -> stored.computeIfPresent(key, (k, old) -> change.apply(old)));
  }

  @Override
  public Page search(Query query) {
    throw new UnsupportedOperationException("nobody searches here");
  }
}
