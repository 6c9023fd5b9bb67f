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
 * The TLS settings: {@code rtl.*.tls.*}, {@code rtl.tls.*} and those of {@code rtl.kafka.*} and
 * {@code rtl.oru.*}.
 *
 * @param poll pause between two looks for changed files
 * @param files files by the settings' prefix; no entry when nothing is set
 * @param hosts addresses of the listeners by the same prefix
 */
public record TlsSettings(Duration poll, Map<String, TlsFiles> files, Map<String, String> hosts) {
  static final String HTTP = "rtl.http";
  static final String MLLP = "rtl.mllp";
  static final String OUTGOING = "rtl.tls";
  static final String KAFKA = "rtl.kafka";
  static final String ORU = "rtl.oru";
  static final List<String> LISTENERS = List.of(HTTP, MLLP);

  /**
   * @throws Settings.Wrong when a value is invalid, or a setting is missing that another one needs
   */
  public static TlsSettings of(Settings settings) {
    Map<String, TlsFiles> files = new LinkedHashMap<>();
    Map<String, String> hosts = new HashMap<>();
    for (String prefix : LISTENERS) {
      hosts.put(prefix, settings.required(prefix + ".host"));
      listener(settings, prefix).ifPresent(all -> files.put(prefix, all));
    }
    file(settings, OUTGOING + ".trusted").ifPresent(t -> files.put(OUTGOING, TlsFiles.outgoing(t)));
    client(settings, KAFKA, KAFKA).ifPresent(all -> files.put(KAFKA, all));
    client(settings, ORU, ORU + ".tls").ifPresent(all -> files.put(ORU, all));
    return new TlsSettings(settings.interval("rtl.tls.poll"), files, hosts);
  }

  /**
   * The files of a listener; empty without a certificate.
   *
   * @param prefix of its settings, such as {@code rtl.mllp}
   * @throws Settings.Wrong when a setting is missing that another one needs
   */
  public static Optional<TlsFiles> listener(Settings settings, String prefix) {
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

  /**
   * The files of a client.
   *
   * @param peer prefix of the setting {@code security}
   * @param prefix of those of the files
   */
  private static Optional<TlsFiles> client(Settings settings, String peer, String prefix) {
    Optional<PemFile> certificate = file(settings, prefix + ".certificate");
    Optional<PemFile> key = file(settings, prefix + ".key");
    Optional<PemFile> trusted = file(settings, prefix + ".trusted");
    Optional<PemFile> first = certificate.or(() -> key).or(() -> trusted);
    String security = settings.text(peer + ".security");
    if (first.isPresent() && !security.endsWith("SSL") && !security.equals("TLS")) {
      throw new Settings.Wrong(
          first.get().setting() + ": " + peer + ".security=" + security + " does not use TLS");
    }
    if (certificate.isPresent() != key.isPresent()) {
      throw new Settings.Wrong(
          prefix
              + (certificate.isEmpty() ? ".certificate" : ".key")
              + " is empty: set it, or neither the certificate nor its key");
    }
    return first.map(any -> TlsFiles.client(certificate, key, trusted));
  }

  private static Optional<PemFile> file(Settings settings, String key) {
    return settings.file(key).map(file -> new PemFile(key, file));
  }

  /**
   * Context for outgoing connections of a command, which trusts the JVM's CAs and those of
   * rtl.tls.trusted. It does not follow later changes. Empty when that setting is empty.
   *
   * @throws Settings.Wrong when the file is invalid
   */
  public Optional<SSLContext> outgoing() {
    return Optional.ofNullable(files.get(OUTGOING)).map(all -> loaded(all).context());
  }

  /** Properties for Kafka's clients; empty when they use the JVM's defaults. */
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
