package org.radiologytrust;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.component.netty.NettyConfiguration;
import org.apache.camel.component.netty.NettyEndpoint;
import org.apache.camel.spi.Registry;
import org.radiologytrust.ops.PeerCheck;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.tls.CamelTls;
import org.radiologytrust.tls.HandshakeWatch;
import org.radiologytrust.tls.PemFile;
import org.radiologytrust.tls.Refusals;
import org.radiologytrust.tls.ReloadedTls;
import org.radiologytrust.tls.TlsFiles;
import org.radiologytrust.tls.TlsProblem;
import org.radiologytrust.tls.TlsVertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code rtl.*.tls.*} says: TLS of the listeners, and whom we trust as a client; and TLS of
 * {@code rtl.kafka.*}.
 */
final class Tls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
  private static final String HTTP = "rtl.http";
  private static final String MLLP = "rtl.mllp";
  private static final String OUTGOING = "rtl.tls";
  private static final String KAFKA = "rtl.kafka";

  /** Camel takes one alone from its registry; with two it would make its own, without TLS. */
  private static final String VERTX = "vertx";

  private final Settings settings;
  private final Duration every;
  private final Map<String, ReloadedTls> all = new LinkedHashMap<>();
  private final ScheduledExecutorService poll =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "tls-files");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param listen whether there will be listeners
   * @throws Settings.Wrong when the files cannot be used
   */
  Tls(Settings settings, boolean listen) {
    this.settings = settings;
    this.every = settings.duration("rtl.tls.poll");
    if (every.toMillis() < 1) {
      throw new Settings.Wrong("rtl.tls.poll: must be more than 0, such as 10s");
    }
    files(settings)
        .forEach(
            (prefix, files) -> {
              if (listen || !List.of(HTTP, MLLP).contains(prefix)) {
                all.put(prefix, loaded(files));
              }
            });
    if (listen) {
      List.of(HTTP, MLLP).forEach(this::warnOfPlain);
    }
  }

  private static ReloadedTls loaded(TlsFiles files) {
    try {
      return new ReloadedTls(files, Clock.systemUTC());
    } catch (TlsProblem e) {
      throw new Settings.Wrong(e.getMessage());
    }
  }

  /**
   * What is configured, by the settings' prefix.
   *
   * @throws Settings.Wrong when settings are missing that the others need
   */
  static Map<String, TlsFiles> files(Settings settings) {
    Map<String, TlsFiles> all = new LinkedHashMap<>();
    for (String prefix : List.of(HTTP, MLLP)) {
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
      certificate.ifPresent(c -> all.put(prefix, TlsFiles.listener(c, key.orElseThrow(), trusted)));
    }
    file(settings, OUTGOING + ".trusted").ifPresent(t -> all.put(OUTGOING, TlsFiles.outgoing(t)));
    kafkaFiles(settings).ifPresent(files -> all.put(KAFKA, files));
    return all;
  }

  private static Optional<TlsFiles> kafkaFiles(Settings settings) {
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
    String path = settings.text(key);
    return path.isEmpty() ? Optional.empty() : Optional.of(new PemFile(key, settings.path(path)));
  }

  private void warnOfPlain(String prefix) {
    String host = settings.required(prefix + ".host");
    try {
      if (!all.containsKey(prefix) && !InetAddress.getByName(host).isLoopbackAddress()) {
        LOG.warn(
            "{}.host is {}, and {}.tls.certificate is empty: patients' data crosses the network"
                + " unencrypted",
            prefix,
            host,
            prefix);
      }
    } catch (UnknownHostException e) {
      // refused where the port is taken
    }
  }

  /** How /fhir and the management server are reached. */
  String scheme() {
    return all.containsKey(HTTP) ? "https" : "http";
  }

  /**
   * What clients of other servers go by: the JVM's CAs, and those of rtl.tls.trusted. Empty where
   * that is not set.
   */
  Optional<SSLContext> outgoing() {
    return Optional.ofNullable(all.get(OUTGOING)).map(ReloadedTls::context);
  }

  /** What Kafka's clients go by; empty where nothing of it is set. */
  Optional<SSLContext> kafka() {
    return Optional.ofNullable(all.get(KAFKA)).map(ReloadedTls::context);
  }

  /**
   * The same as the files are now, for a command.
   *
   * @throws Settings.Wrong when they cannot be used
   */
  static Optional<SSLContext> outgoing(Settings settings) {
    return now(settings, OUTGOING);
  }

  /** The same for Kafka's clients. */
  static Optional<SSLContext> kafka(Settings settings) {
    return now(settings, KAFKA);
  }

  private static Optional<SSLContext> now(Settings settings, String prefix) {
    return Optional.ofNullable(files(settings).get(prefix)).map(files -> loaded(files).context());
  }

  /** What the MLLP route asks for; nothing where it shall speak without TLS. */
  Map<String, String> placeholders() {
    Map<String, String> placeholders = new HashMap<>();
    ReloadedTls mllp = all.get(MLLP);
    if (mllp != null) {
      placeholders.put("rtl.mllp.tls.on", "true");
      placeholders.put("rtl.mllp.tls.context", "#mllpTls");
      placeholders.put("rtl.mllp.tls.client-certificate", "" + mllp.clientCertificate());
    }
    return placeholders;
  }

  /**
   * Binds what the routes and the servers ask for, and begins to look for changes.
   *
   * @param httpPort the other HTTP server is the management one
   * @param vertx of the HTTP servers; {@code null} where there are none
   */
  void bind(CamelContext context, MeterRegistry meters, int httpPort, Vertx vertx) {
    Registry registry = context.getRegistry();
    registry.bind("mllpHandshakes", new HandshakeWatch(refusals("mllp", meters)));
    ReloadedTls mllp = all.get(MLLP);
    if (mllp != null) {
      registry.bind("mllpTls", new CamelTls(mllp.context()));
      registry.bind("mllpTlsCheck", new PeerCheck("mllp-tls", () -> withoutTls(context)));
    }
    ReloadedTls http = all.get(HTTP);
    if (http != null) {
      Refusals fhir = refusals("http", meters);
      Refusals management = refusals("management", meters);
      registry.bind(
          VERTX,
          Vertx.class,
          new TlsVertx(vertx, http, port -> port == httpPort ? fhir : management));
    } else if (vertx != null) {
      registry.bind(VERTX, Vertx.class, vertx);
    }
    if (!all.isEmpty()) {
      registry.bind("tlsCheck", new PeerCheck("tls", this::problem));
      poll.scheduleWithFixedDelay(
          () -> all.values().forEach(ReloadedTls::look),
          every.toMillis(),
          every.toMillis(),
          TimeUnit.MILLISECONDS);
    }
  }

  /** Told once a second: that is all that a flood adds to the log. */
  private Refusals refusals(String listener, MeterRegistry meters) {
    Refusals refusals = new Refusals(listener, meters);
    poll.scheduleWithFixedDelay(refusals::tell, 1, 1, TimeUnit.SECONDS);
    return refusals;
  }

  private Optional<String> problem() {
    return all.values().stream().flatMap(tls -> tls.problem().stream()).findFirst();
  }

  /**
   * Whether the MLLP route takes what is set: one of the site's own may not.
   *
   * @throws Settings.Wrong when one does not
   */
  void check(CamelContext context) {
    if (all.containsKey(MLLP)) {
      withoutTls(context)
          .ifPresent(
              problem -> {
                throw new Settings.Wrong(problem);
              });
    }
  }

  private Optional<String> withoutTls(CamelContext context) {
    String port = context.resolvePropertyPlaceholders("{{rtl.mllp.port}}");
    return context.getRoutes().stream()
        .filter(
            route ->
                route.getEndpoint() instanceof NettyEndpoint netty
                    && port.equals("" + netty.getConfiguration().getPort())
                    && !speaksTls(netty))
        .map(
            route ->
                "rtl.mllp.tls.certificate: the route "
                    + route.getRouteId()
                    + " does not use it: give it the TLS parameters of the shipped"
                    + " routes/hl7.yaml")
        .findFirst();
  }

  private boolean speaksTls(NettyEndpoint endpoint) {
    NettyConfiguration has = endpoint.getConfiguration();
    return has.isSsl() && (has.isNeedClientAuth() || !all.get(MLLP).clientCertificate());
  }

  @Override
  public void close() {
    poll.shutdownNow();
  }
}
