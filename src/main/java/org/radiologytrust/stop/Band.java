package org.radiologytrust.stop;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.quality.Footing;
import org.radiologytrust.journal.quality.VerdictCounts;
import org.radiologytrust.model.Strength;

/**
 * Where a check is expected to stay.
 *
 * @param flagged how many reports it flags; {@code null} if nothing is known
 * @param floors the least shares of right flags; none if nothing is known
 */
public record Band(String check, @Nullable Rate flagged, List<Floor> floors) {
  /** Where a band comes from. */
  public enum Origin {
    /** What a person accepted on the site's own reports. */
    ACCEPTED("as accepted"),
    /** The rule's file. */
    SET("as set"),
    /** The site's reports before the window. */
    PAST("as before");

    private final String words;

    Origin(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /**
   * The share of reports with a flag of the check, from 0 to 1.
   *
   * @param low lower edge of the band
   * @param high upper edge of the band
   * @param least the share from which silence is judged; 0 if it may flag nothing
   */
  public record Rate(double low, double high, double least, Origin origin) {}

  /**
   * A least share of right flags.
   *
   * @param strength of the flags that it is about; {@code null} for any
   * @param footing of the verdicts that it came from; {@code null} if it holds for any
   * @param low from 0 to 1
   */
  public record Floor(
      @Nullable Strength strength, @Nullable Footing footing, double low, Origin origin) {
    boolean isFor(VerdictCounts verdicts) {
      return (strength == null || strength == verdicts.strength())
          && (footing == null || footing == verdicts.footing());
    }
  }

  public Band {
    floors = List.copyOf(floors);
  }

  Optional<Floor> floor(VerdictCounts verdicts) {
    return floors.stream().filter(floor -> floor.isFor(verdicts)).findFirst();
  }

  /** This band, and what it does not say from another one. */
  public Band or(@Nullable Band other) {
    return other == null
        ? this
        : new Band(
            check,
            flagged == null ? other.flagged : flagged,
            floors.isEmpty() ? other.floors : floors);
  }
}
