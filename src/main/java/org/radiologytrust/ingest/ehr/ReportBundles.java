package org.radiologytrust.ingest.ehr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.radiologytrust.model.Texts;

/** Makes a message for the FHIR inbox of each report of a page, whose resources are Binaries. */
final class ReportBundles {
  private final String base;
  private final boolean publishedHere;
  private final String source;

  /**
   * Creates them.
   *
   * @param base the server's base URL, without a slash at its end
   * @param publishedHere whether ids of the server are valid where audits are sent
   * @param source the site of the reports; empty for that of posted messages
   */
  ReportBundles(String base, boolean publishedHere, String source) {
    this.base = base;
    this.publishedHere = publishedHere;
    this.source = source;
  }

  private record Entry(String fullUrl, boolean match, PageResource resource) {
    boolean isReport() {
      return match && resource.type().equals(PageResource.REPORT);
    }
  }

  /**
   * The reports of a page.
   *
   * @param page see {@link PageEntries}
   */
  PolledPage of(Bundle page) {
    List<PolledReport> reports = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    for (BundleEntryComponent entry : page.getEntry()) {
      if (entry.getResource() instanceof Binary binary && binary.hasData()) {
        SearchEntryMode mode = entry.getSearch().getMode();
        boolean match = mode == null || mode == SearchEntryMode.MATCH;
        Optional<PageResource> resource = PageResource.parse(binary.getData());
        resource.ifPresent(r -> entries.add(new Entry(fullUrl(entry), match, r)));
        if (resource.isEmpty() && match) {
          reports.add(unreadable(binary.getData()));
        }
      }
    }
    ServerResources resources = resources(entries);
    for (Entry entry : entries) {
      if (entry.isReport()) {
        reports.add(new ReportBundle(resources, publishedHere, entry.resource()).build(source));
      }
    }
    return new PolledPage(
        reports, entries.stream().noneMatch(entry -> entry.resource().isErrorOutcome()));
  }

  private static String fullUrl(BundleEntryComponent entry) {
    return entry.hasFullUrl() ? entry.getFullUrl() : "";
  }

  private ServerResources resources(List<Entry> entries) {
    // behind a proxy, a server may call itself by another name than we do
    Set<String> bases = new LinkedHashSet<>(Set.of(base));
    entries.stream()
        .filter(Entry::isReport)
        .flatMap(e -> base(e.fullUrl(), e.resource()).stream())
        .forEach(bases::add);
    Map<String, PageResource> byKey = new HashMap<>();
    Map<String, String> keys = new HashMap<>();
    for (Entry entry : entries) {
      boolean foreign =
          base(entry.fullUrl(), entry.resource()).filter(b -> !bases.contains(b)).isPresent();
      String key = foreign ? entry.fullUrl() : entry.resource().key();
      keys.put(entry.fullUrl(), key);
      byKey.merge(key, entry.resource(), PageResource::newer);
    }
    byKey.remove("");
    return new ServerResources(base, bases, byKey, keys);
  }

  /** The base URL in the URL of a resource; empty if the URL has another form. */
  private static Optional<String> base(String url, PageResource resource) {
    String end = "/" + resource.key();
    return url.startsWith("http") && end.length() > 1 && url.endsWith(end)
        ? Optional.of(url.substring(0, url.length() - end.length()))
        : Optional.empty();
  }

  /** The inbox refuses it and keeps the bytes in quarantine. */
  private static PolledReport unreadable(byte[] bytes) {
    return new PolledReport(Texts.sha256(bytes), Optional.empty(), bytes, "");
  }
}
