package org.radiologytrust.journal.work;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.reviews.BulkAudits;
import org.radiologytrust.journal.store.PostgresDialect;
import org.radiologytrust.journal.store.PostgresLogin;

/** Claims of due runs: by the journal, and by the same statement alone. */
public final class ClaimLoop {
  private static final Duration LEASE = Duration.ofMinutes(30);

  private ClaimLoop() {}

  /** Adds so many reports, each with a due run. */
  public static void load(Journal journal, int runs) {
    BulkAudits.load(journal, runs);
    OpenedJournal.db(journal)
        .write(
            tx -> {
              tx.update("update report_version set state = 'ready'");
              return tx.update(
                  """
                  insert into job (run_id, version, studies, refusal, state, due_at, lease_until,
                    attempts, lost, created_at)
                  select '00000000' || substr(id, 9), id, '[]', '', 'ready', 0, 0, 0, 0, received_at
                  from report_version
                  """);
            });
  }

  /** Claims so many runs through the journal. */
  public static void journal(Journal journal, int runs) {
    for (int i = 0; i < runs; i++) {
      journal.jobs().claim(LEASE).orElseThrow();
    }
  }

  /** The same statement on a connection of its own, one commit each. */
  public static final class Bare implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement claim;

    public Bare(PostgresLogin login) throws SQLException {
      connection = DriverManager.getConnection(login.url(), login.user(), login.password());
      claim =
          connection.prepareStatement(
              SqlJobQueue.CLAIM.formatted(new PostgresDialect(login).skipLocked()));
    }

    /** Claims so many runs. */
    public void claim(int runs) throws SQLException {
      for (int i = 0; i < runs; i++) {
        long now = System.currentTimeMillis();
        claim.setLong(1, now + LEASE.toMillis());
        claim.setLong(2, now);
        try (ResultSet claimed = claim.executeQuery()) {
          if (!claimed.next()) {
            throw new IllegalStateException("no run is due");
          }
        }
      }
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
