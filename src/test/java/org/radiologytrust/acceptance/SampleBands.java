package org.radiologytrust.acceptance;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.radiologytrust.journal.quality.FigureRow;
import org.radiologytrust.model.Strength;

/** Figures, bands and what a look found, for tests. */
public final class SampleBands {
  private SampleBands() {}

  /** The row of a check that tells. */
  static FigureRow row(Strength strength, int reports, int flagged, int right, int wrong) {
    return new FigureRow(
        "size",
        strength,
        reports,
        flagged,
        flagged,
        new FigureRow.Judged(right, wrong, 0),
        new FigureRow.Agreed(0, 0, 0, 0),
        new FigureRow.Delay(null, null));
  }

  /** A look that found one check outside, with 10 flags in 100 reports. */
  public static BandWatch.Looked outside(String check, Instant at) {
    BandResult result =
        new CheckBand(1000, 5, 5, 20, 0).judged(List.of(row(Strength.TELL, 900, 90, 5, 0)));
    return new BandWatch.Looked(at, true, Map.of(check, result));
  }

  public static void register(PrometheusMeterRegistry registry) {
    registry
        .getPrometheusRegistry()
        .register(BandFeature.metric(() -> outside("size", Instant.EPOCH)));
  }
}
