package org.radiologytrust.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says so in the log when a server loads a model again and again: each time costs seconds, and
 * nothing else tells of it.
 */
final class ReloadAlarm {
  private static final Logger LOG = LoggerFactory.getLogger(ReloadAlarm.class);

  /** Shorter than a model is kept, so that two loads within it are one too many. */
  static final Duration SOON = Duration.ofMinutes(10);

  static final Duration SILENCE = Duration.ofMinutes(1);

  private final Clock clock;
  private final Map<String, Instant> loaded = new HashMap<>();
  private Instant said = Instant.MIN;

  ReloadAlarm(Clock clock) {
    this.clock = clock;
  }

  /**
   * A server had to load a model.
   *
   * @return whether that was said: it came soon after the time before, and nothing was said lately
   */
  synchronized boolean loaded(String server, String model) {
    Instant now = clock.instant();
    Instant before = loaded.put(server + " " + model, now);
    boolean again = before != null && now.isBefore(before.plus(SOON));
    if (!again || now.isBefore(said.plus(SILENCE))) {
      return false;
    }
    said = now;
    LOG.warn(
        "the model server at {} loads {} again and again: let all its callers use the num_ctx of"
            + " rtl.model.context and a keep_alive as long as rtl.model.keep-alive; where two"
            + " models do not fit the card, set rtl.model.base and rtl.model.lora to one",
        server,
        model);
    return true;
  }
}
