package org.radiologytrust.journal.results;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.store.StoredJson;

/** The keys of the resources in a stored Bundle. */
public final class BundleKeys {
  /** Types that all audits share: the engine and its documents. */
  private static final Set<String> SHARED = Set.of("Device", "DocumentReference");

  private BundleKeys() {}

  private record Bundle(@Nullable List<Entry> entry) {
    record Entry(Resource resource) {}

    record Resource(String resourceType, String id) {}
  }

  static List<ResourceStore.Key> of(String bundle) {
    return Objects.requireNonNullElse(
            StoredJson.read(bundle, Bundle.class).entry, List.<Bundle.Entry>of())
        .stream()
        .map(Bundle.Entry::resource)
        .map(resource -> new ResourceStore.Key(resource.resourceType, resource.id))
        .toList();
  }

  /** Those of the audit or decision alone. */
  public static List<ResourceStore.Key> own(String bundle) {
    return of(bundle).stream().filter(key -> !SHARED.contains(key.type())).toList();
  }
}
