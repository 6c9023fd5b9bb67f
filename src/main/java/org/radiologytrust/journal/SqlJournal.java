package org.radiologytrust.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.radiologytrust.journal.archive.ArchiveWishes;
import org.radiologytrust.journal.archive.FetchedStudies;
import org.radiologytrust.journal.archive.SqlArchiveWishes;
import org.radiologytrust.journal.archive.SqlFetchedStudies;
import org.radiologytrust.journal.delivered.DeliveredAudits;
import org.radiologytrust.journal.delivered.SqlDeliveredAudits;
import org.radiologytrust.journal.desk.DeskParts;
import org.radiologytrust.journal.desk.KeptFilters;
import org.radiologytrust.journal.desk.Launches;
import org.radiologytrust.journal.desk.PatientReports;
import org.radiologytrust.journal.drafts.DraftFlags;
import org.radiologytrust.journal.drafts.SqlDraftFlags;
import org.radiologytrust.journal.erasure.ErasedCopies;
import org.radiologytrust.journal.erasure.Erasures;
import org.radiologytrust.journal.erasure.SqlErasedCopies;
import org.radiologytrust.journal.erasure.SqlErasures;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.inbox.InboxParts;
import org.radiologytrust.journal.inbox.IntakeAlarm;
import org.radiologytrust.journal.inbox.IntakeLimits;
import org.radiologytrust.journal.inbox.Messages;
import org.radiologytrust.journal.logins.Shared;
import org.radiologytrust.journal.notifications.Notifications;
import org.radiologytrust.journal.notifications.SqlNotifications;
import org.radiologytrust.journal.quality.Acceptances;
import org.radiologytrust.journal.quality.Quality;
import org.radiologytrust.journal.quality.Readings;
import org.radiologytrust.journal.quality.SqlAcceptances;
import org.radiologytrust.journal.quality.SqlQuality;
import org.radiologytrust.journal.quality.SqlReadings;
import org.radiologytrust.journal.results.DeadLetters;
import org.radiologytrust.journal.results.Outbox;
import org.radiologytrust.journal.results.ResourceStore;
import org.radiologytrust.journal.results.ResultParts;
import org.radiologytrust.journal.reviews.FinalReports;
import org.radiologytrust.journal.reviews.ReviewParts;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.journal.search.Counters;
import org.radiologytrust.journal.search.Lookup;
import org.radiologytrust.journal.search.SearchParts;
import org.radiologytrust.journal.shadow.DutyFlags;
import org.radiologytrust.journal.shadow.ShadowAudits;
import org.radiologytrust.journal.shadow.ShadowParts;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.Migrations;
import org.radiologytrust.journal.store.PostgresLogin;
import org.radiologytrust.journal.store.SearchLimits;
import org.radiologytrust.journal.store.Signals;
import org.radiologytrust.journal.store.SqlWriteHealth;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.store.TimeAndSignals;
import org.radiologytrust.journal.store.WriteHealth;
import org.radiologytrust.journal.strengths.SqlStrengthTables;
import org.radiologytrust.journal.strengths.StrengthTables;
import org.radiologytrust.journal.work.EarlierReports;
import org.radiologytrust.journal.work.FeedCursors;
import org.radiologytrust.journal.work.FeedStarts;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.journal.work.NodeLeases;
import org.radiologytrust.journal.work.StudyStore;
import org.radiologytrust.journal.work.WorkParts;

/** The journal in an SQL database: SQLite or PostgreSQL. */
public final class SqlJournal implements Journal {
  /** How long a start waits for the check of the whole file: about 20 GB from a fast disk. */
  private static final Duration CHECKED = Duration.ofSeconds(30);

  private final Db db;
  private final TimeAndSignals timeAndSignals;
  private final SqlWriteHealth writeHealth;
  private final ResultParts results;
  private final SqlNotifications notifications;
  private final ReviewParts reviews;
  private final Quality quality;
  private final Readings readings;
  private final Acceptances acceptances;
  private final DeskParts desk;
  private final DraftFlags drafts;
  private final StrengthTables strengths;
  private final InboxParts inbox;
  private final WorkParts work;
  private final ShadowParts shadow;
  private final ArchiveWishes archiveWishes;
  private final FetchedStudies fetchedStudies;
  private final SearchParts searches;
  private final Retention retention;
  private final Erasures erasures;
  private final ErasedCopies erasedCopies;
  private final Optional<Shared> shared;

  private SqlJournal(
      Db db, TimeAndSignals timeAndSignals, String defaultSite, IntakeLimits intake) {
    SteadyClock clock = timeAndSignals.clock();
    Signals signals = timeAndSignals.signals();
    this.db = db;
    this.timeAndSignals = timeAndSignals;
    this.writeHealth = new SqlWriteHealth(db, clock);
    this.results = new ResultParts(db, clock, signals);
    this.notifications = new SqlNotifications(db, clock, signals.deliveries());
    this.reviews = new ReviewParts(db, clock, signals, notifications);
    this.quality = new SqlQuality(db);
    this.readings = new SqlReadings(db, clock);
    this.acceptances = new SqlAcceptances(db, clock);
    this.desk = new DeskParts(db, clock);
    this.drafts = new SqlDraftFlags(db, clock);
    this.strengths = new SqlStrengthTables(db, clock);
    this.inbox = new InboxParts(db, clock, defaultSite, intake, writeHealth, signals);
    this.work = new WorkParts(db, clock, signals, notifications, intake);
    this.shadow = new ShadowParts(db, clock, reviews.reviews());
    this.archiveWishes = new SqlArchiveWishes(db, clock, signals.reports());
    this.fetchedStudies = new SqlFetchedStudies(db, clock, signals.reports());
    this.searches = new SearchParts(db);
    this.retention = new SqlRetention(db, clock);
    this.erasures = new SqlErasures(db, clock, signals.reports());
    this.erasedCopies = new SqlErasedCopies(db, clock);
    this.shared = db.shared() ? Optional.of(new Shared(db)) : Optional.empty();
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
    return open(Db.sqlite(file, searches), db -> TimeAndSignals.alone(clock), defaultSite, intake);
  }

