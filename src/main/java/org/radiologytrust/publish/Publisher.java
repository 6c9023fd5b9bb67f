package org.radiologytrust.publish;

import ca.uhn.fhir.context.FhirContext;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.radiologytrust.journal.results.HeldDeliveries.ReleasedException;
import org.radiologytrust.journal.results.ResourceStore;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.ModelUse;
import org.radiologytrust.publish.fhir.StoredResources;
import org.radiologytrust.publish.fhir.Transaction;
import org.radiologytrust.publish.resources.AuditBundle;
import org.radiologytrust.publish.resources.DecisionPublisher;
import org.radiologytrust.publish.resources.EngineModel;
import org.radiologytrust.publish.resources.EnginePrompt;
import org.radiologytrust.publish.resources.EngineResources;
import org.radiologytrust.publish.sink.AuditPublication;
import org.radiologytrust.review.FlagMarks;
import org.radiologytrust.runtime.Correlation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a run: builds the Bundle and stores it with the audit, before any sink sends it. */
public final class Publisher {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final JobQueue jobs;
  private final ResourceStore shelf;
  private final List<EnginePrompt> prompts;
  private final Options options;
  private final Consumer<List<StoredResource>> announce;
  private final StoredResources stored;
  private final DecisionPublisher decisions;
  private final Set<EngineModel> known = new HashSet<>();
  private EngineResources engine;
  private boolean engineStored;

  /**
   * @param sinks names of the sinks that receive each Bundle
   * @param aiLabel whether resources carry the security label AIAST, which some servers refuse
   * @param guideProfiles whether to also claim the profiles of HL7's AI Transparency guide
   * @param held the sinks that do not get the audit of a text alone at once
   */
  public record Options(
      String version,
      List<String> sinks,
      boolean aiLabel,
      boolean guideProfiles,
      Optional<FlagMarks> marks,
      JobQueue.Held held) {}

  /**
   * @param announce receives the Devices and documents that Bundles refer to, whenever they change
   */
  public Publisher(
      FhirContext context,
      JobQueue jobs,
      ResourceStore shelf,
      List<EnginePrompt> prompts,
      Options options,
      Consumer<List<StoredResource>> announce) {
    this.jobs = jobs;
    this.shelf = shelf;
    this.prompts = prompts;
    this.options = options;
    this.announce = announce;
    this.stored = new StoredResources(context);
    this.decisions = new DecisionPublisher(context, options.aiLabel());
    engine();
  }

  /**
   * Stores the audit, its Bundle and its resources for /fhir in one commit; in shadow mode the
   * audit alone.
   */
  public void publish(@Body Audit audit, @ExchangeProperty(Job.PROPERTY) Job job) {
    if (job.shadow()) {
      keep(audit, job);
      return;
    }
    FlagMarks.Signed signed =
        options.marks().map(marks -> marks.signed(audit)).orElse(FlagMarks.Signed.NONE);
    boolean kept = finish(job, audit, signed);
    try (Correlation c = Correlation.of(audit.report())) {
      if (kept) {
        LOG.info("run {} published, {}", audit.runId(), audit.outcome().words());
      } else {
        LOG.info(
            "run {} not published: it was superseded, or another process ended it", audit.runId());
      }
    }
  }

  /** The log says that the run ended, and not how: that could be a flag. */
  private void keep(Audit audit, Job job) {
    boolean kept = jobs.finish(job, audit, JobQueue.Publishing.of("", List.of()), List.of());
    try (Correlation c = Correlation.of(audit.report())) {
      LOG.info(
          "run {} {}",
          audit.runId(),
          kept
              ? "kept in shadow mode"
              : "not kept: it was superseded, or another process ended it");
    }
  }

  private boolean finish(Job job, Audit audit, FlagMarks.Signed signed) {
    while (true) {
      try {
        JobQueue.Publishing publishing = publishing(audit).with(signed, options.held());
        return jobs.finish(job, audit, publishing, options.sinks());
      } catch (ReleasedException e) {
        LOG.info("run {} is published again: {}", audit.runId(), e.getMessage());
      }
    }
  }

  private JobQueue.Publishing publishing(Audit audit) {
    JobQueue.Superseded previous = jobs.superseded(audit.runId());
    AuditBundle writer = new AuditBundle(engineFor(audit), options.aiLabel());
    List<StoredResource> resources = stored.of(writer.of(audit, previous.known()));
    if (previous.all().isEmpty()) {
      return JobQueue.Publishing.of(Transaction.json(resources), resources);
    }
    List<StoredResource> unsent =
        stored.of(writer.unknown(audit, previous.all(), previous.unknown()));
    return new AuditPublication(
        stored,
        new AuditPublication.Sent(resources, !previous.known().isEmpty()),
        unsent,
        previous.unknown(),
        decisions);
  }

  /** Stores the Device of a model before the first audit that refers to it. */
  private synchronized EngineResources engineFor(Audit audit) {
    boolean fresh = !engineStored;
    for (ModelUse use : audit.models()) {
      fresh |= known.add(new EngineModel(use.model(), use.digest()));
    }
    return fresh ? engine() : engine;
  }

  private synchronized EngineResources engine() {
    engine =
        new EngineResources(
            options.version(), List.copyOf(known), prompts, options.guideProfiles());
    List<StoredResource> resources = stored.of(engine.all());
    engineStored = false;
    shelf.put(resources);
    engineStored = true;
    announce.accept(resources);
    return engine;
  }
}
