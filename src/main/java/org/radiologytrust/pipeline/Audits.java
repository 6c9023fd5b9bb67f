package org.radiologytrust.pipeline;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.util.ObjectHelper;
import org.radiologytrust.journal.JobQueue;
import org.radiologytrust.journal.JobQueue.Job;
import org.radiologytrust.journal.JournalException;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Correlation;
import org.radiologytrust.model.ImageSource;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Study;
import org.radiologytrust.retry.RunRules;
import org.radiologytrust.retry.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the runs that are due, and ends each as an audit, as not auditable, or put off. */
public final class Audits {
  /** Exchange property that holds the {@link Job}. */
  public static final String JOB = "rtlJob";

  /** Exchange property that holds the case as it was after the checks. */
  private static final String CHECKED = "rtlChecked";

  private static final Logger LOG = LoggerFactory.getLogger(Audits.class);
  private static final Duration LEASE = Duration.ofMinutes(5);

  private final JobQueue jobs;
  private final ProducerTemplate camel;
  private final ModelGate gate;
  private final Function<List<Study>, List<Instance>> selection;
  private final ImageSource images;
  private final Clock clock;
  private final RunRules rules;
  private final String engineVersion;
  private final Semaphore free;
  private final Running running;
  private long renewed = System.nanoTime();

  /**
   * @param running shared with the steps, which stop where a run has ended
   * @param selection chooses the images that the model is shown
   */
  public Audits(
      JobQueue jobs,
      Running running,
      ProducerTemplate camel,
      ModelGate gate,
      Function<List<Study>, List<Instance>> selection,
      ImageSource images,
      Clock clock,
      RunRules rules,
      int parallel,
      String engineVersion) {
    this.jobs = jobs;
    this.running = running;
    this.camel = camel;
    this.gate = gate;
    this.selection = selection;
    this.images = images;
    this.clock = clock;
    this.rules = rules;
    this.engineVersion = engineVersion;
    this.free = new Semaphore(parallel);
  }

  /**
   * Hands the runs that are due to the route {@code audit}, as many as may run side by side. One
   * thread at a time: a lease must not be found ended while it is being renewed.
   */
  public synchronized void start() {
    renew();
    while (free.tryAcquire()) {
      boolean started = false;
      try {
        Optional<Job> job = jobs.claim(LEASE);
        if (job.isEmpty()) {
          return;
        }
        started = start(job.get());
      } finally {
        if (!started) {
          free.release();
        }
      }
    }
  }

  private boolean start(Job job) {
    if (job.lost() > rules.limits().lost()) {
      try (Correlation c = Correlation.of(job.report())) {
        LOG.error("run {} is given up: it ended the process {} times", job.runId(), job.lost());
      }
      jobs.abandon(job.runId(), "the audit ended the process " + job.lost() + " times");
      return false;
    }
    if (!running.start(job)) {
      return false; // the clock jumped: it is going on here
    }
    try {
      camel.sendBody("seda:audit", job);
      return true;
    } catch (RuntimeException e) {
      running.end(job);
      throw e;
    }
  }

  private void renew() {
    long now = System.nanoTime();
    if (now - renewed > LEASE.dividedBy(3).toNanos()) {
      running.runs().forEach(run -> jobs.renew(run, LEASE));
      // not before: a renewal that the journal did not take is due at the next look
      renewed = now;
    }
  }

  /** Makes the case that the steps fill in. */
  public void open(Exchange exchange) throws NotAuditable {
    Job job = exchange.getMessage().getBody(Job.class);
    exchange.setProperty(JOB, job);
    exchange.setProperty(Correlation.KEY, job.report().correlationId().toString());
    if (!job.refusal().isEmpty()) {
      throw new NotAuditable(job.refusal());
    }
    List<Instance> instances = selection.apply(job.studies());
    Optional<String> lacking = gate.lacking(!job.steps().isEmpty());
    String note = lacking.map(why -> "No model was asked: " + why + ".").orElse("");
    exchange
        .getMessage()
        .setBody(
            Audit.of(job.runId(), job.report())
                .studies(job.studies())
                .instances(instances)
                .withModel(lacking.isEmpty())
                .addNote(note)
                .addNote(images(job, instances, lacking.isEmpty()))
                .started(clock.instant())
                .engineVersion(engineVersion)
                .build());
  }

  /** What the audit rests on, where that is not every image. */
  private String images(Job job, List<Instance> shown, boolean withModel) {
    if (shown.isEmpty()) {
      return "No image of this study is at hand.";
    }
    if (!withModel) {
      return rendered(shown);
    }
    ShownImages images = ShownImages.of(job.studies(), shown);
    return images.partly() ? "The model was shown " + images.words() + "." : "";
  }

  /** Keeps the case with its checks: they are told even when a later step fails. */
  public void checked(Exchange exchange) {
    exchange.setProperty(CHECKED, exchange.getMessage().getBody(Audit.class));
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
  public Audit complete(@Body Audit c) {
    return c.toBuilder().ended(clock.instant()).build();
  }

  /**
   * Ends a run that threw: put off when a later try may go through, else not auditable.
   *
   * @return the failed audit, or {@code null} when the run was put off
   */
  public Audit failed(
      @ExchangeProperty(JOB) Job job,
      @ExchangeProperty(CHECKED) Audit checked,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception caught) {
    try (Correlation c = Correlation.of(job.report())) {
      return ended(job, checked, caught);
    }
  }

  private Audit ended(Job job, Audit checked, Exception caught) {
    Verdict verdict = rules.verdict(caught);
    Optional<RunRules.PutOff> again = rules.putOff(job, verdict);
    if (again.isPresent()) {
      postpone(job, again.get(), verdict.reason());
      return null;
    }
    LOG.warn("run {} is not auditable: {}", job.runId(), verdict.reason());
    Instant now = clock.instant();
    return Audit.of(job.runId(), job.report())
        .studies(job.studies())
        .checks(checked == null ? List.of() : checked.checks())
        .failed(verdict.reason(), ObjectHelper.getException(NotAuditable.class, caught) != null)
        .started(now)
        .ended(now)
        .engineVersion(engineVersion)
        .build();
  }

  private void postpone(Job job, RunRules.PutOff again, String reason) {
    LOG.warn("run {} is tried again in {}: {}", job.runId(), again.delay(), reason);
    try {
      jobs.postpone(job.runId(), again.delay(), again.counted());
    } catch (JournalException unwritten) {
      LOG.error("run {} waits for its lease to end: {}", job.runId(), unwritten.getMessage());
    }
  }

  /** The run is over here, however it ended. */
  public void close(@ExchangeProperty(JOB) Job job) {
    if (job != null && running.end(job)) {
      free.release();
    }
    start();
  }
}
