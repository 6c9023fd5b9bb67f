package org.radiologytrust.camel;

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

  /**
   * @param jobs the queue to claim runs from and to return them to
   * @param running is told which runs start and end in this process
   * @param rules decide whether a failed run is retried
   */
  public JournalComponentFeature(Supplier<JobQueue> jobs, RunningJobs running, RunRules rules) {
    this.jobs = jobs;
    this.running = running;
    this.rules = rules;
  }

  @Override
  public void bind(Host host) {
    host.bind("journal", new JournalComponent(host.journal()).runs(jobs.get(), running, rules));
  }
}
