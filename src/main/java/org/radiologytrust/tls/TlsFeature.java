package org.radiologytrust.tls;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.radiologytrust.feature.CamelTls;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.runtime.DaemonThreads;
import org.radiologytrust.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS of the listeners, and trusted CAs for outgoing connections. */
public final class TlsFeature implements Feature {
  private static final Logger LOG = LoggerFactory.getLogger(TlsFeature.class);
  private static final String PEER = "tls";

  /** Remaining days below which a certificate should be renewed. */
  private static final int SOON = 30;

  private final TlsSettings settings;
  private final boolean listen;
  private final Map<String, ReloadedTls> all = new LinkedHashMap<>();

  private final ScheduledExecutorService poll =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("tls-files"));
  private Optional<MllpTlsRoutes> routes = Optional.empty();

  /**
   * @param listen whether this process listens
   * @throws Settings.Wrong when a file is invalid
   */
  public TlsFeature(TlsSettings settings, boolean listen) {
    this.settings = settings;
    this.listen = listen;
    settings
        .files()
        .forEach(
            (prefix, files) -> {
              if (listen || !TlsSettings.LISTENERS.contains(prefix)) {
                all.put(prefix, TlsSettings.loaded(files));
              }
            });
  }

  /** URL scheme of both HTTP servers: {@code https} or {@code http}. */
  public String scheme() {
    return all.containsKey(TlsSettings.HTTP) ? "https" : "http";
  }

  /**
   * Context for outgoing connections, which trusts the JVM's CAs and those of rtl.tls.trusted.
   * Empty when that setting is empty.
   */
  public Optional<SSLContext> outgoing() {
    return Optional.ofNullable(all.get(TlsSettings.OUTGOING)).map(ReloadedTls::context);
  }

  /** Properties for Kafka's clients; empty without TLS settings for Kafka. */
  public Map<String, Object> kafka() {
    return TlsSettings.kafka(Optional.ofNullable(all.get(TlsSettings.KAFKA)));
  }

  /**
   * Context for the receiver of HL7 messages: with the files of rtl.oru.tls.*, otherwise as {@link
   * #outgoing}. Empty when neither is set.
   */
  public Optional<SSLContext> oru() {
    return Optional.ofNullable(all.get(TlsSettings.ORU))
        .map(ReloadedTls::context)
        .or(this::outgoing);
  }

  /** Wraps the Vert.x so that its servers speak TLS; returns it unchanged without a certificate. */
  public Vertx serving(Vertx plain, Host host) {
    ReloadedTls http = all.get(TlsSettings.HTTP);
    if (http == null) {
      return plain;
    }
    RefusedHandshakes fhir = refusals("http", host.meters());
    RefusedHandshakes management = refusals("management", host.meters());
    int port = host.listeners().http();
    return new TlsVertx(plain, http, asked -> asked == port ? fhir : management);
  }

  /** Placeholders of the MLLP route; none without TLS. */
  @Override
  public Map<String, String> placeholders() {
    Map<String, String> placeholders = new HashMap<>();
    mllp()
        .ifPresent(
            mllp -> {
              placeholders.put("rtl.mllp.tls.on", "true");
              placeholders.put("rtl.mllp.tls.context", "#mllpTls");
              placeholders.put("rtl.mllp.tls.client-certificate", "" + mllp.clientCertificate());
            });
    return placeholders;
  }

  private Optional<ReloadedTls> mllp() {
    return Optional.ofNullable(all.get(TlsSettings.MLLP));
  }

  @Override
  public List<SelfCheck> checks() {
    List<SelfCheck> checks = new ArrayList<>();
    if (!all.isEmpty()) {
      checks.add(SelfCheck.running(PEER, this::problem));
    }
    mllp()
        .ifPresent(
            mllp ->
                checks.add(
                    SelfCheck.running(
                        "mllp-tls", () -> routes.flatMap(MllpTlsRoutes::withoutTls))));
    settings
        .files()
        .values()
        .forEach(
            files -> checks.add(SelfCheck.doctor(PEER, () -> List.of(days(files, Instant.now())))));
    return checks;
  }

  private Optional<String> problem() {
    return all.values().stream().flatMap(tls -> tls.problem().stream()).findFirst();
  }

  /** Days until the certificates expire. */
  private static SelfCheckResult days(TlsFiles files, Instant now) {
    try {
      List<CertificateExpiry> expiries = files.check(now);
      boolean soon = expiries.stream().anyMatch(e -> e.days(now) < SOON);
      String days = expiries.stream().map(e -> days(e, now)).collect(Collectors.joining("; "));
      return soon
          ? new SelfCheckResult(PEER, SelfCheckResult.State.WARNING, days + ": renew what expires")
          : SelfCheckResult.ok(PEER, days);
    } catch (TlsProblem e) {
      return SelfCheckResult.broken(PEER, e.getMessage());
    }
  }

  private static String days(CertificateExpiry expiry, Instant now) {
    return expiry.file().setting()
        + " expires in "
        + expiry.days(now)
        + " days ("
        + expiry.date()
        + ")";
  }

  /** Binds the beans of the MLLP route and starts to poll the files. */
  @Override
  public void bind(Host host) {
    pollFiles();
    if (listen) {
      bindListeners(host);
    }
  }

  private void bindListeners(Host host) {
    TlsSettings.LISTENERS.forEach(this::warnOfPlain);
    host.bind("mllpHandshakes", new HandshakeListener(refusals("mllp", host.meters())));
    mllp()
        .ifPresent(
            mllp -> {
              host.bind("mllpTls", new CamelTls(mllp.context()));
              routes =
                  Optional.of(
                      new MllpTlsRoutes(
                          host.camel(), host.listeners().mllp(), mllp.clientCertificate()));
            });
  }

  private void pollFiles() {
    if (!all.isEmpty()) {
      long every = settings.poll().toMillis();
      poll.scheduleWithFixedDelay(
          () -> all.values().forEach(ReloadedTls::reloadIfChanged),
          every,
          every,
          TimeUnit.MILLISECONDS);
    }
  }

  private void warnOfPlain(String prefix) {
    String host = settings.hosts().get(prefix);
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
      // opening the port reports this
    }
  }

  /** Logged once a second at most. */
  private RefusedHandshakes refusals(String listener, MeterRegistry meters) {
    RefusedHandshakes refusals = new RefusedHandshakes(listener, meters);
    poll.scheduleWithFixedDelay(refusals::log, 1, 1, TimeUnit.SECONDS);
    return refusals;
  }

  @Override
  public void started(Host host) {
    routes
        .flatMap(MllpTlsRoutes::withoutTls)
        .ifPresent(
            problem -> {
              throw new Settings.Wrong(problem);
            });
  }

  @Override
  public void close() {
    poll.shutdownNow();
  }
}
