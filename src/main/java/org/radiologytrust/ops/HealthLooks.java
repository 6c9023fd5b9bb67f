package org.radiologytrust.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheck;
import org.jspecify.annotations.Nullable;

/**
 * Runs the readiness checks in the background, so that a check which does not end holds up nobody
 * who asks.
 */
final class HealthLooks {
  /** Results that are older say nothing about now. */
  static final Duration STALE = Duration.ofSeconds(30);

  private final Supplier<Collection<HealthCheck.Result>> checks;
  private final Clock clock;
  private final ExecutorService background;
  private volatile @Nullable Look last;
  private @Nullable CompletableFuture<Look> next;

  /** Results, and when they were complete. */
  private record Look(Instant at, Collection<HealthCheck.Result> results) {}

  /**
   * @param results for each check
   * @param problem why they are no answer; empty if they are one
   */
  record Answer(Collection<HealthCheck.Result> results, Optional<String> problem) {
    boolean isUp() {
      return problem.isEmpty()
          && results.stream().noneMatch(r -> r.getState() == HealthCheck.State.DOWN);
    }
  }

  /**
   * @param checks runs all checks
   * @param background has one thread; ended by its owner
   */
  HealthLooks(
      Supplier<Collection<HealthCheck.Result>> checks, Clock clock, ExecutorService background) {
    this.checks = checks;
    this.clock = clock;
    this.background = background;
  }

  /**
   * The results of checks that begin now, or the last ones if these do not end in time. Never
   * fails.
   */
  CompletableFuture<Answer> ask(Duration most) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    try {
      begin().thenAccept(look -> answer.complete(new Answer(look.results, Optional.empty())));
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(
          new Answer(List.of(), Optional.of("the product stops")));
    }
    CompletableFuture.delayedExecutor(most.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> answer.complete(known()));
    return answer;
  }

  /** Checks that begin later than this call. Those who ask meanwhile share them. */
  private synchronized CompletableFuture<Look> begin() {
    if (next == null) {
      CompletableFuture<Look> begun = new CompletableFuture<>();
      background.execute(() -> run(begun));
      next = begun;
    }
    return next;
  }

  private void run(CompletableFuture<Look> begun) {
    synchronized (this) {
      next = null;
    }
    try {
      Collection<HealthCheck.Result> results = checks.get();
      Look look = new Look(clock.instant(), results);
      last = look;
      begun.complete(look);
    } catch (RuntimeException e) {
      // who asks gets the last results, until they are stale
      begun.completeExceptionally(e);
    }
  }

  private Answer known() {
    Look look = last;
    if (look == null) {
      return new Answer(List.of(), Optional.of("the checks have not ended since the start"));
    }
    boolean stale = clock.instant().isAfter(look.at.plus(STALE));
    return new Answer(
        look.results,
        stale
            ? Optional.of("the checks have not ended for " + STALE.toSeconds() + " s or longer")
            : Optional.empty());
  }
}
