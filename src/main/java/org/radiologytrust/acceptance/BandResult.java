package org.radiologytrust.acceptance;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where the figures of a check are beside its band. It names no patient.
 *
 * @param parts one for each figure that has a band
 */
public record BandResult(List<Part> parts) {
  /** Where one figure is. */
  public enum State {
    OUTSIDE,
    WITHIN,
    /** Too little was counted, now or when it was accepted. */
    UNKNOWN
  }

  /**
   * One figure.
   *
   * @param words the figure, and its band or what is missing
   */
  record Part(State state, String words) {}

  public BandResult {
    parts = List.copyOf(parts);
  }

  static BandResult of(Part... parts) {
    return new BandResult(Arrays.asList(parts));
  }

  /** Outside if one figure is; within only if one was judged. */
  public State state() {
    return parts.stream().map(Part::state).min(State::compareTo).orElse(State.UNKNOWN);
  }

  /** Such as {@code ▲ flags: 9 of 100, accepted 0.5 to 3; right: too few verdicts}. */
  public String words() {
    return (state() == State.OUTSIDE ? "▲ " : "")
        + parts.stream().map(Part::words).collect(Collectors.joining("; "));
  }
}
