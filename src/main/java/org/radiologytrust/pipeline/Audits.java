package org.radiologytrust.pipeline;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.ProducerTemplate;
import org.radiologytrust.journal.JobQueue;
import org.radiologytrust.journal.JobQueue.Job;
import org.radiologytrust.journal.JournalException;
import org.radiologytrust.llm.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditCase;
import org.radiologytrust.model.ImageSource;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Study;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the runs that are due, and ends each as an audit, as not auditable, or put off. */
public final class Audits {
  /** Exchange property that holds the {@link Job}. */
  public static final String JOB = "rtlJob";

  private static final Logger LOG = LoggerFactory.getLogger(Audits.class);
  private static final Duration LEASE = Duration.ofMinutes(5);

  private final JobQueue jobs;
  private final ProducerTemplate camel;
  private final ModelGate gate;
  private final Function<List<Study>, List<Instance>> selection;
  private final ImageSource images;
  private final Clock clock;
  private final AuditLimits limits;
  private final String engineVersion;
  private final Semaphore free;
  private final Set<UUID> running = ConcurrentHashMap.newKeySet();
  private volatile Instant renewed = Instant.EPOCH;

  /**
   * @param selection chooses the images that the model is shown
   */
  public Audits(
      JobQueue jobs,
      ProducerTemplate camel,
      ModelGate gate,
      Function<List<Study>, List<Instance>> selection,
      ImageSource images,
      Clock clock,
      AuditLimits limits,
      String engineVersion) {
    this.jobs = jobs;
    this.camel = camel;
    this.gate = gate;
    this.selection = selection;
    this.images = images;
    this.clock = clock;
    this.limits = limits;
    this.engineVersion = engineVersion;
    this.free = new Semaphore(limits.parallel());
  }

  /** Hands the runs that are due to the route {@code audit}, as many as may run side by side. */
  public void start() {
    renew();
    while (free.tryAcquire()) {
      Optional<Job> job;
      try {
        job = jobs.claim(LEASE);
      } catch (RuntimeException e) {
        free.release();
        throw e;
      }
      if (job.isEmpty()) {
        free.release();
        return;
      }
      running.add(job.get().runId());
      camel.sendBody("seda:audit", job.get());
    }
  }

  private void renew() {
    Instant now = clock.instant();
    if (now.isAfter(renewed.plus(LEASE.dividedBy(3)))) {
      renewed = now;
      running.forEach(run -> jobs.renew(run, LEASE));
    }
  }

  /** Makes the case that the steps fill in. */
  public void open(Exchange exchange) throws NotAuditable {
    Job job = exchange.getMessage().getBody(Job.class);
    exchange.setProperty(JOB, job);
    if (!job.refusal().isEmpty()) {
      throw new NotAuditable(job.refusal());
    }
    List<Instance> instances = selection.apply(job.studies());
    Optional<String> lacking = gate.lacking();
    String note = "";
    if (lacking.isPresent()) {
      note = "No model was asked: " + lacking.get() + ".";
    }
    if (instances.isEmpty()) {
      note = CaseMerge.join(note, "No image of this study is at hand.");
    } else if (lacking.isPresent()) {
      note = CaseMerge.join(note, rendered(instances));
    }
    exchange
        .getMessage()
        .setBody(
            AuditCase.of(
                job.runId(),
                job.report(),
                job.studies(),
                instances,
                lacking.isEmpty(),
                note,
                clock.instant()));
  }

  /** Without a model nobody else would notice that the images cannot be read. */
  private String rendered(List<Instance> instances) {
    int readable = 0;
    for (Instance instance : instances) {
      try {
        images.png(instance);
        readable++;
      } catch (IOException e) {
        LOG.warn("an image cannot be read: {}", e.getMessage());
      }
    }
    return readable + " of " + instances.size() + " images could be read.";
  }

  /** Makes the audit of a case that went through all steps. */
  public Audit complete(@Body AuditCase c) {
    return new Audit(
        c.runId(),
        c.report(),
        c.studies(),
        c.instances(),
        c.claims(),
        c.verdicts(),
        c.checks(),
        c.reads(),
        c.omissions(),
        c.rewrites(),
        c.summaries(),
        c.score(),
        c.models(),
        "",
        false,
        c.note(),
        c.started(),
        clock.instant(),
        engineVersion);
  }

  /**
   * Ends a run that threw: put off when a later try may go through, else not auditable.
   *
   * @return the failed audit, or {@code null} when the run was put off
   */
  public Audit failed(
      @ExchangeProperty(JOB) Job job,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception caught) {
    Exception e = known(caught);
    if (e instanceof JournalException) {
      LOG.error("run {} waits: {}", job.runId(), e.getMessage());
      return null; // its lease ends by itself
    }
    boolean waits =
        e instanceof ModelFailure failure
            && (failure.reason() == ModelFailure.Reason.UNREACHABLE
                || failure.reason() == ModelFailure.Reason.BUSY);
    boolean again = e instanceof IOException || e instanceof ModelFailure f && f.reason().passing();
    boolean patient = clock.instant().isBefore(job.created().plus(limits.patience()));
    if (e instanceof InterruptedException
        || waits && patient
        || again && !waits && job.attempts() < limits.attempts()) {
      Duration delay = limits.delay(job.attempts());
      LOG.warn("run {} is tried again in {}: {}", job.runId(), delay, reason(e));
      jobs.postpone(job.runId(), delay);
      return null;
    }
    LOG.warn("run {} is not auditable: {}", job.runId(), reason(e));
    return new Audit(
        job.runId(),
        job.report(),
        job.studies(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        reason(e),
        e instanceof NotAuditable,
        "",
        clock.instant(),
        clock.instant(),
        engineVersion);
  }

  /** Camel wraps what a branch of a multicast throws. */
  private static Exception known(Exception caught) {
    for (Throwable t = caught; t != null; t = t.getCause()) {
      if (t instanceof NotAuditable
          || t instanceof ModelFailure
          || t instanceof JournalException
          || t instanceof IOException
          || t instanceof InterruptedException) {
        return (Exception) t;
      }
    }
    return caught;
  }

  /** Messages of our own exceptions name no patient; of any other the class alone is told. */
  private static String reason(Exception e) {
    return e instanceof NotAuditable || e instanceof ModelFailure || e instanceof IOException
        ? e.getMessage()
        : "internal error (" + e.getClass().getSimpleName() + ")";
  }

  /** The run is over here, however it ended. */
  public void close(@ExchangeProperty(JOB) Job job) {
    if (job != null && running.remove(job.runId())) {
      free.release();
    }
    start();
  }
}
