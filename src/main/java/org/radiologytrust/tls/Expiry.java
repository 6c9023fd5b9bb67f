package org.radiologytrust.tls;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;

/**
 * When the first of a file's certificates expires.
 *
 * @param file the setting that names the file
 */
public record Expiry(PemFile file, Instant at) {
  static Expiry first(PemFile file, List<X509Certificate> certificates) {
    return new Expiry(
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
