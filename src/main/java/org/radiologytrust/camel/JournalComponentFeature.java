package org.radiologytrust.camel;

import java.util.function.Supplier;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.journal.JobQueue;
import org.radiologytrust.journal.RunningJobs;
import org.radiologytrust.retry.RunRules;

/** The component {@code journal:}. */
public final class JournalComponentFeature implements Feature {
  private final Supplier<JobQueue> jobs;
  private final RunningJobs running;
  private final RunRules rules;

  /**
   * @param jobs as results are written to it
   * @param running told of the runs that begin and end here
   * @param rules what becomes of a run that failed
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
