package org.radiologytrust.fhirread;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.radiologytrust.journal.results.ResourceStore;
import org.radiologytrust.journal.results.ResourceStore.Alternative;
import org.radiologytrust.journal.results.ResourceStore.Code;
import org.radiologytrust.journal.results.ResourceStore.Criterion;
import org.radiologytrust.journal.results.ResourceStore.Key;
import org.radiologytrust.journal.results.ResourceStore.Page;
import org.radiologytrust.journal.results.ResourceStore.Query;
import org.radiologytrust.journal.results.ResourceStore.Versioned;

/** The resources that {@code _include} and {@code _revinclude} add to the matches of a page. */
final class Includes {
  private final ResourceStore store;
  private final ResourceJson json;
  private final int most;

  /**
   * @param most resources that are added to a page
   */
  Includes(ResourceStore store, ResourceJson json, int most) {
    this.store = store;
    this.json = json;
    this.most = most;
  }

  ExtendedPage of(SearchRequest request, Page page) throws BadRequest {
    List<Versioned> matches = page.matches();
    if (request.included().isEmpty() && request.includedBack().isEmpty()) {
      return new ExtendedPage(page, List.of());
    }
    Map<Key, Versioned> included = new LinkedHashMap<>();
    while (!add(request, matches, included)) {
      if (matches.size() == 1) {
        throw new BadRequest(
            400,
            IssueType.TOOCOSTLY,
            "_include, _revinclude: one match alone adds more than "
                + most
                + " resources; search these instead");
      }
      matches = matches.subList(0, matches.size() / 2);
      included.clear();
    }
    boolean more = page.more() || matches.size() < page.matches().size();
    return new ExtendedPage(
        new Page(matches, more, page.total(), page.newest()), List.copyOf(included.values()));
  }

  /** Returns false if there are too many. */
  private boolean add(
      SearchRequest request, List<Versioned> matches, Map<Key, Versioned> included) {
    Set<Key> own = new HashSet<>();
    matches.forEach(match -> own.add(key(match)));
    Map<String, Set<String>> wanted = new LinkedHashMap<>();
    for (Inclusion inclusion : request.included()) {
      for (Versioned match : matches) {
        JsonNode resource = json.stored(match);
        for (Key key : keys(resource, inclusion)) {
          if (!own.contains(key)) {
            wanted.computeIfAbsent(key.type(), type -> new LinkedHashSet<>()).add(key.id());
          }
        }
      }
    }
    if (wanted.values().stream().mapToInt(Set::size).sum() > most) {
      return false;
    }
    wanted.forEach((type, ids) -> put(store.readAll(type, ids), own, included));
    for (Inclusion inclusion : request.includedBack()) {
      if (!matches.isEmpty()) {
        Page found = store.search(referringTo(matches, inclusion));
        put(found.matches(), own, included);
        if (found.more() || included.size() > most) {
          return false;
        }
      }
    }
    return true;
  }

  private Query referringTo(List<Versioned> matches, Inclusion inclusion) {
    List<Alternative> any = new ArrayList<>();
    matches.forEach(m -> any.add(new Code("", m.resource().type() + "/" + m.resource().id())));
    return new Query(
        inclusion.type(),
        List.of(new Criterion(inclusion.name(), any)),
        null,
        null,
        false,
        null,
        most,
        false);
  }

  private static void put(Collection<Versioned> found, Set<Key> own, Map<Key, Versioned> included) {
    for (Versioned one : found) {
      if (!own.contains(key(one))) {
        included.put(key(one), one);
      }
    }
  }

  private static Key key(Versioned stored) {
    return new Key(stored.resource().type(), stored.resource().id());
  }

  private static List<Key> keys(JsonNode resource, Inclusion inclusion) {
    List<JsonNode> nodes = List.of(resource);
    for (String name : inclusion.path().split("\\.")) {
      List<JsonNode> inside = new ArrayList<>();
      for (JsonNode node : nodes) {
        JsonNode child = node.path(name);
        if (child.isArray()) {
          child.forEach(inside::add);
        } else {
          inside.add(child);
        }
      }
      nodes = inside;
    }
    List<Key> keys = new ArrayList<>();
    for (JsonNode node : nodes) {
      String[] parts = node.path("reference").asText().split("/", -1);
      if (parts.length == 2 && inclusion.targets().contains(parts[0])) {
        keys.add(new Key(parts[0], parts[1]));
      }
    }
    return keys;
  }
}
