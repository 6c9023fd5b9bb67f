package org.radiologytrust.camel;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Processor;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.Deliveries;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.RunningJobs;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.retry.RetryTable;
import org.radiologytrust.retry.RunRules;

/** {@code journal:jobs}: who has a run, and what becomes of one that does not end. */
class JobSourceTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path folder;
  private final List<Node> nodes = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final SettableClock wall = new SettableClock();
  private SqlJournal journal;
  private RunRules rules = rules(3, HOUR);

  /** Whether nodes may begin runs, and how often they asked. */
  private volatile boolean may = true;

  private final AtomicInteger asked = new AtomicInteger();

  /**
   * @param lost how often a run may end its process alone
   * @param alone most time of a run alone
   */
  private static RunRules rules(int lost, Duration alone) {
    return rules(lost, alone, Duration.ofMillis(1));
  }

  private static RunRules rules(int lost, Duration alone, Duration delay) {
    return new RunRules(
        new RetryTable(SiteFiles.shipped()), new RunRules.Limits(2, lost, alone, HOUR, delay));
  }

  /** What of a process matters here: routes of its own. The journal is one for all. */
  private final class Node {
    private final RunningJobs running = new RunningJobs();
    private final DefaultCamelContext camel = new DefaultCamelContext();

    /** While it is not zero, leases are not renewed. */
    private volatile CountDownLatch standstill = new CountDownLatch(0);

    Node(String options, Processor run) throws Exception {
      camel.addComponent(
          "journal",
          new JournalComponent(journal).runs(jobs(), running, rules, JobSourceTest.this::may));
      camel.getShutdownStrategy().setTimeout(1);
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              errorHandler(noErrorHandler());
              from("journal:jobs?poll=20ms&" + options).routeId("runs").process(run);
            }
          });
      nodes.add(this);
      camel.start();
    }

    private JobQueue jobs() {
      return (JobQueue)
          Proxy.newProxyInstance(
              JobQueue.class.getClassLoader(),
              new Class<?>[] {JobQueue.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("renew")) {
                  standstill.await();
                }
                try {
                  return method.invoke(journal.jobs(), arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }

  @BeforeEach
  void open() {
    SteadyClock clock = new SteadyClock(wall, System::nanoTime);
    journal = SqlJournal.open(folder.resolve("journal.db"), clock, "HOSP");
  }

  @AfterEach
  void close() {
    nodes.forEach(node -> node.camel.stop());
    journal.close();
    assertEquals(List.of(), problems);
  }

  private boolean finish(Job job) {
    return journal
        .jobs()
        .finish(
            job,
            SampleRecords.checkedOnly(job.runId(), job.report()),
            JobQueue.Publishing.of("{}", List.of()),
            List.of("fhir"));
  }

  private boolean may() {
    asked.incrementAndGet();
    return may;
  }

  @Test
  @Tag("safety")
  void aNodeThatMustNotCheckClaimsNoRun() throws Exception {
    may = false;
    UUID run = queue(1);
    List<UUID> begun = new CopyOnWriteArrayList<>();
    new Node(
        "lease=30s",
        exchange -> {
          begun.add(job(exchange).runId());
          finish(job(exchange));
        });
    await().atMost(LONG).until(() -> asked.get() > 3);
    assertEquals(List.of(), begun);
    may = true;
    await().atMost(LONG).until(() -> reports("checked_only") == 1);
    assertEquals(List.of(run), begun);
  }

  private UUID queue(int number) {
    Report report = SampleRecords.report("A" + number, "No effusion.");
    journal.inbox().receive(SampleMessages.report("k" + number, report));
    UUID version = journal.jobs().awaitingImages(journal.clock().instant(), 1).get(0).version();
    UUID run = new UUID(0, number);
    assertTrue(journal.jobs().queue(version, run, List.of(), "", false));
    return run;
  }

  private long reports(String outcome) {
    return journal.counters().counts().reports().get(outcome);
  }

  private static Job job(org.apache.camel.Exchange exchange) {
    return exchange.getMessage().getBody(Job.class);
  }

  /** Leases so short that a slow machine may miss them: then the fence must hold. */
  @Test
  @Tag("safety")
  void noRunIsEndedByTwoProcesses() throws Exception {
    rules = rules(1000, HOUR);
    int runs = 40;
    Map<UUID, AtomicInteger> ended = new ConcurrentHashMap<>();
    for (int i = 0; i < runs; i++) {
      ended.put(queue(i), new AtomicInteger());
    }
    for (int n = 0; n < 2; n++) {
      new Node(
          "concurrentConsumers=3&lease=100ms",
          exchange -> {
            Thread.sleep(job(exchange).runId().getLeastSignificantBits() % 7 * 20);
            if (finish(job(exchange))) {
              ended.get(job(exchange).runId()).incrementAndGet();
            }
          });
    }
    await().atMost(LONG).until(() -> reports("checked_only") == runs);
    ended.forEach((run, times) -> assertEquals(1, times.get(), run.toString()));
    assertEquals(runs, Deliveries.due(journal, "fhir").size());
  }

  @Test
  @Tag("safety")
  void aProcessThatStandsStillBeyondItsLeaseWritesNothingWhenItWakes() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch wakes = new CountDownLatch(1);
    List<Job> stalled = new ArrayList<>();
    List<Boolean> written = new ArrayList<>();
    Node first =
        new Node(
            "lease=200ms",
            exchange -> {
              stalled.add(job(exchange));
              begun.countDown();
              wakes.await();
              written.add(journal.jobs().storeStep(job(exchange), "claims", "{}"));
              written.add(finish(job(exchange)));
              throw new IllegalStateException("it is put off, if it is its own");
            });
    first.standstill = new CountDownLatch(1);
    UUID run = queue(1);
    begun.await();
    CountDownLatch taken = new CountDownLatch(1);
    CountDownLatch ends = new CountDownLatch(1);
    List<Job> other = new ArrayList<>();
    new Node(
        "lease=30s",
        exchange -> {
          other.add(job(exchange));
          taken.countDown();
          ends.await();
          finish(job(exchange));
        });
    taken.await();
    assertEquals(List.of(run, 1), List.of(other.get(0).runId(), other.get(0).lost()));

    first.standstill.countDown();
    await().atMost(LONG).until(() -> !first.running.isRunning(stalled.get(0)));
    wakes.countDown();
    await().atMost(LONG).until(() -> written.size() == 2);
    assertEquals(List.of(false, false), written);
    ends.countDown();
    await().atMost(LONG).until(() -> reports("checked_only") == 1);
    assertEquals(1, stalled.size(), "it was not put off by who had lost it");
    assertEquals(1, other.size());
    assertEquals(Map.of(), other.get(0).steps());
  }

  @Test
  @Tag("safety")
  void aClockThatIsSetForwardLosesNoRunOfThisProcess() throws Exception {
    CountDownLatch ends = new CountDownLatch(1);
    Map<UUID, Integer> begun = new ConcurrentHashMap<>();
    new Node(
        "concurrentConsumers=3&lease=1h",
        exchange -> {
          begun.merge(job(exchange).runId(), 1, Integer::sum);
          ends.await();
          if (job(exchange).lost() != 0 || !finish(job(exchange))) {
            problems.add("lost");
          }
        });
    UUID first = queue(1);
    await().atMost(LONG).until(() -> begun.containsKey(first));
    wall.set(Duration.ofDays(1));
    UUID second = queue(2);
    await().atMost(LONG).until(() -> begun.containsKey(second));
    ends.countDown();
    await().atMost(LONG).until(() -> reports("checked_only") == 2);
    assertEquals(Map.of(first, 1, second, 1), begun);
  }

  @Test
  void aRunWhoseEndIsNeverMadeIsGivenUp() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    new Node(
        "lease=30s",
        exchange -> {
          tries.incrementAndGet();
          throw new IllegalStateException("Doe^Jane");
        });
    queue(1);
    await().atMost(LONG).until(() -> reports("not_auditable") == 1);
    assertEquals(5, tries.get(), "as often as it may fail and be lost together");
  }

  @Test
  void aRunThatEndsItsProcessAgainAndAgainIsGivenUp() throws Exception {
    queue(1);
    die();
    for (int lost = 1; lost <= 3; lost++) {
      assertEquals(lost, journal.jobs().claimAlone(HOUR, 9, true).orElseThrow().lost());
      journal.jobs().releaseAll();
    }
    AtomicInteger tries = new AtomicInteger();
    new Node("lease=30s", exchange -> tries.incrementAndGet());
    await().atMost(LONG).until(() -> reports("not_auditable") == 1);
    assertEquals(0, tries.get());
    assertEquals(1, journal.jobs().givenUp());
  }

  /** A process dies with all runs that are due. */
  private void die() {
    while (journal.jobs().claim(HOUR).isPresent()) {}
    journal.jobs().releaseAll();
  }

  @Test
  @Tag("safety")
  void aRunWhoseProcessDiedRunsAlone() throws Exception {
    for (int number = 1; number <= 4; number++) {
      queue(number);
    }
    die();
    for (int number = 5; number <= 8; number++) {
      queue(number);
    }
    AtomicInteger beside = new AtomicInteger();
    AtomicInteger alone = new AtomicInteger();
    new Node(
        "concurrentConsumers=3&lease=30s",
        exchange -> {
          int others = beside.getAndIncrement();
          if (job(exchange).lost() > 0) {
            queue(10 + alone.incrementAndGet());
            // the others have time to begin, if they may
            Thread.sleep(100);
            if (others > 0 || beside.get() > 1) {
              problems.add("not alone");
            }
          }
          finish(job(exchange));
          beside.decrementAndGet();
        });
    await().atMost(LONG).until(() -> reports("checked_only") == 12);
    assertEquals(4, alone.get());
  }

  /** A process that dies soon after each start must not use up the tries of honest runs. */
  @Test
  @Tag("safety")
  void aRunThatEndedAProcessAloneWaitsForOneThatLivesForAWhile() throws Exception {
    rules = rules(2, HOUR, HOUR);
    UUID waits = queue(1);
    die();
    journal.jobs().claimAlone(HOUR, 0, true).orElseThrow();
    queue(2);
    die();
    new Node(
        "lease=30s",
        exchange -> {
          if (job(exchange).runId().equals(waits)) {
            problems.add("tried at once");
          }
          finish(job(exchange));
        });
    await().atMost(LONG).until(() -> reports("checked_only") == 1);
    // it has time to begin, if it may
    Thread.sleep(200);
    assertEquals(1, reports("checked_only"));
    assertEquals(0, reports("not_auditable"));
  }

  /** Waits for the latch, whatever interrupts it. */
  private static int waitThroughInterrupts(CountDownLatch latch) {
    for (int interrupts = 0; ; interrupts++) {
      try {
        latch.await();
        return interrupts;
      } catch (InterruptedException e) {
        // as a loop that never looks
      }
    }
  }

  @Test
  @Tag("safety")
  void aRunThatHasHadItsTimeAloneIsTakenFromItsThreadAndTheNodeGoesOn() throws Exception {
    rules = rules(2, Duration.ofMillis(50));
    UUID endless = queue(1);
    die();
    CountDownLatch ends = new CountDownLatch(1);
    AtomicInteger tries = new AtomicInteger();
    List<Object> written = new CopyOnWriteArrayList<>();
    Node node =
        new Node(
            "concurrentConsumers=1&lease=150ms",
            exchange -> {
              Job job = job(exchange);
              if (!job.runId().equals(endless)) {
                finish(job);
              } else if (tries.incrementAndGet() > 1) {
                new CountDownLatch(1).await();
              } else {
                written.add(waitThroughInterrupts(ends));
                written.add(journal.jobs().storeStep(job, "claims", "{}"));
                written.add(finish(job));
              }
            });
    await().atMost(LONG).until(() -> tries.get() > 3);
    queue(2);
    await().atMost(LONG).until(() -> reports("checked_only") == 1);
    assertEquals(0, reports("not_auditable"), "beside the first thread no try was alone");
    ends.countDown();
    await().atMost(LONG).until(() -> reports("not_auditable") == 1);
    assertEquals(List.of(1, false, false), written, "interrupted once, and stored nothing");
    assertEquals(1, journal.jobs().givenUp());
    await().atMost(LONG).until(() -> node.running.count() == 0);
    queue(3);
    await().atMost(LONG).until(() -> reports("checked_only") == 2);
  }

  /** Otherwise each stop would make it suspect. */
  @Test
  void aRunWhoseThreadDoesNotEndIsGivenBackWhenItsRouteIsStopped() throws Exception {
    UUID run = queue(1);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch ends = new CountDownLatch(1);
    List<Boolean> written = new CopyOnWriteArrayList<>();
    Node node =
        new Node(
            "lease=1h",
            exchange -> {
              begun.countDown();
              waitThroughInterrupts(ends);
              written.add(finish(job(exchange)));
            });
    begun.await();
    node.camel.stop();
    Job again = journal.jobs().claim(HOUR).orElseThrow();
    assertEquals(List.of(run, 0), List.of(again.runId(), again.lost()));
    ends.countDown();
    await().atMost(LONG).until(() -> written.equals(List.of(false)));
    assertTrue(finish(again));
  }

  @Test
  void aRouteThatWasSuspendedInTheMiddleOfARunIsResumed() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger tries = new AtomicInteger();
    Node node =
        new Node(
            "lease=30s",
            exchange -> {
              begun.countDown();
              if (tries.incrementAndGet() == 1) {
                new CountDownLatch(1).await();
              }
              finish(job(exchange));
            });
    queue(1);
    begun.await();
    node.camel.getRouteController().suspendRoute("runs");
    assertEquals(0, node.running.count(), "given back");
    node.camel.getRouteController().resumeRoute("runs");
    await().atMost(LONG).until(() -> reports("checked_only") == 1);
    assertEquals(2, tries.get());
  }

  /** As Camel does on the thread that took too long to stop a route. */
  @Test
  void aStopOnAnInterruptedThreadStillWaitsUntilTheRunIsGivenBack() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Node node =
        new Node(
            "lease=30s",
            exchange -> {
              begun.countDown();
              new CountDownLatch(1).await();
            });
    queue(1);
    begun.await();
    ServiceSupport consumer = (ServiceSupport) node.camel.getRoute("runs").getConsumer();
    Thread.currentThread().interrupt();
    consumer.stop();
    assertTrue(Thread.interrupted(), "the interrupt is kept for Camel");
    assertEquals(ServiceStatus.Stopped, consumer.getStatus());
    assertEquals(0, node.running.count(), "given back");
  }

  @Test
  void whatIsAwayIsWaitedForUncounted() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    new Node(
        "lease=30s",
        exchange -> {
          if (tries.incrementAndGet() < 10) {
            throw new java.net.ConnectException("Doe^Jane");
          }
          if (job(exchange).attempts() != 0) {
            problems.add("counted");
          }
          finish(job(exchange));
        });
    queue(1);
    await().atMost(LONG).until(() -> reports("checked_only") == 1);
    assertEquals(10, tries.get());
  }
}
