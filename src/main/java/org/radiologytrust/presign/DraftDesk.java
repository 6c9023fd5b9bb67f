package org.radiologytrust.presign;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.radiologytrust.checker.SentText;
import org.radiologytrust.journal.inbox.ReservedMark;
import org.radiologytrust.journal.logins.Access;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.Report;
import org.radiologytrust.session.Caller;

/**
 * Where all doors come together: it bounds how many drafts are checked at the same time, writes the
 * access log and counts. The log and the metrics hold no word of a report.
 */
public final class DraftDesk {
  private final Drafts drafts;
  private final EarlierLookup lookup;
  private final Limits limits;
  private final Traces traces;
  private final Clock clock;
  private final PresignMeters meters;
  private final Semaphore asked;
  private final Semaphore places;

  /**
   * @param atOnce most drafts that are checked at the same time
   * @param waiting most requests that wait for that
   * @param patience how long one waits
   * @param maxText most characters (UTF-16 code units) of a draft
   * @param closed whether nothing is checked, because the product is in a trial
   */
  public record Limits(int atOnce, int waiting, Duration patience, int maxText, boolean closed) {}

  /** The request cannot be served now. It may be sent again. */
  public static final class Busy extends Exception {
    private static final long serialVersionUID = 1;

    Busy(String message) {
      super(message);
    }
  }

  /** The request cannot be served as it is; the message says what to do and quotes nothing. */
  public static class Refused extends Exception {
    private static final long serialVersionUID = 1;

    public Refused(String message) {
      super(message);
    }
  }

  /**
   * Nothing is checked, whatever the request: the product is in a trial. The answer is the same for
   * every report, so that nobody takes it for one about the report.
   */
  public static final class Closed extends Refused {
    private static final long serialVersionUID = 1;

    Closed() {
      super(
          "this server is in a trial and gives no result: nothing was checked, and that says"
              + " nothing about the report");
    }
  }

  /**
   * @param lookup for the patient's earlier reports
   * @param traces what stays of a check
   */
  public DraftDesk(
      Drafts drafts,
      EarlierLookup lookup,
      Limits limits,
      Traces traces,
      Clock clock,
      MeterRegistry meters) {
    this.drafts = drafts;
    this.lookup = lookup;
    this.limits = limits;
    this.traces = traces;
    this.clock = clock;
    asked = new Semaphore(limits.atOnce() + limits.waiting());
    places = new Semaphore(limits.atOnce(), true);
    this.meters = new PresignMeters(meters);
  }

  /**
   * Checks a text that was sent as such.
   *
   * @param report without a text
   * @throws Refused if the text is blank or too long
   * @throws Busy if too many others are checked
   */
  public Draft check(Door door, Caller caller, Report.Builder report, String text)
      throws Busy, Refused {
    return check(door, caller, report, text, List.of());
  }

  /**
   * The same behind earlier reports of the patient.
   *
   * @param earlier newest first
   */
  Draft check(
      Door door, Caller caller, Report.Builder report, String text, List<EarlierReport> earlier)
      throws Busy, Refused {
    SentText sent = sent(text);
    return check(door, caller, report.text(sent.read()).build(), sent, earlier);
  }

  /**
   * Requires that something is checked at all.
   *
   * @throws Closed in shadow mode
   */
  public void requireOpen() throws Closed {
    if (limits.closed()) {
      throw new Closed();
    }
  }

  /**
   * A text to be checked.
   *
   * @throws Refused if it is blank or too long
   */
  SentText sent(String text) throws Refused {
    requireOpen();
    requireLength(text);
    SentText sent = new SentText(text);
    requireText(sent.read());
    return sent;
  }

  /**
   * Checks a report that a message held.
   *
   * @throws Refused if the text is blank or too long
   * @throws Busy if too many others are checked
   */
  public Draft check(Door door, Caller caller, Report report) throws Busy, Refused {
    requireOpen();
    requireLength(report.text());
    requireText(report.text());
    return check(door, caller, report, new SentText(report.text()), List.of());
  }

  private void requireLength(String text) throws Refused {
    if (text.length() > limits.maxText()) {
      throw new Refused(
          "the report has more than "
              + limits.maxText()
              + " characters: send a shorter one, or raise rtl.presign.max-text");
    }
  }

  private static void requireText(String text) throws Refused {
    if (text.isBlank()) {
      throw new Refused("the report has no text: there is nothing to check");
    }
  }

  private Draft check(
      Door door, Caller caller, Report report, SentText sent, List<EarlierReport> earlier)
      throws Busy, Refused {
    refuseMark(report);
    long began = System.nanoTime();
    if (!asked.tryAcquire()) {
      throw busy();
    }
    try {
      Draft draft = inPlace(report, sent, lookup.of(caller, report).beside(earlier));
      leave(door, caller.name(), draft, List.of());
      meters.checked(door, System.nanoTime() - began);
      return draft;
    } finally {
      asked.release();
    }
  }

  /**
   * @throws Refused if the report has the reserved mark
   */
  void refuseMark(Report report) throws Refused {
    if (ReservedMark.isOn(report)) {
      throw new Refused("the report " + ReservedMark.REFUSED);
    }
  }

  private Draft inPlace(Report report, SentText sent, EarlierLookup.Found earlier) throws Busy {
    try {
      if (!places.tryAcquire(limits.patience().toMillis(), TimeUnit.MILLISECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
    try {
      return drafts.check(report, sent, earlier);
    } finally {
      places.release();
    }
  }

  private Busy busy() {
    meters.busy();
    return new Busy("too many reports are checked at the same time: send it again");
  }

  /**
   * Writes what stays of a check.
   *
   * @param more facts for the access log, without a word of the report
   */
  void leave(Door door, String user, Draft draft, List<String> more) {
    List<String> facts =
        Stream.of(
                Stream.of("characters=" + draft.audit().report().text().length()),
                more.stream(),
                draft.flags().entrySet().stream().map(f -> f.getKey() + "=" + f.getValue()))
            .flatMap(all -> all)
            .toList();
    traces
        .accesses()
        .accept(new Access(clock.instant(), user, "check", door.code(), facts, draft.read()));
    traces.flags().accept(draft);
  }

  /** What is known of the patient, for a check with an image. */
  EarlierLookup.Found earlier(Caller caller, Report report) {
    return lookup.of(caller, report);
  }

  PresignMeters meters() {
    return meters;
  }
}
