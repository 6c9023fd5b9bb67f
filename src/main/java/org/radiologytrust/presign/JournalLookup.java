package org.radiologytrust.presign;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.radiologytrust.journal.work.EarlierReports;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.session.Caller;
import org.radiologytrust.session.Right;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks in the journal, for those who may read audits. A check does not wait for a journal that is
 * slow or away: it goes on without, and says so.
 */
final class JournalLookup implements EarlierLookup {
  private static final Logger LOG = LoggerFactory.getLogger(JournalLookup.class);
  private static final Found NO_ANSWER =
      new Found(
          List.of(),
          List.of(),
          List.of("the patient's earlier reports in the journal, which did not answer in time"));

  private final EarlierReports reports;
  private final ExecutorService threads;
  private final Duration patience;

  /**
   * @param threads refuse more work than they have room for
   * @param patience how long a check waits
   */
  JournalLookup(EarlierReports reports, ExecutorService threads, Duration patience) {
    this.reports = reports;
    this.threads = threads;
    this.patience = patience;
  }

  @Override
  public Found of(Caller caller, Report open) {
    if (!caller.may(Right.READ_AUDITS) || !isNamed(open)) {
      return Found.NOTHING;
    }
    try {
      Future<Found> asked = threads.submit(() -> found(open));
      return asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | RejectedExecutionException e) {
      return NO_ANSWER;
    } catch (ExecutionException e) {
      // its message may quote a value
      LOG.warn(
          "earlier reports could not be looked up for a report that is still open: {}",
          e.getCause().getClass().getSimpleName());
      return NO_ANSWER;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return NO_ANSWER;
    }
  }

  /** Part of it may be somebody else's. */
  private static boolean isNamed(Report open) {
    Patient patient = open.patient();
    return !patient.identifiers().isEmpty()
        && !patient.familyName().isBlank()
        && !patient.givenName().isBlank()
        && patient.birthDate() != null
        && (open.effective() != null || open.issued() != null);
  }

  private Found found(Report open) {
    List<EarlierReports.Found> all = reports.ofOpen(open);
    return new Found(
        all.stream().map(EarlierReports.Found::earlier).toList(),
        all.stream().map(found -> found.report().toString()).toList(),
        List.of());
  }
}
