package org.radiologytrust.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.radiologytrust.journal.notifications.Notifications;
import org.radiologytrust.journal.notifications.Notifications.Message;
import org.radiologytrust.journal.results.Outbox.Delivery;
import org.radiologytrust.journal.work.Lease;
import org.radiologytrust.journal.work.LeaseEndedException;
import org.radiologytrust.model.Texts;
import org.radiologytrust.retry.RetryVerdict.Kind;

/**
 * The steps of the routes that tell people of urgent flags. What is sent names the notification by
 * its random id: no patient, no number of a report, and the class of the flag only if the site says
 * so.
 */
public final class Notifier {
  private static final String SUBJECT = "Radiology Trust Layer: a report needs a look now";
  private static final String TEXT =
      """
      An audit has found something in a report that somebody should see now:

      %s
      %s
      The link needs a log-in. If nobody opens the report within %s, the next on the list is told.
      """;

  private final Notifications notifications;
  private final NotifySettings settings;
  private final Webhook webhook;
  private final SendCounts counts;
  private final List<List<String>> list;

  Notifier(
      Notifications notifications, NotifySettings settings, Webhook webhook, SendCounts counts) {
    this.notifications = notifications;
    this.settings = settings;
    this.webhook = webhook;
    this.counts = counts;
    this.list = settings.list().stream().map(Recipients::sinks).toList();
  }

  /** Step of the polling route: has those told whose turn it is. */
  public void tell() {
    notifications.tell(list, settings.unread());
  }

  /**
   * Route step: returns once the webhook has the message.
   *
   * @throws NotSent if it has not
   * @throws LeaseEndedException if another node may have taken over
   */
  public void post(
      Exchange exchange,
      @ExchangeProperty(Delivery.KEY) Delivery delivery,
      @ExchangeProperty(Lease.KEY) Lease lease)
      throws NotSent, LeaseEndedException {
    Message message = message(delivery);
    URI hook = recipients(message).hook().orElseThrow(Notifier::listChanged);
    counts.follow(exchange, SendCounts.WEBHOOK);
    lease.require();
    webhook.post(hook, json(message));
  }

  /**
   * Route step: replaces the body by the e-mail.
   *
   * @throws NotSent if nobody is to get it any more
   */
  public void write(Exchange exchange, @ExchangeProperty(Delivery.KEY) Delivery delivery)
      throws NotSent {
    Message message = message(delivery);
    Recipients to = recipients(message);
    if (to.addresses().isEmpty()) {
      throw listChanged();
    }
    counts.follow(exchange, SendCounts.MAIL);
    org.apache.camel.Message mail = exchange.getMessage();
    mail.removeHeaders("*");
    mail.setHeader("From", settings.mail().orElseThrow().from());
    mail.setHeader("To", String.join(", ", to.addresses()));
    mail.setHeader("Subject", SUBJECT);
    // the same at each try, so that a mailbox can tell a repeat
    mail.setHeader(
        "Message-ID",
        "<" + message.id() + "." + message.step() + "@" + settings.page().getHost() + ">");
    // nobody's absence is answered
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setBody(
        TEXT.formatted(
            url(message),
            settings.namesClass() ? "\nClass: " + message.weight().title() + "\n" : "",
            Texts.duration(settings.unread())));
  }

  private Message message(Delivery delivery) throws NotSent {
    return notifications
        .message(delivery.id())
        .orElseThrow(() -> new NotSent(Kind.STOPPED, "it is over: it was read, or has ended"));
  }

  private Recipients recipients(Message message) throws NotSent {
    if (message.step() >= list.size()) {
      throw listChanged();
    }
    return settings.list().get(message.step());
  }

  private static NotSent listChanged() {
    return new NotSent(Kind.NEVER, "rtl.notify.to no longer names whom this was for");
  }

  private String json(Message message) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", message.id().toString());
    json.put("url", url(message));
    json.put("time", message.at().toString());
    if (settings.namesClass()) {
      json.put("class", message.weight().code());
    }
    return json.toString();
  }

  private String url(Message message) {
    return settings.page() + "/n/" + message.id();
  }
}
