package org.radiologytrust.sentinel;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.feature.CamelTls;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.UnconfiguredPeer;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.sentinels.Sentinels.Door;

/** Sends sentinels to the doors of this node, and watches them. */
public final class SentinelFeature implements Feature {
  private static final String PEER = "sentinels";
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofSeconds(30);
  private static final String ON = "true";

  private final SentinelSettings settings;
  private final List<SentinelCase> cases;
  private final String node;
  private final Tls tls;
  private @Nullable SentinelWatch watch;

  /**
   * How a client reaches the listeners of this process.
   *
   * @param mllp trusts the listener's own certificate; empty without TLS
   * @param http the same
   */
  public record Tls(Supplier<Optional<SSLContext>> mllp, Supplier<Optional<SSLContext>> http) {}

  private SentinelFeature(
      SentinelSettings settings, List<SentinelCase> cases, String node, Tls tls) {
    this.settings = settings;
    this.cases = cases;
    this.node = node;
    this.tls = tls;
  }

  /**
   * The feature.
   *
   * @param settings empty if no sentinels are sent
   * @param checks the ids of all checks
   * @param node the name of this node
   * @throws IllegalArgumentException if the file of reports is not valid
   */
  public static Feature of(
      Optional<SentinelSettings> settings,
      SiteFiles files,
      List<String> checks,
      String node,
      Tls tls) {
    List<SentinelCase> cases = SentinelCase.load(files, checks);
    return settings
        .<Feature>map(set -> new SentinelFeature(set, cases, node, tls))
        .orElseGet(
            () ->
                new UnconfiguredPeer(
                    PEER,
                    "rtl.sentinels.every is 0: no report is sent to the own doors, so nothing says"
                        + " that flags no longer come",
                    off()));
  }

  private static Map<String, String> off() {
    Map<String, String> off = new HashMap<>();
    off.put("rtl.sentinels.enabled", "false");
    for (Door door : Door.values()) {
      off.put(enabled(door), "false");
    }
    return off;
  }

  private static String enabled(Door door) {
    return "rtl.sentinels." + door.code() + ".enabled";
  }

  @Override
  public Map<String, String> placeholders() {
    Map<String, String> all = new HashMap<>(off());
    all.put("rtl.sentinels.enabled", ON);
    settings.doors().forEach(door -> all.put(enabled(door), ON));
    all.put("rtl.sentinels.first", "" + shorter(SOON).toMillis());
    all.put("rtl.sentinels.period", "" + settings.every().toMillis());
    all.put("rtl.sentinels.look", "" + shorter(LOOK).toMillis());
    all.put("rtl.sentinels.mllp.host", settings.hosts().get(SentinelSettings.MLLP));
    all.put("rtl.sentinels.http.host", settings.hosts().get(SentinelSettings.HTTP));
    all.put("rtl.sentinels.http.scheme", tls.http().get().isPresent() ? "https" : "http");
    if (tls.mllp().get().isPresent()) {
      all.put("rtl.sentinels.mllp.tls.on", ON);
      all.put("rtl.sentinels.mllp.tls.context", "#sentinelMllpTls");
    }
    if (tls.http().get().isPresent()) {
      all.put("rtl.sentinels.http.tls.context", "#sentinelHttpTls");
      all.put("rtl.sentinels.http.tls.names", "#sentinelNames");
    }
    return all;
  }

  private Duration shorter(Duration than) {
    return settings.every().compareTo(than) < 0 ? settings.every() : than;
  }

  @Override
  public List<SelfCheck> checks() {
    return List.of(
        SelfCheck.running(PEER, () -> Optional.ofNullable(watch).flatMap(SentinelWatch::problem)));
  }

  @Override
  public void bind(Host host) {
    SentinelWatch looking =
        new SentinelWatch(host.journal().sentinels(), settings, node, host.journal().clock());
    watch = looking;
    host.bind(
        "sentinels",
        new SentinelSender(
            host.journal().sentinels(), cases, settings, node, host.journal().clock().wall()));
    host.bind("sentinelWatch", looking);
    tls.mllp().get().ifPresent(own -> host.bind("sentinelMllpTls", new CamelTls(own)));
    tls.http().get().ifPresent(own -> host.bind("sentinelHttpTls", new CamelTls(own)));
    // the certificate is the listener's own, whatever names it has
    host.bind("sentinelNames", NoopHostnameVerifier.INSTANCE);
    host.meters().getPrometheusRegistry().register(new SentinelMetrics(looking::doors));
  }
}
