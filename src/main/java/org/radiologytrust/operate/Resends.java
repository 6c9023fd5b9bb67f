package org.radiologytrust.operate;

import java.util.UUID;
import org.radiologytrust.auth.login.ActionLog;
import org.radiologytrust.journal.results.DeadLetters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends deliveries again that were given up. */
public final class Resends {
  private static final Logger LOG = LoggerFactory.getLogger(Resends.class);

  private final DeadLetters letters;

  public Resends(DeadLetters letters) {
    this.letters = letters;
  }

  /**
   * Prepares and sends one again.
   *
   * @param id the run of the audit, or the decision
   * @throws OperationRefused if there is no such dead delivery, or it must not be sent
   */
  public void resend(String id, String sink) {
    UUID delivery = id(id);
    if (!letters.resend(delivery, sink)) {
      throw OperationRefused.conflict(
          "no such dead delivery, or a later audit of the report replaced it, or its audit must be"
              + " sent first");
    }
    LOG.info("DeadLetters.resend of {} to {} by {}", delivery, sink, ActionLog.currentUser());
  }

  /** The id of a delivery, as somebody gives it. */
  static UUID id(String given) {
    try {
      return UUID.fromString(given);
    } catch (IllegalArgumentException e) {
      throw OperationRefused.invalid("id must be one that the list of deliveries shows");
    }
  }

  /**
   * Sends all of a sink again that are not superseded.
   *
   * @return how many
   */
  public int resendAll(String sink) {
    int sent = letters.resendAll(sink);
    if (sent > 0) {
      LOG.info("DeadLetters.resendAll to {} by {}: {}", sink, ActionLog.currentUser(), sent);
    }
    return sent;
  }
}
