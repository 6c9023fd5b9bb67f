package org.radiologytrust.ingest.hl7.out;

import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.settings.Site;

/**
 * The settings {@code rtl.oru.*}.
 *
 * @param poll how often to look for due deliveries
 * @param timeout how long an answer is awaited
 * @param tls empty for a connection without TLS
 * @param options what the messages contain
 */
public record OruSettings(
    String host,
    int port,
    Duration poll,
    Duration timeout,
    Optional<SSLContext> tls,
    AuditLines.Options options) {
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(5);

  /**
   * Reads the settings; empty if there is no receiver.
   *
   * @param context for TLS; empty for the JVM's
   * @throws Settings.Wrong if a setting is not valid
   */
  public static Optional<OruSettings> of(Settings settings, Optional<SSLContext> context) {
    String host = settings.text("rtl.oru.host");
    boolean secure = settings.oneOf("rtl.oru.security", "PLAINTEXT", "TLS").equals("TLS");
    int port = settings.number("rtl.oru.port", 1, 65535);
    Duration poll = settings.interval("rtl.oru.poll");
    Duration timeout = settings.interval("rtl.oru.timeout");
    AuditLines.Options options = options(settings);
    if (timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new Settings.Wrong("rtl.oru.timeout: at most 5m");
    }
    if (!host.matches("[A-Za-z0-9._-]*|\\[[0-9A-Fa-f:]+]")) {
      throw new Settings.Wrong("rtl.oru.host: a name or an address, without the port");
    }
    return host.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new OruSettings(
                host,
                port,
                poll,
                timeout,
                secure ? Optional.of(context.orElseGet(OruSettings::ofTheJvm)) : Optional.empty(),
                options));
  }

  /** What the messages contain. */
  static AuditLines.Options options(Settings settings) {
    return new AuditLines.Options(
        settings.flag("rtl.oru.asked"), settings.url("rtl.oru.page"), Site.of(settings).zone());
  }

  private static SSLContext ofTheJvm() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no TLS", e);
    }
  }
}
