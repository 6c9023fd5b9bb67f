package org.radiologytrust.knownerrors;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.Checks;
import org.radiologytrust.feature.CheckGauge;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.sections.Segmenter;

/** Looks whether the checks of this node find their known errors. */
public final class KnownErrorsFeature implements Feature {
  private final List<KnownError> errors;
  private final Segmenter segmenter;
  private final Checks checks;
  private @Nullable KnownErrors looking;

  /**
   * @throws IllegalArgumentException if the file of known errors is not valid; the message names it
   */
  public KnownErrorsFeature(SiteFiles files, Checks checks) {
    this.errors = KnownError.load(files, checks.ids());
    this.segmenter = Segmenter.of(files);
    this.checks = checks;
  }

  @Override
  public List<SelfCheck> checks() {
    return List.of(
        SelfCheck.health(
            KnownErrors.NAME,
            () ->
                Optional.ofNullable(looking)
                    .map(KnownErrors::health)
                    .orElseGet(() -> SelfCheckResult.ok(KnownErrors.NAME, ""))));
  }

  @Override
  public void bind(Host host) {
    KnownErrors all = new KnownErrors(errors, segmenter, checks, host.journal().clock());
    looking = all;
    host.bind("knownErrors", all);
    host.meters().getPrometheusRegistry().register(metric(all::values));
  }

  static CheckGauge metric(Supplier<Map<String, Integer>> values) {
    return new CheckGauge(
        "rtl_known_error_missed", "1 while a check does not find its known error", values);
  }
}
