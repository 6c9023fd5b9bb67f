package org.radiologytrust.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.RunningJobs;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.retry.RunRules;

@Tag("safety")
class RewritingJobQueueTest {
  private static final UUID RUN = new UUID(0, 1);

  private final AtomicInteger calls = new AtomicInteger();
  private final RunningJobs running = new RunningJobs();
  private final List<Audit> finished = new ArrayList<>();
  private final Job job =
      new Job(
          RUN, RUN, 1, SampleRecords.report("A1", "No mass."), List.of(), "", 0, 0, null, Map.of());

  /** A journal that takes nothing at first. */
  private JobQueue failing(int times) {
    return (JobQueue)
        Proxy.newProxyInstance(
            JobQueue.class.getClassLoader(),
            new Class<?>[] {JobQueue.class},
            (proxy, method, values) -> {
              if (calls.getAndIncrement() < times) {
                throw new JournalException("the disk is full", null);
              }
              return method.getReturnType() == boolean.class ? true : null;
            });
  }

  private JobQueue rewriting(int failures, Duration longest, boolean stopping) {
    running.start(job);
    return new RewritingJobQueue(
        failing(failures),
        running,
        new RunRules.Limits(1, 1, Duration.ofHours(1), longest, Duration.ofMillis(1)),
        longest,
        () -> stopping,
        (run, audit) -> finished.add(audit));
  }

  private JobQueue rewriting(int failures) {
    return rewriting(failures, Duration.ofHours(1), false);
  }

  @Test
  void everyResultIsWrittenUntilItIsStored() {
    Audit audit = SampleRecords.audit(RUN, job.report(), List.of());
    assertTrue(rewriting(4).finish(job, audit, JobQueue.Publishing.of("{}", List.of()), List.of()));
    assertEquals(5, calls.get());
    assertEquals(List.of(audit), finished, "told once, after the commit");
    calls.set(0);
    rewriting(3).storeStep(job, "claims", "{}");
    assertEquals(4, calls.get());
    calls.set(0);
    rewriting(2).postpone(job, Duration.ZERO, true);
    assertEquals(3, calls.get());
  }

  @Test
  void aStopOrTheEndOfTheRunOrTheLongestTimeEndsTheTries() {
    Duration hour = Duration.ofHours(1);
    fails(rewriting(1000, hour, true));
    assertEquals(1, calls.get(), "tried once at a stop");
    fails(rewriting(1000, Duration.ofMillis(20), false));
    JobQueue ended = rewriting(1000, hour, false);
    running.end(job);
    fails(ended);
  }

  private void fails(JobQueue jobs) {
    assertThrows(JournalException.class, () -> jobs.storeStep(job, "claims", "{}"));
  }

  @Test
  void anInterruptEndsAPauseAndStays() throws Exception {
    JobQueue jobs =
        new RewritingJobQueue(
            failing(1000),
            running,
            new RunRules.Limits(
                1, 1, Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1)),
            Duration.ofHours(1),
            () -> false,
            (run, audit) -> finished.add(audit));
    running.start(job);
    Thread.currentThread().interrupt();
    fails(jobs);
    assertTrue(Thread.interrupted(), "the thread still knows");
  }

  @Test
  void whatIsNoResultIsNotTriedAgain() throws Exception {
    JobQueue jobs = rewriting(1000);
    for (var method : JobQueue.class.getMethods()) {
      if (List.of("finish", "postpone", "storeStep").contains(method.getName())) {
        continue;
      }
      calls.set(0);
      Object[] values =
          List.of(method.getParameterTypes()).stream()
              .map(t -> t == int.class ? (Object) 1 : t == boolean.class ? false : null)
              .toArray();
      Throwable e =
          assertThrows(InvocationTargetException.class, () -> method.invoke(jobs, values))
              .getCause();
      assertTrue(e instanceof JournalException, method.getName());
      assertEquals(1, calls.get(), method.getName());
    }
  }
}
