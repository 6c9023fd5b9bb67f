package org.radiologytrust.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.model.SampleRecords;

class RunsGivenUpTest {
  @Test
  void aRunThatEndedItsProcessAloneIsCountedByTheNextProcess() {
    try (TemporaryJournal journal = new TemporaryJournal()) {
      UUID run = new UUID(0, 1);
      journal.claim(SampleRecords.report("A1", "No effusion."), run);
      JobQueue jobs = journal.journal().jobs();
      jobs.releaseAll();
      assertTrue(scraped(jobs).contains("rtl_runs_given_up 0.0"), "it was not alone");
      jobs.claimAlone(Duration.ofMinutes(5), 0, true).orElseThrow();
      jobs.releaseAll();
      assertEquals(List.of(run), jobs.endLost(1, "no more"));
      assertTrue(scraped(jobs).contains("rtl_runs_given_up 1.0"));
    }
  }

  private static String scraped(JobQueue jobs) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.getPrometheusRegistry().register(new RunsGivenUp(jobs));
    return registry.scrape();
  }
}
