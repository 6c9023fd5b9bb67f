package org.radiologytrust.ingest.ehr;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.PerformanceOptionsEnum;
import ca.uhn.fhir.parser.LenientErrorHandler;
import ca.uhn.fhir.rest.client.apache.ApacheRestfulClientFactory;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.UnconfiguredPeer;

/** Polls the FHIR server of an EHR for reports. */
public final class EhrFeature implements Feature {
  private static final String PEER = "fhir-reports";

  /** Short, so that the count is cheap. */
  private static final Duration CHECKED = Duration.ofDays(1);

  private final EhrSettings settings;
  private final MessageInbox inbox;
  private Optional<FhirReports> reports = Optional.empty();
  private Optional<EhrHttp> http = Optional.empty();

  private EhrFeature(EhrSettings settings, MessageInbox inbox) {
    this.settings = settings;
    this.inbox = inbox;
  }

  /**
   * The feature.
   *
   * @param settings empty if no server is configured
   * @param inbox stores the reports
   */
  public static Feature of(Optional<EhrSettings> settings, MessageInbox inbox) {
    return settings
        .<Feature>map(set -> new EhrFeature(set, inbox))
        .orElseGet(
            () ->
                new UnconfiguredPeer(
                    PEER,
                    "rtl.fhir.reports.url is empty: no FHIR server is polled for reports",
                    Map.of("rtl.fhir.reports.enabled", "false")));
  }

  @Override
  public Map<String, String> placeholders() {
    return Map.of(
        "rtl.fhir.reports.enabled",
        "true",
        "rtl.fhir.reports.poll",
        "" + settings.schedule().poll().toMillis());
  }

  @Override
  public List<SelfCheck> checks() {
    return List.of(SelfCheck.peer(PEER, this::problem, "answers the search for reports"));
  }

  /** While the product runs, the last pass says it; the doctor searches. */
  private Optional<String> problem() {
    return reports.map(FhirReports::problem).orElseGet(this::tried);
  }

  private Optional<String> tried() {
    try (EhrHttp tried = new EhrHttp(settings, Clock.systemUTC())) {
      String count =
          new EhrSearch(settings.base(), settings.search())
              .countSince(Instant.now().minus(CHECKED));
      SearchPage.of(client(tried).search().byUrl(count).execute(), settings.base());
      return Optional.empty();
    } catch (EhrFailure | RuntimeException e) {
      return Optional.of(FhirReports.reason(e));
    }
  }

  private IGenericClient client(EhrHttp http) {
    // HAPI's client takes the HTTP client from the context, so this context is not shared. It is
    // made quickly, because it looks only at the classes of resources that it meets.
    FhirContext fhir = FhirContext.forR4();
    // HAPI's default writes what the server uses as names into the log, for each page again
    fhir.setParserErrorHandler(new LenientErrorHandler(false));
    fhir.setPerformanceOptions(PerformanceOptionsEnum.DEFERRED_MODEL_SCANNING);
    ApacheRestfulClientFactory factory = new ApacheRestfulClientFactory(fhir);
    factory.setServerValidationMode(ServerValidationModeEnum.NEVER);
    factory.setHttpClient(http);
    fhir.setRestfulClientFactory(factory);
    return factory.newGenericClient(settings.base());
  }

  @Override
  public void bind(Host host) {
    Clock clock = host.journal().clock();
    EhrHttp client = new EhrHttp(settings, clock);
    PollAge age = new PollAge(host.meters(), clock);
    FhirReports bean =
        new FhirReports(settings, client, host.journal().feedCursors(), inbox, age, clock);
    http = Optional.of(client);
    reports = Optional.of(bean);
    // a server that does not answer must not delay the stop: the routes wait for their exchanges
    host.camel()
        .addLifecycleStrategy(
            new LifecycleStrategySupport() {
              @Override
              public void onContextStopping(CamelContext camel) {
                client.close();
              }
            });
    host.bind("ehr", client(client));
    host.bind("fhirReports", bean);
  }

  @Override
  public void close() {
    http.ifPresent(EhrHttp::close);
  }
}
