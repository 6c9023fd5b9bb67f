package org.radiologytrust.page.opened;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.runtime.DaemonThreads;

/**
 * Whether the image archive answers, for pages that say that no image has come: as long as it does
 * not answer, nobody knows. It is asked only while somebody looks at such a page.
 */
public final class ArchiveWatch {
  /** An answer counts for so long. */
  private static final Duration FRESH = Duration.ofSeconds(10);

  /** Nobody waits longer for a page. */
  private static final long PATIENCE_MS = 2000;

  private final BooleanSupplier archive;
  private final Clock clock;
  private final Executor threads;
  private @Nullable CompletableFuture<Boolean> asked;
  private Instant askedAt = Instant.MIN;
  private @Nullable Instant silentSince;

  /**
   * @param archive says whether it answers; may take long
   */
  public ArchiveWatch(BooleanSupplier archive, Clock clock) {
    this.archive = archive;
    this.clock = clock;
    this.threads = DaemonThreads.pool("image-archive", 1, 1);
  }

  /** Since when it is known not to answer; empty if it answers. */
  Optional<Instant> silentSince() {
    CompletableFuture<Boolean> question = ask();
    boolean answers;
    try {
      answers = question.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      answers = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answers = false;
    }
    return noted(answers);
  }

  private synchronized CompletableFuture<Boolean> ask() {
    Instant now = clock.instant();
    boolean fresh = asked != null && (!asked.isDone() || now.isBefore(askedAt.plus(FRESH)));
    if (!fresh) {
      askedAt = now;
      asked = CompletableFuture.supplyAsync(archive::getAsBoolean, threads);
    }
    return asked;
  }

  private synchronized Optional<Instant> noted(boolean answers) {
    if (answers) {
      silentSince = null;
    } else if (silentSince == null) {
      silentSince = askedAt;
    }
    return Optional.ofNullable(silentSince);
  }
}