  /**
   * Opens the journal on PostgreSQL, which other nodes may be using. Creates or migrates its tables
   * if necessary. The time is the database's.
   *
   * @throws JournalException if the database cannot be used
   */
  public static SqlJournal open(
      PostgresLogin login, String defaultSite, SearchLimits searches, IntakeLimits intake) {
    return open(
        Db.postgres(login, searches), db -> TimeAndSignals.shared(db, login), defaultSite, intake);
  }

  /**
   * Requires a database that {@link #open(PostgresLogin, String, SearchLimits, IntakeLimits)} could
   * use. Changes nothing.
   *
   * @throws JournalException if the database cannot be used
   */
  public static void check(PostgresLogin login) {
    try (Db db = Db.postgres(login, SearchLimits.DEFAULT)) {
      Migrations.requireUsable(db);
    }
  }

  /** Opens the journal on PostgreSQL with the time of a test. */
  static SqlJournal open(PostgresLogin login, SteadyClock clock, String defaultSite) {
    return open(login, clock, defaultSite, IntakeLimits.DEFAULT);
  }

  /** The same with limits for reports. */
  static SqlJournal open(
      PostgresLogin login, SteadyClock clock, String defaultSite, IntakeLimits intake) {
    return open(
        Db.postgres(login, SearchLimits.DEFAULT),
        db -> TimeAndSignals.alone(clock),
        defaultSite,
        intake);
  }

  private static SqlJournal open(
      Db db, Function<Db, TimeAndSignals> sharing, String defaultSite, IntakeLimits intake) {
    TimeAndSignals timeAndSignals;
    try {
      db.requireWhole(CHECKED);
      OldForms.rewrite(db);
      Migrations.migrate(db);
      if (db.shared()) {
        requireFinishedCopy(db);
      }
      timeAndSignals = sharing.apply(db);
    } catch (RuntimeException e) {
      db.close();
      throw e;
    }
    try {
      timeAndSignals.continueFrom(db);
      fill(db);
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
          db.name() + " holds an unfinished copy: finish it by rtl journal copy", null);
    }
  }

  private static void fill(Db db) {
    try {
      new WorklistFill(db).run();
    } catch (JournalException e) {
      throw new JournalException("cannot bring " + db.name() + " up to date", e);
    }
  }

  Db db() {
    return db;
  }

  @Override
  public Inbox inbox() {
    return inbox.inbox();
  }

  @Override
  public Map<IntakeAlarm, Long> intakeAlarms() {
    return inbox.alarms();
  }

  @Override
  public Messages messages() {
    return inbox.messages();
  }

  @Override
  public StudyStore studies() {
    return work.studies();
  }

  @Override
  public ArchiveWishes archiveWishes() {
    return archiveWishes;
  }

  @Override
  public FetchedStudies fetchedStudies() {
    return fetchedStudies;
  }

  @Override
  public JobQueue jobs() {
    return work.jobs();
  }

  @Override
  public EarlierReports earlier() {
    return work.earlier();
  }

  @Override
  public ResourceStore resources() {
    return results.resources();
  }

  @Override
  public Worklist worklist() {
    return reviews.worklist();
  }

  @Override
  public Reviews reviews() {
    return reviews.reviews();
  }

  @Override
  public KeptFilters keptFilters() {
    return desk.filters();
  }

  @Override
  public PatientReports patientReports() {
    return desk.patients();
  }

  @Override
  public Launches launches() {
    return desk.launches();
  }

  @Override
  public DraftFlags draftFlags() {
    return drafts;
  }

  @Override
  public StrengthTables strengths() {
    return strengths;
  }

  @Override
  public FinalReports finals() {
    return reviews.finals();
  }

  @Override
  public Quality quality() {
    return quality;
  }

  @Override
  public Readings readings() {
    return readings;
  }

  @Override
  public Acceptances acceptances() {
    return acceptances;
  }

  @Override
  public Notifications notifications() {
    return notifications;
  }

  @Override
  public ShadowAudits shadowAudits() {
    return shadow.audits();
  }

  @Override
  public DutyFlags dutyFlags() {
    return shadow.duties();
  }

  @Override
  public Outbox outbox() {
    return results.outbox();
  }

  @Override
  public DeadLetters deadLetters() {
    return results.deadLetters();
  }

  @Override
  public DeliveredAudits deliveredAudits() {
    return new SqlDeliveredAudits(db);
  }

  @Override
  public Lookup lookup() {
    return searches.lookup();
  }

  @Override
  public Counters counters() {
    return searches.counters();
  }

  @Override
  public Retention retention() {
    return retention;
  }

  @Override
  public Erasures erasures() {
    return erasures;
  }

  @Override
  public ErasedCopies erasedCopies() {
    return erasedCopies;
  }

  @Override
  public FeedCursors feedCursors() {
    return work.feedCursors();
  }

  @Override
  public FeedStarts feedStarts() {
    return work.feedStarts();
  }

  @Override
  public NodeLeases leases() {
    return work.leases();
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
