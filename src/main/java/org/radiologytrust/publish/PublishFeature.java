package org.radiologytrust.publish;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Bundle;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.model.Audit;
import org.radiologytrust.publish.resources.AuditBundle;
import org.radiologytrust.publish.resources.DecisionPublisher;
import org.radiologytrust.publish.resources.EnginePrompt;
import org.radiologytrust.publish.resources.EngineResources;
import org.radiologytrust.publish.sink.FhirSettings;
import org.radiologytrust.publish.sink.FhirSink;
import org.radiologytrust.publish.sink.ResolvedReferences;
import org.radiologytrust.review.FlagMarks;
import org.radiologytrust.settings.Settings;

/** Publishes audits as FHIR, and sends them to the FHIR server if one is configured. */
public final class PublishFeature implements Feature {
  private static final String PEER = "fhir-server";

  private final PublishSettings settings;
  private final FhirContext context;
  private final Supplier<JobQueue> jobs;
  private final List<EnginePrompt> prompts;
  private final Publisher.Options options;
  private Optional<FhirSink> sink = Optional.empty();

  /**
   * @param jobs ends runs
   * @param prompts of the steps
   * @param sinks names of the sinks that receive each audit
   * @param version of this software
   * @throws Settings.Wrong when a sink that does not wait is none of them
   */
  public PublishFeature(
      PublishSettings settings,
      FhirContext context,
      Supplier<JobQueue> jobs,
      List<EnginePrompt> prompts,
      List<String> sinks,
      String version) {
    this.settings = settings;
    this.context = context;
    this.jobs = jobs;
    this.prompts = prompts;
    this.options =
        new Publisher.Options(
            version,
            sinks,
            settings.aiLabel(),
            settings.guideProfiles(),
            settings.marks(),
            held(settings.held(), sinks));
  }

  private static JobQueue.Held held(PublishSettings.Held settings, List<String> sinks) {
    if (!sinks.containsAll(settings.atOnce())) {
      throw new Settings.Wrong(
          "rtl.sinks.text-first: name sinks of rtl.sinks, with commas; these are "
              + (sinks.isEmpty() ? "none" : String.join(", ", sinks)));
    }
    Set<String> waiting = new TreeSet<>(sinks);
    waiting.removeAll(settings.atOnce());
    return new JobQueue.Held(waiting, settings.longest());
  }

  /** Publishes what people decide about audits. */
  public Reviews.Publisher decisions() {
    return new DecisionPublisher(context, options.aiLabel());
  }

  /** Marks of flags, with the one key that was read; empty if none are kept of open reports. */
  public Optional<FlagMarks> marks() {
    return settings.marks();
  }

  /** The Observations that an audit gives, as a {@code collection}; nothing is stored. */
  public Function<Audit, Bundle> observations() {
    AuditBundle writer =
        new AuditBundle(
            new EngineResources(options.version(), List.of(), prompts, options.guideProfiles()),
            options.aiLabel());
    return writer::observations;
  }

  @Override
  public Map<String, String> placeholders() {
    return Map.of(
        "rtl.fhir.enabled", "" + settings.server().isPresent(),
        "rtl.fhir.poll", "" + settings.poll().toMillis());
  }

  @Override
  public List<SelfCheck> checks() {
    return settings
        .server()
        .map(
            server ->
                List.of(
                    SelfCheck.doctor(PEER, () -> List.of(asked(server))),
                    SelfCheck.running(PEER, () -> sink.flatMap(FhirSink::check))))
        .orElse(
            List.of(
                SelfCheck.unused(
                    PEER, "rtl.fhir.server is empty: audits are read at /fhir alone")));
  }

  private SelfCheckResult asked(FhirSettings server) {
    return SelfCheckResult.of(
        PEER,
        FhirSink.check(
            server,
            EngineResources.device(context, options.version(), options.guideProfiles()),
            Clock.systemUTC()),
        "answers, and nothing says that it refuses PUT with our own ids");
  }

  @Override
  public void bind(Host host) {
    sink =
        settings
            .server()
            .map(
                server ->
                    new FhirSink(
                        host.journal().outbox(),
                        host.journal().erasedCopies(),
                        new ResolvedReferences(host.journal().resources(), context),
                        server,
                        host.journal().clock()));
    sink.ifPresent(s -> host.bind("fhirSink", s));
    host.bind(
        "publisher",
        new Publisher(
            context,
            jobs.get(),
            host.journal().resources(),
            prompts,
            options,
            resources -> sink.ifPresent(s -> s.announce(resources))));
  }
}
