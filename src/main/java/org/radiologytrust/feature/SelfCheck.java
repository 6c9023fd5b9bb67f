package org.radiologytrust.feature;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A named check that start, readiness and doctor share; each runs those that are meant for it. */
public final class SelfCheck {
  /** Who runs a check. */
  public enum By {
    /** The start, before anything listens. It is refused when a check is broken. */
    START,
    /** Readiness, every few seconds. */
    HEALTH,
    /** {@code rtl doctor}, which starts nothing. */
    DOCTOR
  }

  private final String name;
  private final Set<By> by;
  private final Function<Consumer<String>, List<SelfCheckResult>> ask;

  private SelfCheck(
      String name, Set<By> by, Function<Consumer<String>, List<SelfCheckResult>> ask) {
    this.name = name;
    this.by = by;
    this.ask = ask;
  }

  /** For start and doctor: something that the product cannot start without. */
  public static SelfCheck required(String name, Supplier<SelfCheckResult> ask) {
    return one(name, EnumSet.of(By.START, By.DOCTOR), ask);
  }

  /**
   * For readiness and doctor: a peer that may come and go.
   *
   * @param problem says what is wrong; empty when nothing is
   * @param fine the doctor's message when nothing is wrong
   */
  public static SelfCheck peer(String name, Supplier<Optional<String>> problem, String fine) {
    return one(
        name,
        EnumSet.of(By.HEALTH, By.DOCTOR),
        () -> SelfCheckResult.of(name, problem.get(), fine));
  }

  /**
   * For the doctor: a peer that is not configured.
   *
   * @param without what is missing without it
   */
  public static SelfCheck unused(String name, String without) {
    return doctor(name, () -> List.of(SelfCheckResult.unused(name, without)));
  }

  /**
   * For readiness: something that shows only while the product runs.
   *
   * @param problem says what is wrong; empty when nothing is
   */
  public static SelfCheck running(String name, Supplier<Optional<String>> problem) {
    return health(name, () -> SelfCheckResult.of(name, problem.get(), ""));
  }

  /** For readiness: a check that may also warn or give details. */
  public static SelfCheck health(String name, Supplier<SelfCheckResult> ask) {
    return one(name, EnumSet.of(By.HEALTH), ask);
  }

  /** For the doctor: a check that may take long and have several results. */
  public static SelfCheck doctor(String name, Supplier<List<SelfCheckResult>> ask) {
    return slow(name, waits -> ask.get());
  }

  /**
   * The same, for a check that takes minutes.
   *
   * @param ask is given who is told what the check waits for
   */
  public static SelfCheck slow(String name, Function<Consumer<String>, List<SelfCheckResult>> ask) {
    return new SelfCheck(name, EnumSet.of(By.DOCTOR), ask);
  }

  private static SelfCheck one(String name, Set<By> by, Supplier<SelfCheckResult> ask) {
    return new SelfCheck(name, by, waits -> List.of(ask.get()));
  }

  public String name() {
    return name;
  }

  public boolean isAskedBy(By who) {
    return by.contains(who);
  }

  /** Runs the check now. Called by several threads; must not throw. */
  public List<SelfCheckResult> ask() {
    return ask(waits -> {});
  }

  /**
   * The same.
   *
   * @param waits is told what the check waits for
   */
  public List<SelfCheckResult> ask(Consumer<String> waits) {
    return ask.apply(waits);
  }
}
