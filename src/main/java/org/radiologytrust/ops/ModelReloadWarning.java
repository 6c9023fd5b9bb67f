package org.radiologytrust.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs a warning when a server loads a model repeatedly. Each load costs seconds, and nothing else
 * shows it.
 */
final class ModelReloadWarning {
  private static final Logger LOG = LoggerFactory.getLogger(ModelReloadWarning.class);

  /** Shorter than servers keep a model, so that the second load within it is one too many. */
  static final Duration SOON = Duration.ofMinutes(10);

  static final Duration SILENCE = Duration.ofMinutes(1);

  private final Clock clock;
  private final Map<String, Instant> loaded = new HashMap<>();
  private Instant said = Instant.MIN;

  ModelReloadWarning(Clock clock) {
    this.clock = clock;
  }

  /**
   * Must be called when a server had to load a model.
   *
   * @return whether a warning was logged: the model was loaded shortly before, and there was no
   *     warning within {@link #SILENCE}
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
