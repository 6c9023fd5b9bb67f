package org.radiologytrust.ingest.ehr;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.work.FeedCursors;
import org.radiologytrust.runtime.Faults;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads new and changed reports from a FHIR server. The bean of route {@code fhir-poll}, which asks
 * it for the address of each page and gives it the page.
 *
 * <p>Each report is stored in the journal with its patient and order. The read position moves only
 * after a pass that was read to its last page. Passes overlap, and each report is read by at least
 * two, so that one that becomes visible late or moves between pages is not lost. A report that is
 * read again is known, or a duplicate.
 */
public final class FhirReports {
  /** The feed's name in the journal. */
  public static final String FEED = "fhir-reports";

  private static final Logger LOG = LoggerFactory.getLogger(FhirReports.class);
  private static final String PASS = "fhirReportsPass";

  /** At the first start the server's clock is not known; no clock is this wrong. */
  private static final Duration CLOCKS = Duration.ofDays(1);

  private final EhrSettings settings;
  private final EhrSearch search;
  private final EhrHttp http;
  private final FeedCursors cursors;
  private final MessageInbox inbox;
  private final Clock clock;
  private final ReportMessages messages;
  private final EhrAttachments attachments;
  private final KnownMessages known = new KnownMessages(KnownMessages.MAX);
  private final Outage outage = new Outage();
  private final PollAge age;

  FhirReports(
      EhrSettings settings,
      EhrHttp http,
      FeedCursors cursors,
      MessageInbox inbox,
      PollAge age,
      Clock clock) {
    this.age = age;
    this.settings = settings;
    this.search = new EhrSearch(settings.base(), settings.search());
    this.http = http;
    this.cursors = cursors;
    this.inbox = inbox;
    this.clock = clock;
    this.messages = new ReportMessages(settings.base(), settings.site(), settings.publishedHere());
    this.attachments = new EhrAttachments(settings, http);
  }

  /**
   * Begins a pass: the body becomes the address of its first page, or null if the server asked for
   * no request yet, or the process stops.
   */
  public void begin(Exchange exchange) {
    exchange.getMessage().setBody(null);
    if (http.isClosed() || clock.instant().isBefore(http.notBefore())) {
      return;
    }
    String cursor = cursors.cursor(FEED);
    Optional<FeedPosition> position = position(cursor);
    exchange.setProperty(
        PASS, new Pass(cursor, position.orElse(null), settings.limits().maxPages()));
    exchange
        .getMessage()
        .setBody(
            position
                .map(p -> search.changedSince(p.from(settings.schedule().overlap())))
                .orElseGet(() -> search.newestSince(clock.instant().minus(CLOCKS))));
  }

  private Optional<FeedPosition> position(String cursor) {
    String since = settings.search().since().map(Instant::toString).orElse("");
    return FeedPosition.parse(cursor, settings.base(), since)
        .or(
            () ->
                settings
                    .search()
                    .since()
                    .map(first -> FeedPosition.start(settings.base(), since, first)));
  }

  /**
   * Takes a page: the body becomes the address of the next one, or null after the last one.
   *
   * @throws EhrFailure if the page is not usable
   * @throws JournalException if a report was not stored; the read position stays
   */
  public void page(Exchange exchange) throws EhrFailure {
    Pass pass = exchange.getProperty(PASS, Pass.class);
    SearchPage page = SearchPage.of(exchange.getMessage().getBody(), settings.base());
    exchange.getMessage().setBody(null);
    for (ServerResource report : page.reports()) {
      pass.saw(report.lastUpdated());
      if (pass.position().isPresent()) {
        store(pass, report, page);
      }
    }
    if (!page.complete()) {
      pass.incomplete();
    }
    if (page.next().isEmpty() || pass.position().isEmpty()) {
      pass.completed();
    } else {
      String next = search.next(page.next());
      pass.follow(next);
      exchange.getMessage().setBody(next);
    }
  }

  private void store(Pass pass, ServerResource report, SearchPage page) throws EhrFailure {
    String hash = messages.of(report, page, List.of()).hash();
    if (!known.contains(hash)) {
      ReportMessages.Message message = messages.of(report, page, attachments.of(report, page));
      Outcome outcome =
          inbox.store(message.body(), "application/fhir+json", message.place()).outcome();
      known.add(hash);
      if (outcome != Outcome.DUPLICATE) {
        pass.storedNew(report.lastUpdated());
      }
    }
  }

  /**
   * Ends a pass and stores the read position if the last page was read.
   *
   * @throws JournalException if the journal fails; the next pass reads the same again
   */
  public void end(Exchange exchange) {
    Pass pass = exchange.getProperty(PASS, Pass.class);
    if (pass == null || !pass.complete()) {
      return;
    }
    Instant now = earliestNow();
    if (pass.position().isEmpty()) {
      start(pass, now);
    } else if (!pass.after(now).equals(pass.position().get())) {
      move(pass, pass.after(now));
    }
    age.completed();
    outage.ended();
    if (pass.stored() > 0) {
      LOG.info("New or changed reports of the FHIR server: {}", pass.stored());
    }
  }

  /**
   * The time now by the server's clock or by ours, whichever is earlier. A server's clock that is
   * ahead may be put right, and the reports after that must not be before the read position.
   */
  private Instant earliestNow() {
    Instant ours = clock.instant();
    return http.serverTime().filter(ours::isAfter).orElse(ours);
  }

  /** The first start: reads reports that are newer than the newest one that is there. */
  private void start(Pass pass, Instant now) {
    Instant newest = pass.newest();
    Instant first =
        newest == null ? now.minus(CLOCKS) : newest.isAfter(now) ? now : newest.plusMillis(1);
    if (move(pass, FeedPosition.start(settings.base(), "", first))) {
      LOG.info("Reports that change at the FHIR server after {} will be read", first);
    }
  }

  private boolean move(Pass pass, FeedPosition to) {
    boolean moved = cursors.move(FEED, pass.cursor(), to.text());
    if (!moved) {
      LOG.info("another node has read the FHIR server's reports meanwhile");
    }
    return moved;
  }

  /** Ends a pass that failed: the next one reads from the same position. Never throws. */
  public void failed(Exchange exchange) {
    if (http.isClosed()) {
      return;
    }
    Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    String reason = reason(thrown);
    if (outage.began(reason) && reason.equals(Faults.INTERNAL)) {
      LOG.error("The internal error: {}", thrown.getClass().getName());
    }
  }

  /** What is wrong, for the operator. Messages of HAPI and Camel quote addresses and resources. */
  static String reason(Throwable thrown) {
    if (thrown instanceof JournalException) {
      return "a report could not be stored: " + thrown.getMessage();
    }
    return EhrFailure.in(thrown).map(Throwable::getMessage).orElse(Faults.INTERNAL);
  }

  /** Why reports cannot be read; empty if they can. */
  Optional<String> problem() {
    return outage.problem();
  }
}
