package org.radiologytrust.publish;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.radiologytrust.publish.fhir.FhirMatching;
import org.radiologytrust.publish.fhir.FhirUnresolved;
import org.radiologytrust.publish.sink.FhirSettings;
import org.radiologytrust.retry.DeliveryRules;
import org.radiologytrust.review.FlagMarks;
import org.radiologytrust.settings.FhirLogin;
import org.radiologytrust.settings.Settings;

/**
 * The settings {@code rtl.fhir.*} of published resources, {@code rtl.presign.keep}, and those of
 * {@code rtl.sinks} that say which sinks wait, and how long.
 *
 * @param server the FHIR server that receives the transactions; empty if none
 * @param aiLabel whether resources carry the security label AIAST
 * @param guideProfiles whether to also claim the profiles of HL7's AI Transparency guide
 * @param poll how often to look for due deliveries
 * @param marks of flags; empty if none are kept of open reports
 * @param held how long sinks wait after the audit of a text alone, and which of them do not
 */
public record PublishSettings(
    Optional<FhirSettings> server,
    boolean aiLabel,
    boolean guideProfiles,
    Duration poll,
    Optional<FlagMarks> marks,
    Held held) {
  /**
   * @param atOnce sinks that get the audit of a text alone at once; the others wait
   */
  record Held(Set<String> atOnce, Duration longest) {
    static final Held NONE = new Held(Set.of(), Duration.ZERO);
  }

  /**
   * @param trust the trusted CAs; empty means those of the JVM
   * @throws Settings.Wrong when a setting cannot be used
   */
  public static PublishSettings of(Settings settings, Optional<SSLContext> trust) {
    return new PublishSettings(
        server(settings, trust),
        settings.flag("rtl.fhir.ai-label"),
        settings.flag("rtl.fhir.guide-profiles"),
        settings.interval("rtl.fhir.poll"),
        FlagMarks.of(settings),
        new Held(
            Set.copyOf(settings.list("rtl.sinks.text-first")),
            settings.duration("rtl.sinks.hold")));
  }

  /** The same without a server, for a command. */
  public PublishSettings alone() {
    return new PublishSettings(Optional.empty(), aiLabel, guideProfiles, poll, marks, Held.NONE);
  }

  /** When deliveries are retried, for every sink. */
  public DeliveryRules rules() {
    return server.map(FhirSettings::retry).orElseGet(DeliveryRules::standard);
  }

  private static Optional<FhirSettings> server(Settings settings, Optional<SSLContext> trust) {
    FhirMatching matching = matching(settings);
    int rebuilds = settings.number("rtl.fhir.rebuilds", 1, 1000);
    int maxEntries = settings.number("rtl.fhir.max-entries", 1, 10_000);
    String server = settings.url("rtl.fhir.server");
    if (server.isEmpty()) {
      return Optional.empty();
    }
    FhirSettings base = FhirSettings.of(URI.create(server));
    return Optional.of(
        base.with(FhirLogin.of(settings, "rtl.fhir"))
            .with(matching)
            .with(DeliveryRules.standard().withMaxRebuilds(rebuilds))
            .withTrust(trust)
            .withMaxEntries(maxEntries));
  }

  private static FhirMatching matching(Settings settings) {
    Map<String, FhirMatching.OrderNumber> numbers = new HashMap<>();
    for (FhirMatching.OrderNumber number : FhirMatching.OrderNumber.values()) {
      numbers.put(number.name().toLowerCase(Locale.ROOT), number);
    }
    List<String> report = settings.list("rtl.fhir.report-numbers");
    if (!numbers.keySet().containsAll(report) || report.isEmpty()) {
      throw new Settings.Wrong(
          "rtl.fhir.report-numbers: name some of accession, filler, placer, with commas");
    }
    List<String> patient = settings.list("rtl.fhir.patient-identifiers");
    if (patient.isEmpty()) {
      throw new Settings.Wrong(
          "rtl.fhir.patient-identifiers: name types or systems, or * for all, with commas");
    }
    return new FhirMatching(
        FhirUnresolved.valueOf(
            settings
                .oneOf("rtl.fhir.unresolved", "hold", "hold-report", "logical")
                .replace('-', '_')
                .toUpperCase(Locale.ROOT)),
        patient,
        report.stream().map(numbers::get).toList(),
        settings.optionalDuration("rtl.fhir.link-for").orElse(Duration.ZERO),
        settings.optionalDuration("rtl.fhir.link-report-for").orElse(Duration.ZERO));
  }
}
