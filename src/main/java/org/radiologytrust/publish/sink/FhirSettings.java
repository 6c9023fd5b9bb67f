package org.radiologytrust.publish.sink;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.radiologytrust.publish.fhir.FhirMatching;
import org.radiologytrust.retry.DeliveryRules;
import org.radiologytrust.settings.FhirLogin;

/**
 * Settings of the deliveries to the FHIR server.
 *
 * @param server base URL, http or https; no other host is called
 * @param matching how to find the patient and the report
 * @param maxEntries most entries of one transaction, at least 1; larger Bundles are split
 * @param maxReplyBytes largest answer that is read, in bytes
 * @param connectTimeout for the TCP connection
 * @param timeout for one request and its answer
 * @param trust the trusted CAs; empty means those of the JVM
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

  /** A copy with the values that callers may change. */
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
