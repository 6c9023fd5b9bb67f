package org.radiologytrust.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.acceptance.BandResult.State;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.ListenerPorts;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.quality.Acceptances.Acceptance;
import org.radiologytrust.journal.quality.Acceptances.Bounds;
import org.radiologytrust.journal.quality.Acceptances.Ending;
import org.radiologytrust.journal.quality.Acceptances.Outcome;
import org.radiologytrust.journal.quality.Acceptances.Rule;
import org.radiologytrust.journal.reviews.BulkAudits;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.SettableClock;

@Tag("safety")
class BandWatchTest {
  private static final String CHECK = "side-order";
  private static final List<String> CHECKS = List.of(CHECK, "denied");

  private final SettableClock clock = new SettableClock();
  private final TemporaryJournal temporary = new TemporaryJournal(clock);

  @AfterEach
  void close() {
    temporary.close();
  }

  private void accept(Outcome outcome) {
    var acceptances = temporary.journal().acceptances();
    Acceptance begun = acceptances.begin(5000, new Rule(50, 1, 0, 1), "ann").orElseThrow();
    assertTrue(
        acceptances.end(
            new Ending(
                begun.name(),
                outcome,
                List.of(),
                acceptances.verdicts(begun.name()),
                outcome == Outcome.GO ? new Bounds(50, 1) : null,
                null,
                "ann")));
  }

  private BandWatch.Looked look() {
    // what is received at the time of a look belongs to the next
    clock.advance(Duration.ofMinutes(1));
    BandWatch watch = new BandWatch(temporary.journal(), CHECKS);
    watch.look();
    return watch.last();
  }

  private State state(String check) {
    return look().results().get(check).state();
  }

  @Test
  void withoutAnAcceptanceNothingIsSaid() {
    BulkAudits.load(temporary.journal(), 350);
    assertEquals(Map.of(), look().results());
    assertFalse(look().accepted());
    accept(Outcome.NO_GO);
    assertEquals(Map.of(), look().results(), "nobody accepts a no go");
  }

  @Test
  void aCheckIsComparedWithWhatWasAcceptedOfIt() {
    BulkAudits.load(temporary.journal(), 400);
    accept(Outcome.GO);
    assertEquals(State.WITHIN, state(CHECK), () -> look().toString());
    assertEquals(State.WITHIN, state("denied"), "it flags nothing, as before");
    assertTrue(look().results().containsKey(BandWatch.ALL_CHECKS), () -> look().toString());
    OpenedJournal.db(temporary.journal())
        .write(tx -> tx.update("delete from quality_flag where check_id = ?", CHECK));
    assertEquals(State.OUTSIDE, state(CHECK), () -> look().toString());
    assertEquals(List.of(CHECK), look().outside());
    clock.advance(Duration.ofDays(BandWatch.DAYS + 1));
    assertEquals(State.UNKNOWN, state(CHECK), "no report of the last 28 days");
    assertEquals(List.of(), look().outside());
  }

  /** The acceptance counts them, the figures do not. */
  @Test
  void reportsOfShadowModeAreInNoFigure() {
    BulkAudits.load(temporary.journal(), 310);
    for (int i = 0; i < 5; i++) {
      temporary.auditInShadowMode(SampleRecords.report("T" + i, "Clear."));
    }
    accept(Outcome.GO);
    int accepted = temporary.journal().acceptances().accepted().orElseThrow().reports();
    assertTrue(accepted >= CheckBand.LEAST_REPORTS, "" + accepted);
    assertTrue(accepted - 5 < CheckBand.LEAST_REPORTS, "" + accepted);
    assertEquals(
        "flags: too few reports; right: too few verdicts", look().results().get(CHECK).words());
  }

  @Test
  void aScrapeReadsMemoryAndALookThatFailsLeavesNothing() throws Exception {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      BandFeature feature = new BandFeature(() -> CHECKS);
      assertEquals(BandWatch.Looked.NEVER, feature.last(), "before the start");
      feature.bind(new Host(camel, temporary.journal(), meters, Path.of("."), ListenerPorts.NONE));
      assertEquals(List.of(), series(meters));
      BulkAudits.load(temporary.journal(), 400);
      accept(Outcome.GO);
      clock.advance(Duration.ofMinutes(1));
      BandWatch watch = camel.getRegistry().lookupByNameAndType("bands", BandWatch.class);
      watch.look();
      temporary.journal().close();
      assertTrue(
          series(meters).contains("rtl_check_outside_band{check=\"" + CHECK + "\"} 0.0"),
          meters::scrape);
      assertThrows(RuntimeException.class, watch::look);
      assertEquals(List.of(), series(meters));
      assertEquals(BandWatch.Looked.NEVER, feature.last());
    }
  }

  private static List<String> series(PrometheusMeterRegistry meters) {
    return meters
        .scrape()
        .lines()
        .filter(line -> line.startsWith("rtl_check_outside_band{"))
        .toList();
  }
}
