package org.radiologytrust.publish;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.radiologytrust.retry.DeliveryRules;

/**
 * How deliveries go to the FHIR server.
 *
 * @param server base URL, http or https; the only host that is ever called
 * @param matching how the patient and the report are found
 * @param maxEntries entries of one transaction, at least 1; larger Bundles go in several
 * @param maxReplyBytes size at which an answer is given up
 * @param connectTimeout for the TCP connection
 * @param timeout for one whole request, its answer included
 * @param trust whose certificates are taken; empty = those of the JVM's CAs
 */
public record FhirSettings(
    URI server,
    FhirLogin login,
    FhirMatching matching,
    int maxEntries,
    int maxReplyBytes,
    Duration connectTimeout,
    Duration timeout,
    DeliveryRules retry,
    Optional<SSLContext> trust) {
  public FhirSettings {
    String scheme = String.valueOf(server.getScheme());
    if (!scheme.matches("https?") || server.getHost() == null) {
      throw new IllegalArgumentException("rtl.fhir.server: give an http or https base URL");
    }
    if (server.getQuery() != null || server.getFragment() != null || server.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "rtl.fhir.server: give the base URL alone, without user, query or fragment");
    }
    if (maxEntries < 1 || maxReplyBytes < 1) {
      throw new IllegalArgumentException("rtl.fhir.*: limits must be at least 1");
    }
  }

  /** The defaults for a server. */
  public static FhirSettings of(URI server) {
    return new FhirSettings(
        server,
        FhirLogin.none(),
        FhirMatching.standard(),
        200,
        16 * 1024 * 1024,
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        DeliveryRules.standard(),
        Optional.empty());
  }

  public FhirSettings with(FhirLogin other) {
    return with(other, matching, maxEntries, timeout, retry, trust);
  }

  public FhirSettings with(FhirMatching other) {
    return with(login, other, maxEntries, timeout, retry, trust);
  }

  public FhirSettings with(DeliveryRules other) {
    return with(login, matching, maxEntries, timeout, other, trust);
  }

  public FhirSettings withTrust(Optional<SSLContext> other) {
    return with(login, matching, maxEntries, timeout, retry, other);
  }

  public FhirSettings withMaxEntries(int other) {
    return with(login, matching, other, timeout, retry, trust);
  }

  public FhirSettings withTimeout(Duration other) {
    return with(login, matching, maxEntries, other, retry, trust);
  }

  /** The same server and limits, and what can be told otherwise. */
  private FhirSettings with(
      FhirLogin login,
      FhirMatching matching,
      int maxEntries,
      Duration timeout,
      DeliveryRules retry,
      Optional<SSLContext> trust) {
    return new FhirSettings(
        server, login, matching, maxEntries, maxReplyBytes, connectTimeout, timeout, retry, trust);
  }
}
