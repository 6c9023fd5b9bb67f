package org.radiologytrust.stop;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.stop.Band.Floor;
import org.radiologytrust.stop.Band.Origin;
import org.radiologytrust.stop.Band.Rate;

/**
 * The numbers of the stop rule: the file {@code stop/rule.yaml}, which explains them.
 *
 * @param days length of the window
 * @param past length of the time before the window from which bands come
 * @param reports fewer are not judged
 * @param verdicts fewer are not judged
 * @param rate chance of a false alarm about how often a check flags
 * @param silence a run without a flag that is less likely than this is silence
 * @param factor by which a band that was counted is wider
 * @param bands the site's own
 */
public record StopLimits(
    int days,
    int past,
    int reports,
    int verdicts,
    double rate,
    double silence,
    double factor,
    @MayBeEmpty List<OwnBand> bands) {
  private static final String FILE = "stop/rule.yaml";
  private static final double HUNDRED = 100;
  private static final double MOST_CHANCE = 0.05;

  /**
   * A band of the site.
   *
   * @param low reports flagged of 100
   * @param high likewise; {@code null} together with {@code low}
   * @param precision least share of right flags in percent
   */
  public record OwnBand(
      String check, @Nullable Double low, @Nullable Double high, @Nullable Double precision) {
    Band band() {
      return new Band(
          check,
          low == null || high == null
              ? null
              : new Rate(low / HUNDRED, high / HUNDRED, low / HUNDRED, Origin.SET),
          precision == null
              ? List.of()
              : List.of(new Floor(null, null, precision / HUNDRED, Origin.SET)));
    }

    /** What is wrong with it; empty if nothing is. */
    private String fault(Set<String> checks) {
      if (!checks.contains(check)) {
        return "there is no check " + check + ": docs/checks.md lists them";
      }
      if ((low == null) != (high == null) || (low == null && precision == null)) {
        return check + " needs low and high, or precision, or all three";
      }
      if (low != null && high != null && !(0 <= low && low < high && high <= HUNDRED)) {
        return check + ": low must be at least 0 and below high, and high at most 100";
      }
      return precision == null || (precision > 0 && precision < HUNDRED)
          ? ""
          : check + ": precision must be above 0 and below 100";
    }
  }

  public StopLimits {
    bands = List.copyOf(bands);
  }

  /**
   * The site's file, or the product's.
   *
   * @param checks the ids of all checks
   * @throws IllegalArgumentException if the file is not valid; the message names it
   */
  public static StopLimits load(SiteFiles files, List<String> checks) {
    StopLimits limits = files.yaml(FILE, new TypeReference<StopLimits>() {});
    List<String> faults = limits.faults();
    Set<String> seen = new HashSet<>();
    for (OwnBand band : limits.bands) {
      faults.add(band.fault(Set.copyOf(checks)));
      faults.add(seen.add(band.check) ? "" : band.check + " is there twice");
    }
    faults.stream()
        .filter(fault -> !fault.isEmpty())
        .findFirst()
        .ifPresent(
            fault -> {
              throw new IllegalArgumentException(FILE + ": " + fault);
            });
    return limits;
  }

  private List<String> faults() {
    List<String> faults = new ArrayList<>();
    faults.add(days >= 1 && past >= days ? "" : "days must be at least 1, and past at least days");
    faults.add(reports >= 1 && verdicts >= 1 ? "" : "reports and verdicts must be at least 1");
    faults.add(
        chance(rate) && chance(silence)
            ? ""
            : "rate and silence must be above 0 and at most " + MOST_CHANCE);
    faults.add(factor >= 1 && factor <= HUNDRED ? "" : "factor must be from 1 to 100");
    return faults;
  }

  private static boolean chance(double value) {
    return value > 0 && value <= MOST_CHANCE;
  }
}
