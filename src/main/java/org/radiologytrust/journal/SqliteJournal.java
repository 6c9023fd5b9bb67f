package org.radiologytrust.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal in one SQLite file: write-ahead log, and {@code synchronous=FULL}, so that a commit
 * that returned has been synced to disk (a weaker setting lost commits when the process was
 * killed).
 */
public final class SqliteJournal implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  /** A process that was killed wrote its last probe some seconds before. */
  private static final Duration AHEAD = Duration.ofSeconds(2);

  private final Db db;
  private final SqlInbox inbox;
  private final Messages messages;
  private final StudyStore studies;
  private final JobQueue jobs;
  private final ResourceStore resources;
  private final Outbox outbox;
  private final DeadLetters deadLetters;
  private final Counters counters;
  private final Retention retention;
  private final FeedStarts feedStarts;
  private final SqlWriteHealth writeHealth;
  private final SteadyClock clock;

  private final Signals signals = new Signals();

  private SqliteJournal(Db db, SteadyClock clock, String defaultSite) {
    this.db = db;
    this.clock = clock;
    this.feedStarts = new SqlFeedStarts(db);
    this.writeHealth = new SqlWriteHealth(db, clock);
    this.inbox = new SqlInbox(db, clock, defaultSite, writeHealth, signals.reports());
    this.messages = new SqlMessages(db, inbox);
    this.studies = new SqlStudyStore(db, clock, signals.reports());
    this.jobs = new SqlJobQueue(db, clock, signals);
    this.resources = new SqlResourceStore(db, clock);
    this.outbox = new SqlOutbox(db, clock);
    this.deadLetters = new SqlDeadLetters(db, clock, signals.deliveries());
    this.counters = new SqlCounters(db);
    this.retention = new SqlRetention(db, clock);
  }

  /**
   * Opens the journal, and makes or migrates it where needed.
   *
   * @param file the database file; its folder must exist
   * @param clock goes on from the time that the journal has reached
   * @param defaultSite the site of messages that name none
   * @throws JournalException when the file cannot be used
   */
  public static SqliteJournal open(Path file, SteadyClock clock, String defaultSite) {
    return open(file, clock, defaultSite, SearchLimits.DEFAULT);
  }

  /** As {@link #open(Path, SteadyClock, String)}, with bounds for reads from outside. */
  public static SqliteJournal open(
      Path file, SteadyClock clock, String defaultSite, SearchLimits limits) {
    try {
      if (Files.notExists(file)) {
        // reports are in it: for the owner alone
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
    } catch (IOException e) {
      throw new JournalException("cannot make the journal " + file + ": check the folder", e);
    }
    String url = "jdbc:sqlite:" + file + "?journal_mode=WAL&synchronous=FULL&busy_timeout=5000";
    Db db;
    try {
      // what is taken out for good must not stay readable in the file's free pages
      db = new Db(url + "&transaction_mode=IMMEDIATE&secure_delete=true", url, limits);
    } catch (RuntimeException e) {
      throw new JournalException(
          "cannot open the journal " + file + ": no SQLite file, or damaged", e);
    }
    try {
      migrations().dataSource(db.dataSource()).load().migrate();
    } catch (FlywayException e) {
      db.close();
      throw new JournalException("cannot migrate the journal " + file, e);
    }
    goOn(db, clock, file);
    return new SqliteJournal(db, clock, defaultSite);
  }

  private static void goOn(Db db, SteadyClock clock, Path file) {
    try {
      db.read(tx -> tx.first("select seen_at from journal_clock", rs -> rs.getLong(1)))
          .map(Instant::ofEpochMilli)
          .ifPresent(clock::notBefore);
    } catch (JournalException e) {
      db.close();
      throw new JournalException("cannot read the journal " + file, e);
    }
    if (clock.ahead().compareTo(AHEAD) > 0) {
      LOG.warn(
          "the clock was set back: the journal has times up to {} ahead of it; new ones go on from"
              + " there, and nothing waits",
          clock.ahead().truncatedTo(ChronoUnit.SECONDS));
    }
  }

  Db db() {
    return db;
  }

  static FluentConfiguration migrations() {
    return Flyway.configure()
        .locations("classpath:db/migration")
        .placeholders(Map.of("bytes", "blob"))
        .loggers("slf4j");
  }

  @Override
  public Inbox inbox() {
    return inbox;
  }

  @Override
  public Messages messages() {
    return messages;
  }

  @Override
  public StudyStore studies() {
    return studies;
  }

  @Override
  public JobQueue jobs() {
    return jobs;
  }

  @Override
  public ResourceStore resources() {
    return resources;
  }

  @Override
  public Outbox outbox() {
    return outbox;
  }

  @Override
  public DeadLetters deadLetters() {
    return deadLetters;
  }

  @Override
  public Counters counters() {
    return counters;
  }

  @Override
  public Retention retention() {
    return retention;
  }

  @Override
  public FeedStarts feedStarts() {
    return feedStarts;
  }

  @Override
  public WriteHealth writeHealth() {
    return writeHealth;
  }

  @Override
  public SteadyClock clock() {
    return clock;
  }

  @Override
  public Signals signals() {
    return signals;
  }

  @Override
  public void close() {
    // the time that was reached
    writeHealth.probe();
    db.close();
  }
}
