package org.radiologytrust.ingest.ehr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.radiologytrust.model.Texts;

/**
 * Makes the message for the inbox from a report on a page: a collection Bundle with the report and
 * the resources that it refers to, with the Binaries of its attachments.
 *
 * <p>Ids of one server must not point into another. If audits are sent to the polled server, or to
 * none, the ids stay, and become subject and focus of the audits. Otherwise the report has no id
 * and the references are {@code urn:uuid}, so that an audit refers to patient and report by their
 * identifiers.
 */
final class ReportMessages {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final String base;
  private final String site;
  private final boolean keepIds;

  /**
   * @param base base URL of the polled server
   * @param site name of the sending site; empty if the report says it
   * @param keepIds whether ids of the polled server are valid where audits are sent
   */
  ReportMessages(String base, String site, boolean keepIds) {
    this.base = base;
    this.site = site;
    this.keepIds = keepIds;
  }

  /**
   * A message.
   *
   * @param place type, id and version of the report, for the log
   * @param hash changes with every byte of the report and the resources that go with it
   * @param body the Bundle in JSON
   */
  record Message(String place, String hash, byte[] body) {}

  /**
   * Makes the message.
   *
   * @param binaries of the report's attachments, as far as they were read
   */
  Message of(ServerResource report, SearchPage page, Collection<ServerResource> binaries) {
    StringBuilder entries = new StringBuilder();
    entry(entries, report, page);
    for (ServerResource resource : referred(report, page).values()) {
      entry(entries.append(','), resource, page);
    }
    for (ServerResource binary : binaries) {
      entry(entries.append(','), binary, page);
    }
    String hash = Texts.sha256(entries.toString());
    String place = place(report);
    // the hash, because an included resource can change without the report
    String body =
        "{\"resourceType\":\"Bundle\","
            + (site.isEmpty() ? "" : "\"meta\":{\"source\":" + quoted(site) + "},")
            + "\"identifier\":{\"system\":"
            + quoted(base)
            + ",\"value\":"
            + quoted(place + "/" + hash.substring(0, 32))
            + "},\"type\":\"collection\",\"entry\":["
            + entries
            + "]}";
    return new Message(place, hash, body.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String place(ServerResource report) {
    String key = report.key().isEmpty() ? "DiagnosticReport" : report.key();
    String version =
        !report.version().isEmpty() ? report.version() : String.valueOf(report.lastUpdated());
    return key + "/_history/" + (version.matches("[\\w.:+-]{1,64}") ? version : "unknown");
  }

  /** The resources on the page that the report refers to, directly or through others. */
  private static Map<String, ServerResource> referred(ServerResource report, SearchPage page) {
    Map<String, ServerResource> found = new LinkedHashMap<>();
    Deque<ServerResource> open = new ArrayDeque<>();
    open.add(report);
    while (!open.isEmpty()) {
      for (String reference : open.remove().references()) {
        ServerResource to = page.included().get(page.key(reference));
        if (to != null && found.putIfAbsent(to.key(), to) == null) {
          open.add(to);
        }
      }
    }
    return found;
  }

  private void entry(StringBuilder entries, ServerResource resource, SearchPage page) {
    UnaryOperator<String> references = reference -> reference(reference, page);
    UnaryOperator<String> addresses =
        address -> page.binary(address).isEmpty() ? address : reference(address, page);
    String key = resource.key();
    entries.append('{');
    if (!key.isEmpty()) {
      entries
          .append("\"fullUrl\":")
          .append(quoted(keepIds ? base + "/" + key : urn(key)))
          .append(',');
    }
    entries
        .append("\"resource\":")
        .append(resource.text(references, addresses, keepIds && !key.isEmpty()))
        .append('}');
  }

  private String reference(String reference, SearchPage page) {
    if (reference.startsWith("#") || reference.startsWith("urn:") || reference.contains("?")) {
      return reference;
    }
    String key = page.key(reference);
    if (keepIds) {
      return key.isEmpty() ? reference : key;
    }
    return urn(key.isEmpty() ? reference : key);
  }

  private String urn(String key) {
    byte[] name = (base + "/" + key).getBytes(StandardCharsets.UTF_8);
    return "urn:uuid:" + UUID.nameUUIDFromBytes(name);
  }

  private static String quoted(String text) {
    try {
      return JSON.writeValueAsString(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
