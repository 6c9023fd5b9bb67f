package org.radiologytrust.pipeline;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.journal.work.FeedCursors;
import org.radiologytrust.llm.server.ModelCatalog;
import org.radiologytrust.pipeline.step.Models;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether runs ask a model. Until the configured models have been seen once, runs work
 * without a model and note that. From then on, also after a restart, runs wait for the models, so
 * that an outage does not lead to audits without a model.
 */
public final class ModelGate {
  private static final Logger LOG = LoggerFactory.getLogger(ModelGate.class);

  /** Journal cursor that stores which models have been seen. */
  private static final String FEED = "models";

  private final ModelCatalog catalog;
  private final Models models;
  private final FeedCursors memory;
  private final Clock clock;
  private final Duration again;
  private Instant asked = Instant.EPOCH;
  private String lacking = "";
  private boolean seen;

  /**
   * @param memory stores which models have been seen
   * @param again interval between two checks while the models have not been seen
   */
  public ModelGate(
      ModelCatalog catalog, Models models, FeedCursors memory, Clock clock, Duration again) {
    this.catalog = catalog;
    this.models = models;
    this.memory = memory;
    this.clock = clock;
    this.again = again;
    this.seen = !catalog.isNone() && memory.cursor(FEED).equals(names());
  }

  private String names() {
    return models.base() + " " + models.lora();
  }

  /**
   * Decides for one run. The log gives the reason in the operator's words.
   *
   * @param begun whether a model has already answered a step of this run; then the run waits for
   *     the model
   * @return empty when the run asks a model; otherwise the reason why not, in a clinician's words
   */
  public synchronized Optional<String> lacking(boolean begun) {
    if (catalog.isNone()) {
      if (lacking.isEmpty()) {
        lacking = catalog.missing(List.of(), List.of()).orElseThrow();
        LOG.info("audits go without a model: {}", lacking);
      }
      return Optional.of(ClinicalReason.NO_MODEL);
    }
    if (begun) {
      return Optional.empty();
    }
    if (!seen && !clock.instant().isBefore(asked.plus(again))) {
      asked = clock.instant();
      // the alignment shows images as well, so both models must support them
      Optional<String> missing =
          catalog.missing(
              List.of(models.base(), models.lora()), List.of(models.base(), models.lora()));
      seen = missing.isEmpty();
      if (seen) {
        memory.store(FEED, names());
        LOG.info(
            "found the models {} and {}; audits use them from now on",
            models.base(),
            models.lora());
      } else if (!missing.get().equals(lacking)) {
        lacking = missing.get();
        LOG.warn("audits go without a model: {}", lacking);
      }
    }
    return seen ? Optional.empty() : Optional.of(ClinicalReason.MODEL_NOT_AVAILABLE);
  }

  /**
   * Why audits are made without a model.
   *
   * @return empty when they use one; otherwise the reason in the operator's words
   */
  public synchronized Optional<String> problem() {
    return lacking(false).map(reason -> lacking);
  }
}
