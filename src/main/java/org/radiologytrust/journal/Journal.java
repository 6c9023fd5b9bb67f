package org.radiologytrust.journal;

import java.util.Map;
import java.util.Optional;
import org.radiologytrust.journal.archive.ArchiveWishes;
import org.radiologytrust.journal.archive.FetchedStudies;
import org.radiologytrust.journal.delivered.DeliveredAudits;
import org.radiologytrust.journal.desk.KeptFilters;
import org.radiologytrust.journal.desk.Launches;
import org.radiologytrust.journal.desk.PatientReports;
import org.radiologytrust.journal.drafts.DraftFlags;
import org.radiologytrust.journal.erasure.ErasedCopies;
import org.radiologytrust.journal.erasure.Erasures;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.inbox.IntakeAlarm;
import org.radiologytrust.journal.inbox.Messages;
import org.radiologytrust.journal.logins.Shared;
import org.radiologytrust.journal.notifications.Notifications;
import org.radiologytrust.journal.quality.Acceptances;
import org.radiologytrust.journal.quality.Quality;
import org.radiologytrust.journal.quality.Readings;
import org.radiologytrust.journal.results.DeadLetters;
import org.radiologytrust.journal.results.Outbox;
import org.radiologytrust.journal.results.ResourceStore;
import org.radiologytrust.journal.reviews.FinalReports;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.journal.search.Counters;
import org.radiologytrust.journal.search.Lookup;
import org.radiologytrust.journal.shadow.DutyFlags;
import org.radiologytrust.journal.shadow.ShadowAudits;
import org.radiologytrust.journal.store.Signals;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.store.WriteHealth;
import org.radiologytrust.journal.strengths.StrengthTables;
import org.radiologytrust.journal.work.EarlierReports;
import org.radiologytrust.journal.work.FeedCursors;
import org.radiologytrust.journal.work.FeedStarts;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.journal.work.NodeLeases;
import org.radiologytrust.journal.work.StudyStore;

/**
 * The durable store of everything that must survive a crash. Its parts are thread-safe. A method
 * that returns has committed to disk. Every implementation passes the contract tests {@code
 * JournalContract} and {@code ReviewsContract}.
 */
public interface Journal extends AutoCloseable {
  Inbox inbox();

  /** How often messages raised each alarm since the process started. */
  Map<IntakeAlarm, Long> intakeAlarms();

  Messages messages();

  StudyStore studies();

  ArchiveWishes archiveWishes();

  FetchedStudies fetchedStudies();

  JobQueue jobs();

  EarlierReports earlier();

  ResourceStore resources();

  Worklist worklist();

  Reviews reviews();

  KeptFilters keptFilters();

  PatientReports patientReports();

  Launches launches();

  DraftFlags draftFlags();

  StrengthTables strengths();

  FinalReports finals();

  Quality quality();

  Readings readings();

  Acceptances acceptances();

  Notifications notifications();

  ShadowAudits shadowAudits();

  DutyFlags dutyFlags();

  Outbox outbox();

  DeadLetters deadLetters();

  DeliveredAudits deliveredAudits();

  Lookup lookup();

  Counters counters();

  Retention retention();

  Erasures erasures();

  ErasedCopies erasedCopies();

  FeedCursors feedCursors();

  FeedStarts feedStarts();

  NodeLeases leases();

  WriteHealth writeHealth();

  /** What nodes share beside the journal; empty where only one process can use the journal. */
  Optional<Shared> shared();

  /** The clock for all stored times and all waits. */
  SteadyClock clock();

  /** Signals that are raised after commits. */
  Signals signals();

  @Override
  void close();
}
