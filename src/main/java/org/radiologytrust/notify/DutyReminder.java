package org.radiologytrust.notify;

import java.time.Duration;
import org.apache.camel.Exchange;
import org.radiologytrust.journal.shadow.DutyFlags;

/**
 * The steps of the route that reminds the clinician on duty by e-mail. What is sent names no report
 * and no flag. If the process dies between sending and {@link #sent}, the reminder comes again.
 */
public final class DutyReminder {
  private static final String SUBJECT = "Radiology Trust Layer: flags to pass on";
  private static final String TEXT =
      """
      In the trial, something was found that you pass on, and it is still open:

      %s/duty

      The page needs your log-in. This reminder comes again while something is open.
      """;

  private final DutyFlags duties;
  private final Duration every;
  private final String from;
  private final String to;
  private final String page;

  /**
   * @param every how long after a reminder the next one comes
   * @param from address of the sender
   * @param to address of the clinician
   * @param page URL under which the review page is reached
   */
  DutyReminder(DutyFlags duties, Duration every, String from, String to, String page) {
    this.duties = duties;
    this.every = every;
    this.from = from;
    this.to = to;
    this.page = page;
  }

  /** Route step: makes the e-mail, or ends the exchange where none is due. */
  public void write(Exchange exchange) {
    if (duties.due(every) == 0) {
      exchange.setRouteStop(true);
      return;
    }
    org.apache.camel.Message mail = exchange.getMessage();
    mail.removeHeaders("*");
    mail.setHeader("From", from);
    mail.setHeader("To", to);
    mail.setHeader("Subject", SUBJECT);
    // nobody's absence is answered
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setBody(TEXT.formatted(page));
  }

  /** Route step, once the mail server has the e-mail. */
  public void sent() {
    duties.reminded();
  }
}
