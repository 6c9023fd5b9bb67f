package org.radiologytrust.tls;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.SslConfigs;
import org.radiologytrust.settings.Settings;

/**
 * What {@code rtl.*.tls.*}, {@code rtl.tls.*} and {@code rtl.kafka.*} say of TLS.
 *
 * @param poll how often to look whether the files changed
 * @param files by the settings' prefix; none where nothing is set
 * @param hosts of the listeners, by the same prefix
 */
public record TlsSettings(Duration poll, Map<String, TlsFiles> files, Map<String, String> hosts) {
  static final String HTTP = "rtl.http";
  static final String MLLP = "rtl.mllp";
  static final String OUTGOING = "rtl.tls";
  static final String KAFKA = "rtl.kafka";
  static final List<String> LISTENERS = List.of(HTTP, MLLP);

  /**
   * @throws Settings.Wrong when a setting cannot be used, or one is missing that others need
   */
  public static TlsSettings of(Settings settings) {
    Map<String, TlsFiles> files = new LinkedHashMap<>();
    Map<String, String> hosts = new HashMap<>();
    for (String prefix : LISTENERS) {
      hosts.put(prefix, settings.required(prefix + ".host"));
      listener(settings, prefix).ifPresent(all -> files.put(prefix, all));
    }
    file(settings, OUTGOING + ".trusted").ifPresent(t -> files.put(OUTGOING, TlsFiles.outgoing(t)));
    kafka(settings).ifPresent(all -> files.put(KAFKA, all));
    return new TlsSettings(settings.interval("rtl.tls.poll"), files, hosts);
  }

  private static Optional<TlsFiles> listener(Settings settings, String prefix) {
    Optional<PemFile> certificate = file(settings, prefix + ".tls.certificate");
    Optional<PemFile> key = file(settings, prefix + ".tls.key");
    Optional<PemFile> trusted = file(settings, prefix + ".tls.trusted");
    if (certificate.isPresent() != key.isPresent()
        || trusted.isPresent() && certificate.isEmpty()) {
      throw new Settings.Wrong(
          prefix
              + ".tls."
              + (certificate.isEmpty() ? "certificate" : "key")
              + " is empty: set it, or none of "
              + prefix
              + ".tls.*");
    }
    return certificate.map(c -> TlsFiles.listener(c, key.orElseThrow(), trusted));
  }

  private static Optional<TlsFiles> kafka(Settings settings) {
    Optional<PemFile> certificate = file(settings, KAFKA + ".certificate");
    Optional<PemFile> key = file(settings, KAFKA + ".key");
    Optional<PemFile> trusted = file(settings, KAFKA + ".trusted");
    Optional<PemFile> first = certificate.or(() -> key).or(() -> trusted);
    String security = settings.text(KAFKA + ".security");
    if (first.isPresent() && !security.endsWith("SSL")) {
      throw new Settings.Wrong(
          first.get().setting() + ": rtl.kafka.security=" + security + " is no TLS");
    }
    if (certificate.isPresent() != key.isPresent()) {
      throw new Settings.Wrong(
          "rtl.kafka."
              + (certificate.isEmpty() ? "certificate" : "key")
              + " is empty: set it, or neither the certificate nor its key");
    }
    return first.map(any -> TlsFiles.client(certificate, key, trusted));
  }

  private static Optional<PemFile> file(Settings settings, String key) {
    return settings.file(key).map(file -> new PemFile(key, file));
  }

  /**
   * What clients of other servers go by, as the files are now, for a command: the JVM's CAs, and
   * those of rtl.tls.trusted. Empty where that is not set.
   *
   * @throws Settings.Wrong when they cannot be used
   */
  public Optional<SSLContext> outgoing() {
    return Optional.ofNullable(files.get(OUTGOING)).map(all -> loaded(all).context());
  }

  /** What Kafka's clients are told; nothing where they shall go by what the JVM trusts. */
  static Map<String, Object> kafka(Optional<ReloadedTls> tls) {
    return tls.<Map<String, Object>>map(
            all ->
                Map.of(
                    SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG,
                    KafkaTls.class,
                    KafkaTls.CONTEXT,
                    all.context()))
        .orElseGet(Map::of);
  }

  static ReloadedTls loaded(TlsFiles files) {
    try {
      return new ReloadedTls(files, Clock.systemUTC());
    } catch (TlsProblem e) {
      throw new Settings.Wrong("tls", e.getMessage());
    }
  }
}
