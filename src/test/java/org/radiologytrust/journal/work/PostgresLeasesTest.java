package org.radiologytrust.journal.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.PostgresDatabases;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.model.SettableClock;

/** The leases of two nodes on one journal. */
@Tag("peers")
class PostgresLeasesTest {
  private static final Duration LENGTH = Duration.ofSeconds(30);

  private final SettableClock clock = new SettableClock();
  private final String database = PostgresDatabases.migrated();
  private final Node first = Node.start("first");
  private final Node second = Node.start("second");
  private SqlJournal one;
  private SqlJournal other;

  @BeforeEach
  void open() {
    one = PostgresDatabases.open(database, new SteadyClock(clock, clock::nanos));
    other = PostgresDatabases.open(database, new SteadyClock(clock, clock::nanos));
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  @Test
  @Tag("safety")
  void aLeaseHasOneNodeUntilItEndsOrIsGivenBack() {
    assertTrue(one.leases().shared());
    assertTrue(one.leases().hold("feed", first, LENGTH));
    assertFalse(other.leases().hold("feed", second, LENGTH));
    assertTrue(other.leases().hold("pruning", second, LENGTH), "each work has its own");
    clock.advance(LENGTH.minusMillis(1));
    assertTrue(one.leases().hold("feed", first, LENGTH), "extended");
    clock.advance(LENGTH.minusMillis(1));
    assertFalse(other.leases().hold("feed", second, LENGTH));
    assertEquals(
        List.of(new NodeLeases.Held("feed", "first", clock.instant().plusMillis(1))),
        other.leases().held(),
        "that of pruning has ended");
    clock.advance(Duration.ofMillis(1));
    assertTrue(other.leases().hold("feed", second, LENGTH));
    assertFalse(one.leases().hold("feed", first, LENGTH), "too late");
    one.leases().release("feed", first);
    assertFalse(one.leases().hold("feed", first, LENGTH), "it was not its own");
    other.leases().release("feed", second);
    assertTrue(one.leases().hold("feed", first, LENGTH));
  }

  @Test
  @Tag("safety")
  void aNodeThatStartsAgainDoesNotContinueItsLastLease() {
    assertTrue(one.leases().hold("feed", first, LENGTH));
    assertFalse(one.leases().hold("feed", Node.start("first"), LENGTH));
  }

  @Test
  @Tag("safety")
  void ofNodesThatAskAtTheSameTimeOneGetsIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 20; round++) {
        String name = "work" + round;
        List<Future<Boolean>> asked = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          SqlJournal journal = i % 2 == 0 ? one : other;
          asked.add(threads.submit(() -> journal.leases().hold(name, Node.start("any"), LENGTH)));
        }
        int got = 0;
        for (Future<Boolean> answer : asked) {
          got += answer.get() ? 1 : 0;
        }
        assertEquals(1, got);
      }
    } finally {
      threads.shutdown();
    }
  }
}
