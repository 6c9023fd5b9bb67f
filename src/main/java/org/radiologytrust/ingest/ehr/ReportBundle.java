package org.radiologytrust.ingest.ehr;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.radiologytrust.model.Texts;

/**
 * The Bundle of a report: with the resources that it refers to, directly or through others, and
 * nothing else of the page.
 *
 * <p>Ids of one server never point into another. If audits are sent to the polled server,
 * references stay as they are and become subject and focus of the audit. Otherwise the resources
 * have no ids and refer to each other by URN, and references to what is not on the page are
 * removed.
 */
final class ReportBundle {
  private static final String ID = "[A-Za-z0-9.-]{1,64}";

  /** One more than the inbox accepts: a larger one is refused, and not read in part. */
  private static final int MAX_RESOURCES = 1001;

  private static final int HASH = 16;

  private final ServerResources page;
  private final boolean publishedHere;
  private final PageResource report;

  /** Copies of what belongs to it by key, in the order in which they were found. */
  private final Map<String, PageResource> chosen = new LinkedHashMap<>();

  ReportBundle(ServerResources page, boolean publishedHere, PageResource report) {
    this.page = page;
    this.publishedHere = publishedHere;
    this.report = report;
  }

  /**
   * Builds the message.
   *
   * @param source the site of the report; empty for that of posted messages
   */
  PolledReport build(String source) {
    choose();
    ArrayNode entries = PageResource.object().arrayNode();
    chosen.forEach(
        (key, resource) -> {
          resource.eachReference(this::rewrite);
          if (!isLiteral(key)) {
            resource.json().remove("id");
          }
          entries.addObject().put("fullUrl", url(key)).set("resource", resource.json());
        });
    // the same version may come again with another version of its patient
    String hash = Texts.sha256(PageResource.bytes(entries)).substring(0, HASH);
    String version = report.versionId().isEmpty() ? report.lastUpdatedText() : report.versionId();
    ObjectNode bundle = PageResource.object().put("resourceType", "Bundle");
    if (!source.isEmpty()) {
      bundle.putObject("meta").put("source", source);
    }
    bundle
        .putObject("identifier")
        .put("system", page.base())
        .put("value", report.key() + "/_history/" + version + "/" + hash);
    bundle.put("type", "collection").set("entry", entries);
    return new PolledReport(
        String.join(
            "|",
            report.key(),
            report.versionId(),
            report.lastUpdatedText(),
            version.isEmpty() ? hash : ""),
        report.lastUpdated(),
        PageResource.bytes(bundle),
        place());
  }

  private String place() {
    String version = report.versionId();
    return !report.id().matches(ID)
        ? ""
        : report.key() + (version.matches(ID) ? "/_history/" + version : "");
  }

  private void choose() {
    Deque<PageResource> open = new ArrayDeque<>();
    choose(report.key(), report, open);
    while (!open.isEmpty()) {
      open.remove()
          .eachReference(
              reference ->
                  key(reference)
                      .filter(key -> !chosen.containsKey(key))
                      .ifPresent(
                          key ->
                              page.resource(key)
                                  .filter(target -> !target.type().equals(PageResource.REPORT))
                                  .ifPresent(target -> choose(key, target, open))));
    }
  }

  private void choose(String key, PageResource resource, Deque<PageResource> open) {
    if (chosen.size() < MAX_RESOURCES) {
      PageResource copy = resource.copy();
      chosen.put(key, copy);
      open.add(copy);
    }
  }

  private Optional<String> key(ObjectNode reference) {
    return page.key(reference.path("reference").asText());
  }

  private void rewrite(ObjectNode reference) {
    key(reference)
        .ifPresent(
            key -> {
              if (chosen.containsKey(key) && !isLiteral(key)) {
                reference.put("reference", url(key));
              } else if (publishedHere) {
                reference.put("reference", key);
              } else {
                reference.remove("reference");
              }
            });
  }

  /** An id that is not allowed in FHIR cannot be referred to. */
  private boolean isLiteral(String key) {
    return publishedHere && (!key.equals(report.key()) || report.id().matches(ID));
  }

  private String url(String key) {
    return isLiteral(key) ? page.url(key) : "urn:uuid:" + Texts.uuid5(page.url(key));
  }
}
