package org.radiologytrust.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal in one SQLite file, with a write-ahead log and {@code synchronous=FULL}: a commit is
 * on disk when it returns (weaker settings lost commits when the process was killed).
 */
public final class SqliteJournal implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  /** Smaller differences are normal: a killed process stored its last time a few seconds before. */
  private static final Duration AHEAD = Duration.ofSeconds(2);

  private final Db db;
  private final SqlInbox inbox;
  private final Messages messages;
  private final StudyStore studies;
  private final JobQueue jobs;
  private final ResourceStore resources;
  private final Worklist worklist;
  private final Reviews reviews;
  private final Outbox outbox;
  private final DeadLetters deadLetters;
  private final Counters counters;
  private final Retention retention;
  private final FeedCursors feedCursors;
  private final FeedStarts feedStarts;
  private final SqlWriteHealth writeHealth;
  private final SteadyClock clock;

  private final Signals signals = new Signals();

  private SqliteJournal(Db db, SteadyClock clock, String defaultSite) {
    this.db = db;
    this.clock = clock;
    this.feedCursors = new SqlFeedCursors(db);
    this.feedStarts = new SqlFeedStarts(db);
    this.writeHealth = new SqlWriteHealth(db, clock);
    this.inbox = new SqlInbox(db, clock, defaultSite, writeHealth, signals.reports());
    this.messages = new SqlMessages(db, inbox);
    this.studies = new SqlStudyStore(db, clock, signals.reports());
    this.jobs = new SqlJobQueue(db, clock, signals);
    this.resources = new SqlResourceStore(db, clock);
    this.worklist = new SqlWorklist(db);
    this.reviews = new SqlReviews(db, clock, signals.deliveries());
    this.outbox = new SqlOutbox(db, clock);
    this.deadLetters = new SqlDeadLetters(db, clock, signals.deliveries());
    this.counters = new SqlCounters(db);
    this.retention = new SqlRetention(db, clock);
  }

  /**
   * Opens the journal. Creates or migrates the file if necessary.
   *
   * @param file the database file; its folder must exist
   * @param clock will continue from the last time stored in the journal
   * @param defaultSite the site of messages that name none
   * @throws JournalException if the file cannot be used
   */
  public static SqliteJournal open(Path file, SteadyClock clock, String defaultSite) {
    return open(file, clock, defaultSite, SearchLimits.DEFAULT);
  }

  /** Like {@link #open(Path, SteadyClock, String)}, with limits for API reads. */
  public static SqliteJournal open(
      Path file, SteadyClock clock, String defaultSite, SearchLimits limits) {
    try {
      if (Files.notExists(file)) {
        // it contains reports: only the owner may read it
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
    } catch (IOException e) {
      throw new JournalException("cannot create the journal " + file + ": check the folder", e);
    }
    String url = "jdbc:sqlite:" + file + "?journal_mode=WAL&synchronous=FULL&busy_timeout=5000";
    Db db;
    try {
      // secure_delete: deleted data must not stay readable in free pages of the file
      db = new Db(url + "&transaction_mode=IMMEDIATE&secure_delete=true", url, limits);
    } catch (RuntimeException e) {
      throw new JournalException(
          "cannot open the journal " + file + ": not an SQLite file, or damaged", e);
    }
    try {
      migrations().dataSource(db.dataSource()).load().migrate();
    } catch (FlywayException e) {
      db.close();
      throw new JournalException("cannot migrate the journal " + file, e);
    }
    continueTime(db, clock, file);
    fillWorklist(db, file);
    return new SqliteJournal(db, clock, defaultSite);
  }

  private static void continueTime(Db db, SteadyClock clock, Path file) {
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
          "the clock was set back: the journal's last time is {} s ahead of it; new times"
              + " continue from there, and nothing is delayed",
          clock.ahead().toSeconds());
    }
  }

  private static void fillWorklist(Db db, Path file) {
    try {
      new WorklistFill(db).run();
    } catch (JournalException e) {
      db.close();
      throw new JournalException("cannot bring the journal " + file + " up to date", e);
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
  public Worklist worklist() {
    return worklist;
  }

  @Override
  public Reviews reviews() {
    return reviews;
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
  public FeedCursors feedCursors() {
    return feedCursors;
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
    // stores the current time
    writeHealth.probe();
    db.close();
  }
}
