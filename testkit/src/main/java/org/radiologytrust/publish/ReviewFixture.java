package org.radiologytrust.publish;

import ca.uhn.fhir.context.FhirContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Resource;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.publish.resources.AuditVersion;
import org.radiologytrust.publish.resources.DecisionPublisher;
import org.radiologytrust.publish.sink.FhirSink;
import org.radiologytrust.review.Decided;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Decision.Kind;
import org.radiologytrust.review.Problem;

/** A journal in which audits are published and people decide about them. */
public final class ReviewFixture implements AutoCloseable {
  private static final FhirContext R4 = FhirContext.forR4Cached();
  public static final String USER = "reader1";

  public final SettableClock clock;
  public final SinkJournal journal;
  private final Publisher publisher;
  private final Reviews.Publisher decisions = new DecisionPublisher(R4, true);

  public ReviewFixture(SettableClock clock) {
    this.clock = clock;
    this.journal = new SinkJournal(clock);
    this.publisher =
        new Publisher(
            R4,
            journal.journal().jobs(),
            journal.shelf(),
            List.of(SampleAudits.PROMPT),
            new Publisher.Options(
                SampleAudits.VERSION,
                List.of(FhirSink.NAME),
                true,
                false,
                Optional.empty(),
                JobQueue.Held.NONE),
            resources -> {});
  }

  /** Has the report come and publishes its audit. */
  public Audit publish(SampleAudits.Change change) {
    Audit audit = SampleAudits.with(change);
    Job job = journal.claim(audit);
    publisher.publish(audit, job);
    return audit;
  }

  public Decided decided(Audit audit) {
    return Decided.of(audit, history().decisions());
  }

  public Problem problem(Audit audit, String type) {
    return decided(audit).problems().stream()
        .filter(p -> p.type().equals(type))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no problem " + type));
  }

  public UUID agree(Audit audit, String type) {
    return decide(audit, type, Kind.AGREE, "", "");
  }

  /** Decides about the first problem of a type, some time later. */
  public UUID decide(Audit audit, String type, Kind kind, String reason, String text) {
    String key = problem(audit, type).key();
    UUID undoes =
        kind == Kind.UNDO ? decided(audit).standing(key).map(Decision::id).orElseThrow() : null;
    clock.advance(Duration.ofMinutes(1));
    Decision decision =
        Decision.of(UUID.randomUUID(), audit.runId(), key, kind, USER)
            .reason(reason)
            .text(text)
            .at(clock.instant())
            .undoes(undoes)
            .build();
    Reviews.Outcome outcome =
        journal
            .journal()
            .reviews()
            .decide(
                report(),
                decision,
                decided(audit).newest(key).map(Decision::id).orElse(null),
                decisions,
                List.of(FhirSink.NAME));
    if (outcome != Reviews.Outcome.STORED) {
      throw new AssertionError(outcome);
    }
    return decision.id();
  }

  private Reviews.History history() {
    return journal.journal().reviews().find(report()).orElseThrow();
  }

  private UUID report() {
    return journal.journal().worklist().page(Worklist.Filter.ALL, 0, 1).rows().get(0).report();
  }

  public Observation summary(Audit audit) {
    return observation(audit.runId());
  }

  public Observation claim(Audit audit, int number) {
    return observation(audit.claimId(number));
  }

  public Observation finding(Audit audit, String id) {
    return observation(AuditVersion.fresh(audit, Optional.empty()).findingId(id));
  }

  public Provenance provenance(UUID decision) {
    return stored(Provenance.class, decision);
  }

  private Observation observation(UUID id) {
    return stored(Observation.class, id);
  }

  /** The resource as /fhir returns it. */
  private <R extends Resource> R stored(Class<R> type, UUID id) {
    return R4.newJsonParser()
        .parseResource(
            type,
            journal
                .shelf()
                .read(type.getSimpleName(), id.toString())
                .orElseThrow()
                .resource()
                .json());
  }

  @Override
  public void close() {
    journal.close();
  }
}
