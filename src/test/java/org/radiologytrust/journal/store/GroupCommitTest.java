package org.radiologytrust.journal.store;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.runtime.Correlation;
import org.slf4j.MDC;

class GroupCommitTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path folder;

  private final ExecutorService callers = Executors.newCachedThreadPool();

  /** Ends the stand-still of the writer. */
  private final CountDownLatch end = new CountDownLatch(1);

  private Db db;

  @BeforeEach
  void open() {
    db = new Db(new SqliteDialect(folder.resolve("journal.db")), SearchLimits.DEFAULT);
    db.write(tx -> tx.update("create table t (name text primary key)"));
  }

  @AfterEach
  void close() {
    end.countDown();
    callers.shutdownNow();
    db.close();
  }

  private static int insert(Tx tx, String name) throws SQLException {
    return tx.update("insert into t (name) values (?)", name);
  }

  /** The driver would need longer for the key than for many an insert. */
  @Test
  void theDriverAsksForNoKeyAfterAnInsert() {
    boolean asked =
        db.write(
            tx -> {
              try (PreparedStatement insert =
                  tx.connection().prepareStatement("insert into t (name) values ('a')")) {
                assertEquals(1, insert.executeUpdate());
                return insert.getGeneratedKeys().next();
              }
            });
    assertFalse(asked);
  }

  /** In a file it would also be in clear text outside the journal. */
  @Test
  void whatASavepointKeepsIsInMemory() {
    int memory = 2;
    Optional<Integer> place = db.write(tx -> tx.first("pragma temp_store", rs -> rs.getInt(1)));
    assertEquals(memory, place.orElseThrow());
  }

  private List<String> stored() {
    return db.read(tx -> tx.list("select name from t order by name", rs -> rs.getString(1)));
  }

  /** Has the writer stand still, so that the works after it wait and become one group. */
  private void standStill() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    callers.submit(
        () ->
            db.write(
                tx -> {
                  begun.countDown();
                  awaits(end);
                  return 0;
                }));
    assertTrue(begun.await(LONG.toSeconds(), TimeUnit.SECONDS));
  }

  private static void awaits(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A work that waits behind those that wait already. */
  private <T> Future<T> waiting(Callable<T> write) {
    int before = db.waitingWrites();
    Future<T> result = callers.submit(write);
    await().atMost(LONG).until(() -> db.waitingWrites() == before + 1);
    return result;
  }

  private Future<Integer> waitingInsert(String name) {
    return waiting(() -> db.write(tx -> insert(tx, name)));
  }

  @Test
  void worksThatWaitShareACommit() throws Exception {
    standStill();
    Future<Integer> first = waitingInsert("a");
    Future<List<String>> second = waiting(() -> db.write(tx -> stored()));
    end.countDown();
    assertEquals(1, first.get());
    assertEquals(List.of(), second.get(), "nothing is committed before the whole group");
    assertEquals(List.of("a"), stored());
  }

  @Test
  @Tag("safety")
  void aWorkThatFailsTakesNothingWithIt() throws Exception {
    standStill();
    Future<Integer> first = waitingInsert("a");
    Future<Integer> second =
        waiting(
            () ->
                db.write(
                    tx -> {
                      insert(tx, "half");
                      return insert(tx, "a");
                    }));
    Future<Integer> third = waitingInsert("c");
    end.countDown();
    assertEquals(1, first.get());
    assertEquals(1, third.get());
    assertInstanceOf(
        JournalException.class, assertThrows(ExecutionException.class, second::get).getCause());
    assertEquals(List.of("a", "c"), stored());
  }

  /** As SQLite does when the disk is full. */
  @Test
  @Tag("safety")
  void aWorkThatEndsTheTransactionIsTheOnlyOneThatFails() throws Exception {
    standStill();
    Future<Integer> first = waitingInsert("a");
    Future<Integer> second =
        waiting(
            () ->
                db.write(
                    tx -> {
                      insert(tx, "b");
                      return tx.update("rollback");
                    }));
    Future<Integer> third = waitingInsert("c");
    end.countDown();
    assertEquals(1, first.get());
    assertEquals(1, third.get());
    assertThrows(ExecutionException.class, second::get);
    assertEquals(List.of("a", "c"), stored());
    assertEquals(1, db.<Integer>write(tx -> insert(tx, "d")), "the writer goes on");
  }

  @Test
  void messagesComeBeforeOtherWork() throws Exception {
    standStill();
    List<String> order = new ArrayList<>();
    Future<Boolean> audit = waiting(() -> db.write(tx -> order.add("audit")));
    Future<Boolean> message = waiting(() -> db.writeFirst(tx -> order.add("message")));
    end.countDown();
    audit.get();
    message.get();
    assertEquals(List.of("message", "audit"), order);
  }

  /** Otherwise a flood of messages would end all audits: their leases could not be extended. */
  @Test
  @Tag("safety")
  void messagesWithoutAPauseDoNotKeepOtherWorkOut() throws Exception {
    standStill();
    List<String> order = new ArrayList<>();
    Future<Boolean> audit = waiting(() -> db.write(tx -> order.add("audit")));
    List<Future<Boolean>> messages = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      messages.add(waitingLongMessage(order, "message " + i));
    }
    end.countDown();
    audit.get();
    for (Future<Boolean> message : messages) {
      message.get();
    }
    assertTrue(order.indexOf("audit") < order.indexOf("message 2"), order.toString());
  }

  /** A message that alone takes as long as a group may. */
  private Future<Boolean> waitingLongMessage(List<String> order, String name) {
    return waiting(
        () ->
            db.writeFirst(
                tx -> {
                  long begun = System.nanoTime();
                  while (System.nanoTime() - begun < GroupCommit.LONGEST.toNanos()) {
                    Thread.onSpinWait();
                  }
                  return order.add(name);
                }));
  }

  /** Who was interrupted must still learn whether the work was committed. */
  @Test
  void anInterruptedCallerGetsItsResult() throws Exception {
    standStill();
    Thread[] caller = new Thread[1];
    Future<Boolean> interrupted =
        waiting(
            () -> {
              caller[0] = Thread.currentThread();
              db.write(tx -> insert(tx, "a"));
              return Thread.interrupted();
            });
    caller[0].interrupt();
    end.countDown();
    assertTrue(interrupted.get());
    assertEquals(List.of("a"), stored());
  }

  @Test
  void logLinesOfAWorkHaveTheIdOfItsReport() {
    try (Correlation c = Correlation.of(new UUID(0, 7))) {
      assertEquals(new UUID(0, 7).toString(), db.write(tx -> MDC.get(Correlation.KEY)));
    }
    assertNull(db.<String>write(tx -> MDC.get(Correlation.KEY)));
  }

  @Test
  void aStatementThatIsInUseIsNotUsedTwice() {
    db.write(tx -> insert(tx, "a") + insert(tx, "b"));
    String sql = "select name from t where name >= ? order by name";
    List<String> pairs =
        db.write(
            tx ->
                tx.list(
                    sql,
                    rs -> rs.getString(1) + tx.list(sql, inner -> inner.getString(1), "b"),
                    "a"));
    assertEquals(List.of("a[b]", "b[b]"), pairs);
  }

  @Test
  void aClosedJournalTakesNothing() {
    db.close();
    assertThrows(JournalException.class, () -> db.write(tx -> insert(tx, "a")));
  }
}
