package org.radiologytrust.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Message;

/**
 * Tells the first entry of the list that the product itself does not work as it should. Nothing of
 * this is about a report, so nobody reads it away: it is told once, and metrics say how long it
 * lasts.
 */
public final class OperatorAlarms {
  private static final String SUBJECT = "Radiology Trust Layer: flags may not come";

  private final NotifySettings settings;
  private final Webhook webhook;
  private final Clock clock;

  OperatorAlarms(NotifySettings settings, Webhook webhook, Clock clock) {
    this.settings = settings;
    this.webhook = webhook;
    this.clock = clock;
  }

  /**
   * Route step: returns once the webhook of the first entry, if it has one, has the alarm.
   *
   * @param id the same at each try
   * @throws NotSent if it has not
   */
  public void post(@Header("RtlAlarm") String id) throws NotSent {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", id);
    json.put("url", settings.page() + "/");
    json.put("time", clock.instant().toString());
    json.put("alarm", "known-errors");
    for (URI hook : settings.list().get(0).hook().stream().toList()) {
      webhook.post(hook, json.toString());
    }
  }

  /** Route step: replaces the body by the e-mail, or by nothing where nobody is to get one. */
  public void write(Exchange exchange, @Header("RtlAlarm") String id, @Body String text) {
    List<String> addresses = settings.list().get(0).addresses();
    Message mail = exchange.getMessage();
    mail.removeHeaders("*");
    if (addresses.isEmpty()) {
      mail.setBody(null);
      return;
    }
    mail.setHeader("From", settings.mail().orElseThrow().from());
    mail.setHeader("To", String.join(", ", addresses));
    mail.setHeader("Subject", SUBJECT);
    mail.setHeader("Message-ID", "<" + id + "@" + settings.page().getHost() + ">");
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setBody(text + "\n\nWhat to do: docs/operate.md, RtlKnownErrorMissed.\n");
  }
}
