package org.radiologytrust.journal.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Writes to a database that allows one writer at a time and waits for the disk at each commit: one
 * thread does all work that waits, each in a savepoint of its own, and commits it together.
 * Messages come before the rest, since their senders wait; but while they come without a pause,
 * each commit has one other work too. A caller waits until its work is committed.
 *
 * <p>Work that fails takes nothing else with it. When the commit fails, or the database ends the
 * transaction by itself because the disk is full, each work of the group is done again in a
 * transaction of its own: what is too large fails, and what has room is stored.
 */
final class GroupCommit implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** After this time a group is committed though more work waits. */
  static final Duration LONGEST = Duration.ofMillis(10);

  private final HikariDataSource pool;
  private final Dialect dialect;
  private final Damage damage;
  private final Thread thread = new Thread(this::run, "journal-writer");
  private final Queue<Write<?>> urgent = new ArrayDeque<>();
  private final Queue<Write<?>> others = new ArrayDeque<>();
  private final Queue<Write<?>> bare = new ArrayDeque<>();
  private boolean closed;
  private @Nullable Session session;

  /**
   * @param pool of one connection, which is kept until it fails
   * @param damage told of each failure
   */
  GroupCommit(HikariDataSource pool, Dialect dialect, Damage damage) {
    this.pool = pool;
    this.damage = damage;
    this.dialect = dialect;
    thread.setDaemon(true);
    thread.start();
  }

  /** A connection that begins and ends its transactions by statements. */
  private static final class Session {
    private final Connection connection;
    private final Tx tx;

    Session(Connection connection, Dialect dialect) throws SQLException {
      this.connection = connection;
      connection.setAutoCommit(true);
      this.tx = new Tx(connection, dialect, new StatementCache(connection));
      // a savepoint keeps each page as it was, which would go to a file from 64 KiB on
      tx.execute("pragma temp_store = memory");
    }

    void run(String sql) throws SQLException {
      tx.update(sql);
    }
  }

  private static final class Write<T extends @Nullable Object> {
    private final Tx.Work<T> work;
    private final boolean first;
    private final boolean bare;
    private final @Nullable Map<String, String> logged = MDC.getCopyOfContextMap();
    private final CompletableFuture<T> end = new CompletableFuture<>();
    private @Nullable T result;

    Write(Tx.Work<T> work, boolean first, boolean bare) {
      this.work = work;
      this.first = first;
      this.bare = bare;
    }

    void in(Tx tx) throws SQLException {
      MDC.setContextMap(logged == null ? Map.of() : logged);
      result = work.in(tx);
    }

    void committed() {
      end.complete(result);
    }

    void failed(Throwable why) {
      end.completeExceptionally(why instanceof SQLException e ? JournalException.of(e) : why);
    }
  }

  /**
   * Does the work and waits until it is committed; an interrupt does not end the wait.
   *
   * @param first whether it comes before work that is not
   * @throws JournalException if the database refuses, or it takes too long until the work begins
   */
  <T extends @Nullable Object> T write(Tx.Work<T> work, boolean first) {
    return write(new Write<>(work, first, false), first ? urgent : others);
  }

  /**
   * Runs a statement that needs the database alone, and no transaction. Other work waits meanwhile.
   *
   * @throws JournalException as {@link #write}
   */
  void alone(String sql) {
    write(
        new Write<>(
            tx -> {
              tx.execute(sql);
              return true;
            },
            false,
            true),
        bare);
  }

  private <T extends @Nullable Object> T write(Write<T> write, Queue<Write<?>> queue) {
    synchronized (this) {
      if (closed) {
        throw new JournalException("the journal is closed", null);
      }
      queue.add(write);
      notifyAll();
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return write.end.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
          // nobody could say whether it was stored
          interrupted = true;
        } catch (TimeoutException e) {
          if (withdrawn(write)) {
            throw new JournalException("the journal is busy", null);
          }
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  synchronized int waiting() {
    return urgent.size() + others.size();
  }

  private synchronized boolean withdrawn(Write<?> write) {
    return urgent.remove(write) || others.remove(write) || bare.remove(write);
  }

  private synchronized @Nullable Write<?> next() {
    Write<?> next = urgent.poll();
    return next == null ? others.poll() : next;
  }

  /** Other work, if the group has only messages. */
  private synchronized @Nullable Write<?> keptWaiting(List<Write<?>> group) {
    return group.stream().allMatch(write -> write.first) ? others.poll() : null;
  }

  private synchronized @Nullable Write<?> nextGroup() {
    Write<?> alone = bare.poll();
    return alone == null ? next() : alone;
  }

  /** Waits for work; null when there is none any more. */
  private synchronized @Nullable Write<?> await() throws InterruptedException {
    Write<?> next = nextGroup();
    while (next == null && !closed) {
      wait();
      next = nextGroup();
    }
    return next;
  }

  private void run() {
    try {
      for (Write<?> first = await(); first != null; first = await()) {
        if (first.bare) {
          withoutTransaction(first);
        } else {
          group(first);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    renew();
  }

  private void withoutTransaction(Write<?> write) {
    try {
      write.in(session().tx);
    } catch (SQLException | RuntimeException | Error e) {
      damage.look(e);
      renew();
      write.failed(e);
      return;
    }
    write.committed();
  }

  private void group(Write<?> first) {
    List<Write<?>> group = new ArrayList<>();
    long end = System.nanoTime() + LONGEST.toNanos();
    try {
      group.add(first);
      Session open = session();
      open.run("begin immediate");
      for (Write<?> write = first; write != null; ) {
        if (!isDone(open, write)) {
          group.remove(write);
        }
        write = System.nanoTime() < end ? next() : keptWaiting(group);
        if (write != null) {
          group.add(write);
        }
      }
      open.run("commit");
    } catch (SQLException | RuntimeException | Error e) {
      damage.look(e);
      renew();
      group.forEach(this::alone);
      return;
    }
    group.forEach(Write::committed);
  }

  /**
   * Does one work of a group.
   *
   * @return false if it has failed and left nothing
   * @throws SQLException if the whole transaction is lost
   */
  private boolean isDone(Session open, Write<?> write) throws SQLException {
    open.run("savepoint work");
    try {
      write.in(open.tx);
    } catch (SQLException | RuntimeException | Error e) {
      damage.look(e);
      open.run("rollback to work");
      open.run("release work");
      write.failed(e);
      return false;
    }
    open.run("release work");
    return true;
  }

  private void alone(Write<?> write) {
    try {
      Session open = session();
      open.run("begin immediate");
      write.in(open.tx);
      open.run("commit");
    } catch (SQLException | RuntimeException | Error e) {
      damage.look(e);
      renew();
      write.failed(e);
      return;
    }
    write.committed();
  }

  private Session session() throws SQLException {
    Session open = session;
    if (open == null) {
      open = new Session(pool.getConnection(), dialect);
      session = open;
    }
    return open;
  }

  /** Closes the connection, which ends its transaction: after some failures it is of no use. */
  private void renew() {
    if (session != null) {
      pool.evictConnection(session.connection);
      session = null;
    }
  }

  /** Finishes the work that waits. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
