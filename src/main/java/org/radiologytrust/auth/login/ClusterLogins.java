package org.radiologytrust.auth.login;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.radiologytrust.auth.users.TableUsers;
import org.radiologytrust.auth.users.Users;
import org.radiologytrust.journal.logins.Shared;
import org.radiologytrust.journal.logins.SharedSessions;
import org.radiologytrust.runtime.DaemonThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything in the database of all nodes. Each second, a thread reads the users if they were
 * changed, exchanges failed logins with the other nodes, and removes sessions that are too old.
 */
public final class ClusterLogins implements LoginState {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterLogins.class);
  private static final long EVERY_MS = 1000;

  /** Requests with a session's cookie: few at a time, so that audits keep their connections. */
  private static final int THREADS = 2;

  private static final int WAITING = 256;

  private final TableUsers users;
  private final ClusterFailures failures;
  private final TableSessions sessions;
  private final SharedSessions table;
  private final SessionLimits limits;
  private final Clock clock;
  private final ExecutorService executor;
  private final ScheduledExecutorService exchange =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("login-exchange"));
  private boolean away;

  /**
   * @throws org.radiologytrust.journal.store.JournalException when the users cannot be read
   */
  public ClusterLogins(Shared shared, LoginLimits logins, SessionLimits limits, Clock clock) {
    this.users = new TableUsers(shared.users());
    this.failures = new ClusterFailures(shared.failures(), logins, clock);
    this.sessions = new TableSessions(shared.sessions(), limits);
    this.table = shared.sessions();
    this.limits = limits;
    this.clock = clock;
    this.executor = DaemonThreads.pool("session", THREADS, WAITING);
    users.refresh();
    exchange.scheduleWithFixedDelay(this::exchange, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
  }

  /** Never throws: an exception would end the schedule. */
  synchronized void exchange() {
    try {
      users.refresh();
      failures.exchange();
      table.removeUntil(clock.instant().minus(limits.longest()));
      if (away) {
        LOG.info("Users and sessions are exchanged with the other nodes again");
      }
      away = false;
    } catch (RuntimeException e) {
      if (!away) {
        LOG.error(
            "Users and sessions cannot be exchanged with the other nodes, the users last read stay"
                + " valid: {}",
            e.getClass().getSimpleName());
      }
      away = true;
    }
  }

  @Override
  public Users users() {
    return users;
  }

  @Override
  public FailedLogins failures() {
    return failures;
  }

  @Override
  public SessionStore sessions() {
    return sessions;
  }

  @Override
  public Executor executor() {
    return executor;
  }

  @Override
  public void close() {
    exchange.shutdownNow();
    executor.shutdownNow();
  }
}
