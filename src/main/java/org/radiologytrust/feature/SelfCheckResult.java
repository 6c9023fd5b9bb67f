package org.radiologytrust.feature;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Result of a check.
 *
 * @param peer what was checked
 * @param message one line: what is wrong and what to do, or what is missing without the peer; may
 *     be empty when nothing is wrong. It is shown without a login, so it has no patient data
 * @param details further values by name, for the health endpoint
 */
public record SelfCheckResult(
    String peer, State state, String message, Map<String, String> details) {
  /** State of a peer, from best to worst. */
  public enum State {
    OK,
    /** Not configured; the product runs without it. */
    UNUSED,
    /** Works now, but not as it should, or not for long. */
    WARNING,
    BROKEN;

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public SelfCheckResult(String peer, State state, String message) {
    this(peer, state, message, Map.of());
  }

  public static SelfCheckResult ok(String peer, String message) {
    return new SelfCheckResult(peer, State.OK, message);
  }

  public static SelfCheckResult unused(String peer, String message) {
    return new SelfCheckResult(peer, State.UNUSED, message);
  }

  public static SelfCheckResult broken(String peer, String message) {
    return new SelfCheckResult(peer, State.BROKEN, message);
  }

  /**
   * Broken where there is a problem, else ok.
   *
   * @param problem says what is wrong; empty when nothing is
   * @param fine the message when nothing is wrong
   */
  public static SelfCheckResult of(String peer, Optional<String> problem, String fine) {
    return problem.map(p -> broken(peer, p)).orElseGet(() -> ok(peer, fine));
  }

  public boolean isBroken() {
    return state == State.BROKEN;
  }
}
