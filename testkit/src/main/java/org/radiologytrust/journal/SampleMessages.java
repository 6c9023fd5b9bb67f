package org.radiologytrust.journal;

import java.nio.charset.StandardCharsets;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.model.Report;

/** Messages as they come over HL7. Their bytes are those of their key, their answers are empty. */
public final class SampleMessages {
  private SampleMessages() {}

  public static Inbox.Incoming report(String key, Report report) {
    return message(report.site(), key, new Inbox.Parsed(report));
  }

  public static Inbox.Incoming message(String site, String key, Inbox.Disposition disposition) {
    return new Inbox.Incoming(
        "hl7",
        site,
        key,
        key.getBytes(StandardCharsets.UTF_8),
        disposition,
        (outcome, reason) -> new byte[0]);
  }
}
