package org.radiologytrust.ingest.ehr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Texts;

/**
 * One page of a search.
 *
 * @param reports the reports that match
 * @param included all other resources, by type and id
 * @param bases the base URLs that the server uses for itself, each with a slash at its end
 * @param next the link to the next page; empty if this is the last one
 * @param complete false if the server says that it could not search everything
 */
record SearchPage(
    List<ServerResource> reports,
    Map<String, ServerResource> included,
    List<String> bases,
    String next,
    boolean complete) {
  /**
   * Reads a page.
   *
   * @param reply a searchset Bundle whose resources are wrapped by {@link PageEntries}
   * @param base base URL of the server
   * @throws EhrFailure if it is something else
   */
  static SearchPage of(@Nullable Object reply, String base) throws EhrFailure {
    if (!(reply instanceof Bundle bundle) || bundle.getType() != Bundle.BundleType.SEARCHSET) {
      throw new EhrFailure(
          "the FHIR server answered the search with something else than a searchset Bundle");
    }
    List<ServerResource> reports = new ArrayList<>();
    Map<String, ServerResource> included = new LinkedHashMap<>();
    List<String> bases = new ArrayList<>(List.of(base + "/"));
    Map<ServerResource, String> others = new LinkedHashMap<>();
    for (BundleEntryComponent entry : bundle.getEntry()) {
      if (entry.getResource() instanceof Binary wrapped && wrapped.getData() != null) {
        ServerResource resource = ServerResource.of(wrapped.getData());
        if (!resource.type().equals("DiagnosticReport")) {
          others.put(resource, Texts.orEmpty(entry.getFullUrl()));
        } else if (isMatch(entry)) {
          reports.add(resource);
          base(Texts.orEmpty(entry.getFullUrl()), resource.key(), bases);
        }
      }
    }
    others.forEach(
        (resource, url) -> {
          String key = resource.key();
          // one of another server could have the id of one of this server
          if (!key.isEmpty()
              && (url.isEmpty() || bases.stream().anyMatch(b -> url.equals(b + key)))) {
            included.putIfAbsent(key, resource);
          }
        });
    Bundle.BundleLinkComponent next = bundle.getLink(Bundle.LINK_NEXT);
    if (next != null && !next.hasUrl()) {
      throw new EhrFailure("the FHIR server's link to the next page has no address");
    }
    return new SearchPage(
        reports,
        included,
        bases,
        next == null ? "" : next.getUrl(),
        others.keySet().stream().noneMatch(ServerResource::isError));
  }

  private static boolean isMatch(BundleEntryComponent entry) {
    SearchEntryMode mode = entry.getSearch().getMode();
    return mode == null || mode == SearchEntryMode.MATCH;
  }

  /** A server behind a proxy may name itself by another base URL. */
  private static void base(String fullUrl, String key, List<String> bases) {
    if (!key.isEmpty() && fullUrl.endsWith("/" + key)) {
      String base = fullUrl.substring(0, fullUrl.length() - key.length());
      if (!bases.contains(base)) {
        bases.add(base);
      }
    }
  }

  /** Type and id of the Binary of this server at the address of an attachment; otherwise empty. */
  String binary(String address) {
    String key = key(address);
    return key.startsWith("Binary/") ? key : "";
  }

  /** Type and id of a literal reference to a resource of this server; otherwise empty. */
  String key(String reference) {
    String to = reference.strip();
    int history = to.indexOf("/_history/");
    to = history < 0 ? to : to.substring(0, history);
    for (String base : bases) {
      if (to.startsWith(base)) {
        to = to.substring(base.length());
        break;
      }
    }
    return ServerResource.isKey(to) ? to : "";
  }
}
