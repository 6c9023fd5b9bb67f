package org.radiologytrust.ops;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.JournalCopy;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.inbox.IntakeLimits;
import org.radiologytrust.journal.inbox.StoredMessages;
import org.radiologytrust.journal.rehearsal.JournalSnapshot;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.PostgresLogin;
import org.radiologytrust.journal.store.SearchLimits;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.settings.Settings;

/** The journal: opens it, probes it, shows its metrics, and removes what is too old. */
public final class JournalFeature implements Feature {
  private final JournalSettings settings;
  private final List<String> sinks;
  private Supplier<Optional<String>> problem = Optional::empty;
  private Supplier<Optional<String>> waiting = Optional::empty;
  private Supplier<SelfCheckResult> silent = () -> SelfCheckResult.ok(SilentDoors.NAME, "");

  /**
   * @param sinks sinks whose deliveries are counted
   * @throws Settings.Wrong when a value is invalid
   */
  public JournalFeature(Settings settings, List<String> sinks) {
    this.settings = JournalSettings.of(settings);
    this.sinks = List.copyOf(sinks);
  }

  /** Whether several nodes may share the journal. */
  public static boolean isShared(Settings settings) {
    return !settings.text("rtl.journal.url").isEmpty();
  }

  /**
   * Opens the journal; the caller closes it.
   *
   * @param file the journal if no other database is configured
   * @throws org.radiologytrust.journal.store.JournalException when the journal cannot be opened
   */
  public Journal open(Path file) {
    String site = settings.site();
    SearchLimits searches = settings.searches();
    IntakeLimits intake = settings.intake();
    return settings
        .postgres()
        .map(login -> SqlJournal.open(login, site, searches, intake))
        .orElseGet(() -> SqlJournal.open(file, SteadyClock.system(), site, searches, intake));
  }

  /**
   * Opens the messages of the journal for reading; the caller closes them.
   *
   * @param file the journal if no other database is configured
   * @throws org.radiologytrust.journal.store.JournalException when they cannot be read
   */
  public StoredMessages messages(Path file) {
    return settings.postgres().map(StoredMessages::open).orElseGet(() -> StoredMessages.open(file));
  }

  /**
   * Reads the newest audits of the journal, which may be in use and of an older version, without a
   * change to it.
   *
   * @param file the journal if no other database is configured
   * @param copy an empty file for the copy of such a journal; the caller deletes it
   * @throws org.radiologytrust.journal.store.JournalException when it cannot be read
   */
  public JournalSnapshot snapshot(Path file, Path copy, int most) {
    return settings
        .postgres()
        .map(login -> JournalSnapshot.of(login, most))
        .orElseGet(() -> JournalSnapshot.of(file, copy, most));
  }

  /**
   * Copies an SQLite journal into the configured database; see {@link JournalCopy}.
   *
   * @throws Settings.Wrong when no database is configured
   */
  public List<JournalCopy.Verified> copy(Path file, JournalCopy.Progress progress) {
    PostgresLogin login =
        settings
            .postgres()
            .orElseThrow(
                () ->
                    new Settings.Wrong(
                        "rtl.journal.url: name the PostgreSQL database that the journal of rtl.home"
                            + " is copied into"));
    return JournalCopy.copy(file, login, progress);
  }

  @Override
  public Map<String, String> placeholders() {
    return Map.of("rtl.retention.every", "" + settings.pruning().toMillis());
  }

  @Override
  public List<SelfCheck> checks() {
    return List.of(
        SelfCheck.running("journal", () -> problem.get()),
        SelfCheck.doctor("journal", () -> List.of(asked())),
        SelfCheck.running("queue", () -> waiting.get()),
        SelfCheck.health(SilentDoors.NAME, () -> silent.get()));
  }

  /** Whether a start could open the journal. Changes nothing. */
  private SelfCheckResult asked() {
    Optional<PostgresLogin> login = settings.postgres();
    if (login.isEmpty()) {
      return SelfCheckResult.ok("journal", "SQLite in rtl.home");
    }
    try {
      SqlJournal.check(login.get());
      return SelfCheckResult.ok("journal", login.get() + " answers");
    } catch (JournalException e) {
      return SelfCheckResult.broken("journal", e.getMessage());
    }
  }

  @Override
  public void bind(Host host) {
    Journal journal = host.journal();
    problem = () -> problem(journal);
    host.bind("pruner", new Pruner(journal.retention(), settings.periods(), journal.clock()));
    QueueAge age = new QueueAge(journal.jobs(), journal.clock(), settings.maxAge());
    waiting = age::problem;
    silent = new SilentDoors(journal.lookup().overview(), journal.clock())::health;
    PrometheusRegistry registry = host.meters().getPrometheusRegistry();
    register(registry, journal, sinks, age);
    registry.register(new HomeMetrics(journal, host.home(), settings.minFree()));
    probe(host);
  }

  /** Registers the metrics that are read from the journal at each scrape. */
  static void register(
      PrometheusRegistry registry, Journal journal, List<String> sinks, QueueAge age) {
    registry.register(new JournalCollector(new JournalMetrics(journal.counters(), sinks)));
    registry.register(new JournalCollector(age));
    registry.register(new JournalCollector(new RunsGivenUp(journal.jobs())));
    registry.register(new JournalCollector(new NotificationsUnread(journal.notifications())));
    registry.register(
        new JournalCollector(
            new RefusedDeliveries(journal.lookup().overview()::refused, journal.clock())));
    registry.register(new JournalCollector(new ErasedCopiesOpen(journal.erasedCopies())));
    registry.register(new JournalCollector(new DraftOutcomes(journal.draftFlags()::outcomes)));
  }

  /** Writes periodically, to notice a journal that cannot be written before a message arrives. */
  private void probe(Host host) {
    host.camel()
        .getExecutorServiceManager()
        .newSingleThreadScheduledExecutor(this, "journal-probe")
        .scheduleWithFixedDelay(
            host.journal().writeHealth()::probe,
            0,
            settings.probe().toMillis(),
            TimeUnit.MILLISECONDS);
  }

  static Optional<String> problem(Journal journal) {
    Optional<String> write = journal.writeHealth().problem();
    if (write.isPresent()) {
      return write;
    }
    try {
      return journal.counters().counts().conserved()
          ? Optional.empty()
          : Optional.of("the journal's counts do not add up: keep it and ask for help");
    } catch (JournalException e) {
      return Optional.of(e.getMessage());
    }
  }
}
