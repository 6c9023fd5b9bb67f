package org.radiologytrust.ingest.fhir.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The resources contained in others. A reference {@code #id} is valid within its container only.
 */
final class ContainedResources {
  private final Map<Resource, Map<String, List<Resource>>> byContainer = new IdentityHashMap<>();
  private final Map<Resource, Place> places = new IdentityHashMap<>();

  /**
   * Where a resource is contained.
   *
   * @param index from 0
   */
  record Place(Resource container, int index) {}

  ContainedResources(Collection<? extends Resource> containers) {
    containers.forEach(this::add);
  }

  private void add(Resource container) {
    if (container instanceof DomainResource domain && domain.hasContained()) {
      Map<String, List<Resource>> byId = new HashMap<>();
      List<Resource> contained = domain.getContained();
      for (int i = 0; i < contained.size(); i++) {
        places.putIfAbsent(contained.get(i), new Place(container, i));
        String id = contained.get(i).getIdElement().getIdPart();
        if (id != null) {
          byId.computeIfAbsent(withoutHash(id), key -> new ArrayList<>(1)).add(contained.get(i));
        }
      }
      byContainer.put(container, byId);
    }
  }

  private static String withoutHash(String id) {
    return id.startsWith("#") ? id.substring(1) : id;
  }

  /** Where a resource is contained; null if it stands alone. */
  @Nullable Place place(Resource resource) {
    return places.get(resource);
  }

  /**
   * The resources that a reference means which stands in a container, or in a resource of it.
   *
   * @param to begins with {@code #}
   */
  List<Resource> find(String to, Resource container) {
    return byContainer.getOrDefault(container, Map.of()).getOrDefault(to.substring(1), List.of());
  }
}
