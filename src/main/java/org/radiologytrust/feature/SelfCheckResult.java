package org.radiologytrust.feature;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a check found.
 *
 * @param peer what was asked
 * @param message one line: what is wrong and what to do, or what is lost without the peer; may be
 *     empty where all is well
 * @param details by name, for the health endpoint
 */
public record SelfCheckResult(
    String peer, State state, String message, Map<String, String> details) {
  /** How a peer is; the later, the worse. */
  public enum State {
    OK,
    /** Not configured, and the product runs without it. */
    UNUSED,
    /** Works, and will not for long, or not as it should. */
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
   * @param problem empty when all is well
   * @param fine what to say then
   */
  public static SelfCheckResult of(String peer, Optional<String> problem, String fine) {
    return problem.map(p -> broken(peer, p)).orElseGet(() -> ok(peer, fine));
  }

  public boolean isBroken() {
    return state == State.BROKEN;
  }
}
