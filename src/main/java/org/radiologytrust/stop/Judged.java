package org.radiologytrust.stop;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Strength;

/**
 * What the rule says of one check in one respect. It names no patient.
 *
 * @param kind in which respect
 * @param strength of the flags that were judged by {@link Kind#PRECISION}; otherwise {@code null}
 * @param words the figures, and the band
 */
public record Judged(
    String check, Kind kind, @Nullable Strength strength, State state, String words) {
  /** In which respect a check is judged. */
  public enum Kind {
    /** How many of 100 reports it flags. */
    FLAGS,
    /** How many of its flags are right. */
    PRECISION,
    /** Whether it still flags anything. */
    SILENCE,
    /** How many wrong flags there are in 100 reports, of all checks together. */
    WRONG;

    /** The word for it in files and metrics. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where it is. */
  public enum State {
    WITHIN,
    /** It has left its band. */
    LEFT,
    /** There is no band, or too little was counted: nothing can be said. */
    UNKNOWN
  }

  /** What tells one from another: a check is judged once for each. */
  public record Key(String check, Kind kind, String strength) {}

  public Key key() {
    return new Key(check, kind, strength == null ? "" : strength.word());
  }
}
