package org.radiologytrust.camel;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.journal.work.RunningJobs;
import org.radiologytrust.retry.RunRules;

/** Adds the Camel component {@code journal:} with the queue of audit runs. */
public final class JournalComponentFeature implements Feature {
  private final Supplier<JobQueue> jobs;
  private final RunningJobs running;
  private final RunRules rules;
  private final BooleanSupplier may;

  /**
   * @param jobs the queue to claim runs from and to return them to
   * @param running is told which runs start and end in this process
   * @param rules decide whether a failed run is retried
   * @param may whether this process may begin a run now
   */
  public JournalComponentFeature(
      Supplier<JobQueue> jobs, RunningJobs running, RunRules rules, BooleanSupplier may) {
    this.jobs = jobs;
    this.running = running;
    this.rules = rules;
    this.may = may;
  }

  @Override
  public void bind(Host host) {
    host.bind(
        "journal", new JournalComponent(host.journal()).runs(jobs.get(), running, rules, may));
  }
}
