package org.radiologytrust.stop;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.stop.Breaches.Found;
import org.radiologytrust.journal.stop.Breaches.Place;

/** The metrics of the stop rule, of a journal in which one check has left its band. */
public final class StopMeters {
  private StopMeters() {}

  public static void register(PrometheusMeterRegistry registry, Journal journal) {
    journal
        .breaches()
        .looked(List.of(new Found(new Place("size", "flags", ""), "flags all")), List.of(), 0);
    List<String> ids = new Checks(SiteFiles.shipped()).ids();
    registry
        .getPrometheusRegistry()
        .register(
            new StopMetrics(new StopDesk(journal, StopLimits.load(SiteFiles.shipped(), ids), ids)));
  }
}
