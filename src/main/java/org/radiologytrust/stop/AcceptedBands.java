package org.radiologytrust.stop;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.quality.Acceptances;
import org.radiologytrust.journal.quality.Acceptances.Acceptance;
import org.radiologytrust.journal.quality.Acceptances.Count;
import org.radiologytrust.journal.quality.Acceptances.Counted;
import org.radiologytrust.journal.quality.Acceptances.Verdicts;
import org.radiologytrust.model.Strength;
import org.radiologytrust.review.Wilson;
import org.radiologytrust.stop.Band.Floor;
import org.radiologytrust.stop.Band.Origin;
import org.radiologytrust.stop.Band.Rate;

/** The bands of the checks as a person accepted them on the site's own reports. */
final class AcceptedBands {
  private final Acceptances acceptances;
  private final StopRule rule;
  private final StopLimits limits;

  AcceptedBands(Acceptances acceptances, StopRule rule, StopLimits limits) {
    this.acceptances = acceptances;
    this.rule = rule;
    this.limits = limits;
  }

  /** By check; empty if nobody accepted anything. */
  Map<String, Band> all(Iterable<String> checks) {
    Map<String, Band> bands = new HashMap<>();
    acceptances
        .accepted()
        .ifPresent(
            acceptance -> {
              List<Count> counts = acceptances.counts(acceptance.name());
              Map<String, Integer> flagged = acceptances.flaggedReports(acceptance.name());
              for (String check : checks) {
                bands.put(
                    check,
                    new Band(
                        check,
                        rate(acceptance, counts, check, flagged.getOrDefault(check, 0)),
                        List.of()));
              }
              for (Verdicts verdicts : acceptances.verdicts(acceptance.name())) {
                bands.computeIfPresent(
                    verdicts.check(),
                    (check, band) -> new Band(check, band.flagged(), floors(verdicts)));
              }
            });
    return bands;
  }

  /**
   * Of flags that tell, the acceptance has the reports. Of the others it has a count of flags: each
   * report may have several, so the band is rather too wide.
   */
  private @Nullable Rate rate(
      Acceptance acceptance, List<Count> counts, String check, int flagged) {
    int flags = 0;
    int unfinished = 0;
    for (Count count : counts) {
      if (count.check().equals(check) && count.counted() == Counted.UNFINISHED) {
        unfinished += count.n();
      } else if (count.check().equals(check)) {
        flags += count.n();
      }
    }
    int reports = acceptance.reports() - unfinished;
    return rule.rate(
        Origin.ACCEPTED, reports, Math.min(flagged, reports), Math.min(flags, reports));
  }

  /** All flags that told were read, so the floor holds for verdicts of any footing. */
  private List<Floor> floors(Verdicts verdicts) {
    int of = verdicts.right() + verdicts.wrong();
    return of < limits.verdicts()
        ? List.of()
        : List.of(
            new Floor(Strength.TELL, null, Wilson.of(verdicts.right(), of).low(), Origin.ACCEPTED));
  }
}
