package org.radiologytrust.acceptance;

import java.util.List;
import java.util.function.Supplier;
import org.radiologytrust.feature.CheckGauge;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;

/** Looks at intervals which checks are outside the band that was accepted, and counts them. */
public final class BandFeature implements Feature {
  private final Supplier<List<String>> checks;
  private volatile Supplier<BandWatch.Looked> last = () -> BandWatch.Looked.NEVER;

  /**
   * @param checks the ids of all checks
   */
  public BandFeature(Supplier<List<String>> checks) {
    this.checks = checks;
  }

  /** What the last look found. */
  public BandWatch.Looked last() {
    return last.get();
  }

  @Override
  public void bind(Host host) {
    BandWatch watch = new BandWatch(host.journal(), checks.get());
    last = watch::last;
    host.bind("bands", watch);
    host.meters().getPrometheusRegistry().register(metric(watch::last));
  }

  static CheckGauge metric(Supplier<BandWatch.Looked> last) {
    return new CheckGauge(
        "rtl_check_outside_band",
        "1 while the figures of a check are outside the band that a person accepted, 0 while they"
            + " are within; absent where too little was counted",
        () -> last.get().judged());
  }
}
