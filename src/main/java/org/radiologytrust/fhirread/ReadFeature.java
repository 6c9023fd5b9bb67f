package org.radiologytrust.fhirread;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.journal.AccessLog;
import org.radiologytrust.settings.Settings;

/** The FHIR read API and its access log. */
public final class ReadFeature implements Feature {
  private static final String PEER = "access-log";

  private final ReadSettings settings;
  private final FhirContext context;
  private final String scheme;
  private final String version;
  private Optional<AccessLog> log = Optional.empty();

  /**
   * @param scheme http or https, of our own addresses
   * @param version of this software
   * @throws Settings.Wrong when a setting cannot be used
   */
  public ReadFeature(
      Settings settings, Path home, FhirContext context, String scheme, String version) {
    this.settings = ReadSettings.of(settings, home);
    this.context = context;
    this.scheme = scheme;
    this.version = version;
  }

  @Override
  public List<SelfCheck> checks() {
    List<SelfCheck> checks = new ArrayList<>();
    settings
        .accessLog()
        .ifPresent(
            file -> {
              checks.add(SelfCheck.required(PEER, () -> writable(file)));
              checks.add(SelfCheck.running(PEER, () -> log.flatMap(AccessLog::problem)));
            });
    return checks;
  }

  private SelfCheckResult writable(Path file) {
    try {
      open(file).close();
      return SelfCheckResult.ok(PEER, "can be written");
    } catch (Settings.Wrong e) {
      return SelfCheckResult.broken(PEER, e.getMessage());
    }
  }

  private AccessLog open(Path file) {
    try {
      return AccessLog.open(file, settings.maxWaiting());
    } catch (IOException e) {
      throw new Settings.Wrong(
          "rtl.access.log: "
              + file
              + " cannot be written ("
              + e.getClass().getSimpleName()
              + "): check its folder");
    }
  }

  @Override
  public void bind(Host host) {
    log = settings.accessLog().map(this::open);
    host.bind(
        "fhirRead",
        new FhirRead(
            context,
            host.journal().resources(),
            new FhirRead.Server(() -> base(host), version, Clock.systemUTC()),
            settings.bounds(),
            access -> log.ifPresent(to -> to.accept(access))));
  }

  /** The URL of /fhir for clients: the configured one (behind a proxy), else our own address. */
  private String base(Host host) {
    return settings
        .base()
        .orElseGet(
            () -> scheme + "://" + settings.host() + ":" + host.listeners().http() + "/fhir");
  }

  @Override
  public void close() {
    log.ifPresent(AccessLog::close);
  }
}
