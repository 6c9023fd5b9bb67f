package org.radiologytrust.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.SettableClock;

class QueueAgeTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final SettableClock clock = new SettableClock();
  private final TemporaryJournal journal = new TemporaryJournal(clock);

  @AfterEach
  void close() {
    journal.close();
  }

  private QueueAge age(Optional<Duration> most) {
    return new QueueAge(journal.journal().jobs(), journal.journal().clock(), most);
  }

  private static String scraped(QueueAge age) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.getPrometheusRegistry().register(age);
    return registry.scrape();
  }

  private Job claimed() {
    return journal.claim(SampleRecords.report("A1", "No effusion."), new UUID(0, 1));
  }

  @Test
  void emptyQueueHasNoAge() {
    QueueAge age = age(Optional.of(HOUR));
    assertTrue(scraped(age).contains("rtl_queue_age_seconds 0.0"));
    assertTrue(scraped(age).contains("rtl_queue_max_age_seconds 3600.0"));
    assertEquals(Optional.empty(), age.problem());
  }

  @Test
  void checkFailsWhenARunWaitsTooLongAndNoLonger() {
    QueueAge age = age(Optional.of(HOUR));
    Job job = claimed();
    clock.advance(HOUR);
    journal.journal().jobs().postpone(job, Duration.ofMinutes(5), false);
    assertTrue(scraped(age).contains("rtl_queue_age_seconds 3600.0"));
    assertEquals(Optional.empty(), age.problem());
    clock.advance(Duration.ofMinutes(5));
    assertTrue(age.problem().orElseThrow().contains("for 65 minutes (rtl.queue.max-age)"));
    journal.journal().jobs().claim(HOUR).orElseThrow();
    assertEquals(Optional.empty(), age.problem(), "it is in progress");
  }

  @Test
  void withoutALimitTheAgeIsShownAndTheCheckIsUp() {
    QueueAge age = age(Optional.empty());
    Job job = claimed();
    clock.advance(Duration.ofDays(2));
    journal.journal().jobs().release(job);
    assertTrue(scraped(age).contains("rtl_queue_age_seconds 172800.0"));
    assertFalse(scraped(age).contains("rtl_queue_max_age_seconds"));
    assertEquals(Optional.empty(), age.problem());
  }
}
