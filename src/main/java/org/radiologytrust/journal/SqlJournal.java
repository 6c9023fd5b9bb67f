package org.radiologytrust.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal in an SQL database: SQLite or PostgreSQL. */
public final class SqlJournal implements Journal {
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
  private final Lookup lookup;
  private final Counters counters;
  private final Retention retention;
  private final FeedCursors feedCursors;
  private final FeedStarts feedStarts;
  private final NodeLeases leases;
  private final SqlWriteHealth writeHealth;
  private final Optional<Shared> shared;
  private final TimeAndSignals timeAndSignals;

  private SqlJournal(
      Db db, TimeAndSignals timeAndSignals, String defaultSite, IntakeLimits intake) {
    SteadyClock clock = timeAndSignals.clock();
    Signals signals = timeAndSignals.signals();
    this.db = db;
    this.shared = db.dialect().shared() ? Optional.of(new Shared(db)) : Optional.empty();
    this.timeAndSignals = timeAndSignals;
    this.feedCursors = new SqlFeedCursors(db);
    this.feedStarts = new SqlFeedStarts(db);
    this.leases = new SqlNodeLeases(db, clock);
    this.writeHealth = new SqlWriteHealth(db, clock);
    this.inbox = new SqlInbox(db, clock, defaultSite, intake, writeHealth, signals.reports());
    this.messages = new SqlMessages(db, inbox);
    this.studies = new SqlStudyStore(db, clock, signals.reports());
    this.jobs = new SqlJobQueue(db, clock, signals);
    this.resources = new SqlResourceStore(db, clock);
    this.worklist = new SqlWorklist(db);
    this.reviews = new SqlReviews(db, clock, signals);
    this.outbox = new SqlOutbox(db, clock);
    this.deadLetters = new SqlDeadLetters(db, clock, signals.deliveries());
    this.lookup =
        new Lookup(
            new SqlMessageSearch(db),
            new SqlStories(db),
            new SqlDeliverySearch(db),
            new SqlOverview(db));
    this.counters = new SqlCounters(db);
    this.retention = new SqlRetention(db, clock);
  }

  /**
   * Opens the journal in an SQLite file. Creates or migrates the file if necessary.
   *
   * @param file the database file; its folder must exist
   * @param clock will continue from the last time stored in the journal
   * @param defaultSite the site of messages that name none
   * @throws JournalException if the file cannot be used
   */
  public static SqlJournal open(Path file, SteadyClock clock, String defaultSite) {
    return open(file, clock, defaultSite, SearchLimits.DEFAULT, IntakeLimits.DEFAULT);
  }

  /** Like {@link #open(Path, SteadyClock, String)}, with limits for API reads and for reports. */
  public static SqlJournal open(
      Path file,
      SteadyClock clock,
      String defaultSite,
      SearchLimits searches,
      IntakeLimits intake) {
    return open(
        new SqliteDialect(file), db -> TimeAndSignals.alone(clock), defaultSite, searches, intake);
  }

  /**
   * Opens the journal on PostgreSQL, which other nodes may be using. Creates or migrates its tables
   * if necessary. The time is the database's.
   *
   * @throws JournalException if the database cannot be used
   */
  public static SqlJournal open(
      PostgresLogin login, String defaultSite, SearchLimits searches, IntakeLimits intake) {
    PostgresDialect dialect = new PostgresDialect(login);
    return open(
        dialect, db -> TimeAndSignals.shared(db, dialect::connect), defaultSite, searches, intake);
  }

  /**
   * Requires a database that {@link #open(PostgresLogin, String, SearchLimits, IntakeLimits)} could
   * use. Changes nothing.
   *
   * @throws JournalException if the database cannot be used
   */
  public static void check(PostgresLogin login) {
    PostgresDialect dialect = new PostgresDialect(login);
    try (Db db = new Db(dialect, SearchLimits.DEFAULT)) {
      Migrations.requireNotNewer(dialect, db.dataSource());
    }
  }

  /** Opens the journal on PostgreSQL with the time of a test. */
  static SqlJournal open(PostgresLogin login, SteadyClock clock, String defaultSite) {
    return open(
        new PostgresDialect(login),
        db -> TimeAndSignals.alone(clock),
        defaultSite,
        SearchLimits.DEFAULT,
        IntakeLimits.DEFAULT);
  }

  private static SqlJournal open(
      Dialect dialect,
      Function<Db, TimeAndSignals> sharing,
      String defaultSite,
      SearchLimits searches,
      IntakeLimits intake) {
    Db db = new Db(dialect, searches);
    TimeAndSignals timeAndSignals;
    try {
      Migrations.migrate(db);
      if (dialect.shared()) {
        requireFinishedCopy(db);
      }
      timeAndSignals = sharing.apply(db);
    } catch (RuntimeException e) {
      db.close();
      throw e;
    }
    try {
      continueTime(db, timeAndSignals.clock());
      fillWorklist(db);
    } catch (RuntimeException e) {
      timeAndSignals.close();
      db.close();
      throw e;
    }
    return new SqlJournal(db, timeAndSignals, defaultSite, intake);
  }

  /**
   * Requires that a database holds no unfinished copy.
   *
   * @throws JournalException if it does
   */
  private static void requireFinishedCopy(Db db) {
    if (db.read(tx -> tx.first("select 1 from journal_copy where verified_at is null", rs -> 1))
        .isPresent()) {
      throw new JournalException(
          db.dialect().name() + " holds an unfinished copy: finish it by rtl journal copy", null);
    }
  }

  private static void continueTime(Db db, SteadyClock clock) {
    try {
      db.read(tx -> tx.first("select seen_at from journal_clock", rs -> rs.getLong(1)))
          .map(Instant::ofEpochMilli)
          .ifPresent(clock::notBefore);
    } catch (JournalException e) {
      throw new JournalException("cannot read " + db.dialect().name(), e);
    }
    if (clock.ahead().compareTo(AHEAD) > 0) {
      LOG.warn(
          "the clock was set back: the journal's last time is {} s ahead of it; new times"
              + " continue from there, and nothing is delayed",
          clock.ahead().toSeconds());
    }
  }

  private static void fillWorklist(Db db) {
    try {
      new WorklistFill(db).run();
    } catch (JournalException e) {
      throw new JournalException("cannot bring " + db.dialect().name() + " up to date", e);
    }
  }

  Db db() {
    return db;
  }

  @Override
  public Inbox inbox() {
    return inbox;
  }

  @Override
  public Map<IntakeAlarm, Long> intakeAlarms() {
    return inbox.alarms();
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
  public Lookup lookup() {
    return lookup;
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
  public NodeLeases leases() {
    return leases;
  }

  @Override
  public WriteHealth writeHealth() {
    return writeHealth;
  }

  @Override
  public Optional<Shared> shared() {
    return shared;
  }

  @Override
  public SteadyClock clock() {
    return timeAndSignals.clock();
  }

  @Override
  public Signals signals() {
    return timeAndSignals.signals();
  }

  @Override
  public void close() {
    // stores the current time
    writeHealth.probe();
    timeAndSignals.close();
    db.close();
  }
}
