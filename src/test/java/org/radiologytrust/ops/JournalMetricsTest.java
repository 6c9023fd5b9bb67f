package org.radiologytrust.ops;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.search.Counters;

class JournalMetricsTest {
  private static Counters.Counts counts(long audited, long notAuditable) {
    return new Counters.Counts(
        Map.of("parsed", 3L, "applied", 0L, "ignored", 0L, "duplicate", 0L, "quarantined", 0L),
        Map.of("audited", audited, "not_auditable", notAuditable),
        Map.of("awaiting_images", 0L, "ready", 0L, "auditing", 0L),
        Map.of("open", 2L, "waiting", 7L),
        Map.of(),
        new Counters.Outcomes(2, 1, 0, Duration.ofSeconds(90), 1));
  }

  @Test
  void reportsAreAsTheyAreNowSoThatTheSumHolds() {
    Counters.Counts[] now = {counts(3, 0)};
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.getPrometheusRegistry().register(new JournalMetrics(() -> now[0], List.of("fhir")));
    String before = registry.scrape();
    assertTrue(before.contains("rtl_reports_total{outcome=\"audited\"} 3.0"), before);
    String help =
        before.lines().filter(l -> l.startsWith("# HELP rtl_reports_total")).toList() + "";
    assertTrue(help.contains("as it is now") && help.contains("not rates"), help);
    assertTrue(before.contains("rtl_worklist_reports{state=\"waiting\"} 7.0"), before);
    assertTrue(before.contains("rtl_deliveries{sink=\"fhir\",state=\"dead\"} 0.0"), before);

    assertTrue(before.contains("rtl_agreed_flags_total{outcome=\"corrected\"} 2.0"), before);
    assertTrue(before.contains("rtl_agreed_flags_total{outcome=\"unclear\"} 0.0"), before);
    assertTrue(before.contains("rtl_correction_seconds_sum 90.0"), before);

    now[0] = counts(2, 1);
    String after = registry.scrape();
    assertTrue(after.contains("rtl_reports_total{outcome=\"audited\"} 2.0"), after);
    assertTrue(after.contains("rtl_reports_total{outcome=\"not_auditable\"} 1.0"), after);
  }
}
