package org.radiologytrust.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.model.SettableClock;

/** Health and metrics while the journal does not answer. */
class JournalAwayTest {
  private final TemporaryJournal temporary = new TemporaryJournal(new SettableClock());
  private final Journal journal = temporary.journal();

  @AfterEach
  void close() {
    temporary.close();
  }

  @Test
  void otherMetricsAreStillScraped() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Gauge.builder("other", () -> 1).register(registry);
    JournalFeature.register(
        registry.getPrometheusRegistry(), journal, List.of("fhir"), age(Optional.empty()));
    assertTrue(registry.scrape().contains("rtl_queue_age_seconds"));
    assertTrue(registry.scrape().contains("rtl_messages_total"));
    journal.close();
    assertEquals(
        List.of("other 1.0"), registry.scrape().lines().filter(l -> !l.startsWith("#")).toList());
  }

  private QueueAge age(Optional<Duration> most) {
    return new QueueAge(journal.jobs(), journal.clock(), most);
  }

  @Test
  void healthSaysSo() {
    QueueAge age = age(Optional.of(Duration.ofHours(1)));
    assertEquals(Optional.empty(), JournalFeature.problem(journal));
    assertEquals(Optional.empty(), age.problem());
    journal.close();
    assertFalse(JournalFeature.problem(journal).orElseThrow().isEmpty());
    assertFalse(age.problem().orElseThrow().isEmpty());
  }
}
