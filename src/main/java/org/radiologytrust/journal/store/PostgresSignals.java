package org.radiologytrust.journal.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes signals to the other nodes by LISTEN and NOTIFY.
 *
 * <p>A notification is sent after the commit that raised the signal, not in its transaction:
 * PostgreSQL lets only one transaction with a notification commit at a time, so messages could no
 * longer share a sync. One that is lost when a process dies in between costs a poll.
 */
final class PostgresSignals implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
  private static final String CHANNEL = "rtl_signals";

  /** Signals that are raised within this time share a notification. */
  private static final long PAUSE_MILLIS = 5;

  /** After this time without a notification the connection is tested. */
  private static final int QUIET_MILLIS = 10_000;

  private static final int TEST_SECONDS = 5;
  private static final long RETRY_MILLIS = 1_000;

  private final Db db;
  private final Connections connections;
  private final String node = UUID.randomUUID().toString();
  private final Set<String> raised = new TreeSet<>();
  private final Signals signals = new Signals(this::raised);
  private final Thread sender = new Thread(this::send, "journal-notify");
  private final Thread listener = new Thread(this::listen, "journal-listen");
  private volatile boolean closed;
  private volatile @Nullable Connection listening;

  /** Makes connections for listening. */
  @FunctionalInterface
  interface Connections {
    Connection open() throws SQLException;
  }

  private PostgresSignals(Db db, Connections connections) {
    this.db = db;
    this.connections = connections;
  }

  /** Begins to listen and to notify, also while the database is away. */
  static PostgresSignals start(Db db, Connections connections) {
    PostgresSignals started = new PostgresSignals(db, connections);
    started.sender.setDaemon(true);
    started.listener.setDaemon(true);
    started.sender.start();
    started.listener.start();
    return started;
  }

  Signals signals() {
    return signals;
  }

  private void raised(String name) {
    synchronized (raised) {
      raised.add(name);
      raised.notifyAll();
    }
  }

  private void send() {
    try {
      while (!closed) {
        Set<String> names = take();
        try {
          db.watch(tx -> tx.list("select pg_notify(?, ?)", rs -> "", CHANNEL, payload(names)));
        } catch (JournalException e) {
          // the others find the work by polling
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  private String payload(Set<String> names) {
    return node + " " + String.join(" ", names);
  }

  private Set<String> take() throws InterruptedException {
    synchronized (raised) {
      while (raised.isEmpty()) {
        raised.wait();
      }
      Set<String> names = new TreeSet<>(raised);
      raised.clear();
      return names;
    }
  }

  private void listen() {
    boolean lost = false;
    while (!closed) {
      try (Connection connection = connections.open()) {
        listening = connection;
        subscribe(connection);
        if (lost) {
          LOG.info("signals of other nodes arrive again");
        }
        lost = false;
        // what was raised while nobody listened
        signals.byName().values().forEach(Signal::wake);
        receive(connection);
      } catch (SQLException e) {
        if (!lost && !closed) {
          LOG.warn(
              "signals of other nodes do not arrive (SQL state {}): work is found by polling, and"
                  + " the connection is opened again",
              e.getSQLState());
        }
        lost = true;
      }
      pause();
    }
  }

  private static void subscribe(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      statement.execute("listen " + CHANNEL);
    }
  }

  /** Returns when the connection is lost or closed. */
  private void receive(Connection connection) throws SQLException {
    PGConnection postgres = connection.unwrap(PGConnection.class);
    while (!closed) {
      PGNotification[] received = postgres.getNotifications(QUIET_MILLIS);
      if (received == null || received.length == 0) {
        if (!connection.isValid(TEST_SECONDS)) {
          throw new SQLException("no answer", "08006");
        }
      } else {
        for (PGNotification notification : received) {
          wake(notification.getParameter().split(" "));
        }
      }
    }
  }

  private void wake(String[] words) {
    if (!words[0].equals(node)) {
      for (String name : words) {
        // a newer version may have further signals
        Signal signal = signals.byName().get(name);
        if (signal != null) {
          signal.wake();
        }
      }
    }
  }

  private void pause() {
    try {
      if (!closed) {
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  @Override
  public void close() {
    closed = true;
    sender.interrupt();
    listener.interrupt();
    Connection connection = listening;
    if (connection != null) {
      try {
        // a read that waits ends at once
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        // it was closed already
      }
    }
  }
}
