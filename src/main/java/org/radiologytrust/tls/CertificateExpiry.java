package org.radiologytrust.tls;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;

/**
 * When the first certificate of a file expires.
 *
 * @param file file with the certificates
 * @param at end of its validity
 */
public record CertificateExpiry(PemFile file, Instant at) {
  static CertificateExpiry first(PemFile file, List<X509Certificate> certificates) {
    return new CertificateExpiry(
        file,
        certificates.stream()
            .map(c -> c.getNotAfter().toInstant())
            .min(Comparator.naturalOrder())
            .orElseThrow());
  }

  /** Whole days left; negative when it has expired. */
  public long days(Instant now) {
    return Math.floorDiv(Duration.between(now, at).toSeconds(), Duration.ofDays(1).toSeconds());
  }

  public LocalDate date() {
    return at.atZone(ZoneOffset.UTC).toLocalDate();
  }

  boolean past(Instant now) {
    return !now.isBefore(at);
  }
}
