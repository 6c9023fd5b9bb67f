package org.radiologytrust.fhirread;

import ca.uhn.fhir.context.FhirContext;
import java.util.function.Consumer;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.journal.logins.Access;
import org.radiologytrust.settings.Settings;

/** The FHIR read API. */
public final class ReadFeature implements Feature {
  private final ReadSettings settings;
  private final FhirContext context;
  private final String scheme;
  private final String version;
  private final Consumer<Access> accesses;

  /**
   * @param scheme http or https, of our own addresses
   * @param version of this software
   * @param accesses records who read what, before the answer is sent
   * @throws Settings.Wrong when a setting cannot be used
   */
  public ReadFeature(
      Settings settings,
      FhirContext context,
      String scheme,
      String version,
      Consumer<Access> accesses) {
    this.settings = ReadSettings.of(settings);
    this.context = context;
    this.scheme = scheme;
    this.version = version;
    this.accesses = accesses;
  }

  @Override
  public void bind(Host host) {
    host.bind(
        "fhirRead",
        new FhirRead(
            context,
            host.journal().resources(),
            new FhirRead.Server(() -> base(host), version, host.journal().clock().wall()),
            settings.bounds(),
            accesses));
  }

  /** The URL of /fhir for clients: the configured one (behind a proxy), else our own address. */
  private String base(Host host) {
    return settings
        .base()
        .orElseGet(
            () -> scheme + "://" + settings.host() + ":" + host.listeners().http() + "/fhir");
  }
}
