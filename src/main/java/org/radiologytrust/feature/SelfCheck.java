package org.radiologytrust.feature;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One thing that may be wrong, and how to ask. Start, readiness and doctor walk the same checks.
 */
public final class SelfCheck {
  /** Who asks. */
  public enum By {
    /** The start, before anything listens: what is broken refuses it. */
    START,
    /** Readiness, every few seconds. */
    HEALTH,
    /** {@code rtl doctor}, of a product that was not started. */
    DOCTOR
  }

  private final String name;
  private final Set<By> by;
  private final Supplier<List<SelfCheckResult>> ask;

  private SelfCheck(String name, Set<By> by, Supplier<List<SelfCheckResult>> ask) {
    this.name = name;
    this.by = by;
    this.ask = ask;
  }

  /** What the product cannot start without. */
  public static SelfCheck required(String name, Supplier<SelfCheckResult> ask) {
    return one(name, EnumSet.of(By.START, By.DOCTOR), ask);
  }

  /**
   * A peer that may come and go.
   *
   * @param problem empty when it would work
   * @param fine what the doctor says then
   */
  public static SelfCheck peer(String name, Supplier<Optional<String>> problem, String fine) {
    return one(
        name,
        EnumSet.of(By.HEALTH, By.DOCTOR),
        () -> SelfCheckResult.of(name, problem.get(), fine));
  }

  /** A peer that is not configured. */
  public static SelfCheck unused(String name, String without) {
    return doctor(name, () -> List.of(SelfCheckResult.unused(name, without)));
  }

  /** What shows only while the product runs. */
  public static SelfCheck running(String name, Supplier<Optional<String>> problem) {
    return health(name, () -> SelfCheckResult.of(name, problem.get(), ""));
  }

  /** The same, for one that has more to say. */
  public static SelfCheck health(String name, Supplier<SelfCheckResult> ask) {
    return one(name, EnumSet.of(By.HEALTH), ask);
  }

  /** What is asked once, by a person: it may take long, and have several answers. */
  public static SelfCheck doctor(String name, Supplier<List<SelfCheckResult>> ask) {
    return new SelfCheck(name, EnumSet.of(By.DOCTOR), ask);
  }

  private static SelfCheck one(String name, Set<By> by, Supplier<SelfCheckResult> ask) {
    return new SelfCheck(name, by, () -> List.of(ask.get()));
  }

  public String name() {
    return name;
  }

  public boolean isAskedBy(By who) {
    return by.contains(who);
  }

  /** Asks now. */
  public List<SelfCheckResult> ask() {
    return ask.get();
  }
}
