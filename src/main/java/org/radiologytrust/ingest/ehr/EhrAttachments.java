package org.radiologytrust.ingest.ehr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.radiologytrust.ingest.document.MediaType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the Binaries in which an EHR keeps the attachments of its reports. Only type and id are
 * taken from the report: each request goes to the configured server.
 *
 * <p>A Binary that cannot be had is left out, and the report says so: nothing holds up the reports
 * after it. If the server may give it later, the pass ends and is repeated, a few times.
 */
final class EhrAttachments {
  private static final Logger LOG = LoggerFactory.getLogger(EhrAttachments.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How often a Binary is asked for before its report is stored without it. */
  private static final int TRIES = 3;

  private final String base;
  private final int maxBytes;
  private final EhrHttp http;
  private final Map<String, Integer> failed = new HashMap<>();

  EhrAttachments(EhrSettings settings, EhrHttp http) {
    this.base = settings.base();
    this.maxBytes = settings.limits().maxReply();
    this.http = http;
  }

  /**
   * The Binaries of a report, together no larger than a page.
   *
   * @throws EhrFailure if the server may give one of them later
   */
  Collection<ServerResource> of(ServerResource report, SearchPage page) throws EhrFailure {
    Map<String, ServerResource> binaries = new LinkedHashMap<>();
    int bytes = 0;
    for (String address : report.attachments()) {
      String key = page.binary(address);
      if (key.isEmpty() || binaries.containsKey(key) || bytes > maxBytes) {
        continue;
      }
      Optional<byte[]> body = read(key);
      if (body.isPresent()) {
        bytes += body.get().length;
        binary(key, body.get()).ifPresent(binary -> binaries.put(key, binary));
      }
    }
    return binaries.values();
  }

  private Optional<byte[]> read(String key) throws EhrFailure {
    try {
      EhrHttp.Resource read = http.resource(base + "/" + key);
      failed.remove(key);
      return Optional.of(MediaType.of(read.type()).isFhirJson() ? read.body() : wrapped(key, read));
    } catch (EhrFailure e) {
      if (!e.lasting() && failed.merge(key, 1, Integer::sum) < TRIES) {
        throw e;
      }
      failed.remove(key);
      LOG.warn("An attachment of a report is not read: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<ServerResource> binary(String key, byte[] json) {
    try {
      ServerResource binary = ServerResource.of(json);
      if (binary.key().equals(key)) {
        return Optional.of(binary);
      }
    } catch (UncheckedIOException e) {
      // said below
    }
    LOG.warn("An attachment of a report is not read: the server's answer is not the Binary");
    return Optional.empty();
  }

  /** Many servers answer with the document itself. */
  private static byte[] wrapped(String key, EhrHttp.Resource document) {
    Map<String, String> binary = new LinkedHashMap<>();
    binary.put("resourceType", "Binary");
    binary.put("id", key.substring(key.indexOf('/') + 1));
    binary.put("contentType", document.type());
    binary.put("data", Base64.getEncoder().encodeToString(document.body()));
    try {
      return JSON.writeValueAsBytes(binary);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
