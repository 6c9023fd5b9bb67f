package org.radiologytrust.pipeline;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.journal.StudyStore;
import org.radiologytrust.llm.ModelCatalog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether runs are made with a model. Until the configured models have been seen once, runs
 * go without and say so; from then on, restarts included, a run waits for them: a server that is
 * away for an hour must not turn audits into half ones.
 */
public final class ModelGate {
  private static final Logger LOG = LoggerFactory.getLogger(ModelGate.class);

  /** Name under which the journal keeps which models have been seen. */
  private static final String FEED = "models";

  private final ModelCatalog catalog;
  private final Models models;
  private final StudyStore memory;
  private final Clock clock;
  private final Duration again;
  private Instant asked = Instant.EPOCH;
  private String lacking = "";
  private boolean seen;

  /**
   * @param memory keeps what was seen
   * @param again how often to ask while no model was seen
   */
  public ModelGate(
      ModelCatalog catalog, Models models, StudyStore memory, Clock clock, Duration again) {
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
   * Whether this run goes without a model. The log says why, in the operator's words.
   *
   * @param begun a model has answered a step of this run: it waits for the rest
   * @return empty when a model is to be asked, else why not, in a clinician's words
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
      // alignment sees images too, so both models must
      Optional<String> missing =
          catalog.missing(
              List.of(models.base(), models.lora()), List.of(models.base(), models.lora()));
      seen = missing.isEmpty();
      if (seen) {
        memory.storeCursor(FEED, names());
        LOG.info("models {} and {} are there: audits use them", models.base(), models.lora());
      } else if (!missing.get().equals(lacking)) {
        lacking = missing.get();
        LOG.warn("audits go without a model: {}", lacking);
      }
    }
    return seen ? Optional.empty() : Optional.of(ClinicalReason.MODEL_NOT_AVAILABLE);
  }
}
