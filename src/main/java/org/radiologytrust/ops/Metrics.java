package org.radiologytrust.ops;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.radiologytrust.journal.Counters;
import org.radiologytrust.journal.Inbox;
import org.radiologytrust.llm.ModelFailure;
import org.radiologytrust.llm.ModelObserver;

/**
 * The metrics of the contract, read from the journal at each look, so that they agree with each
 * other and survive a restart; and what the model calls took.
 */
public final class Metrics implements ModelObserver {
  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /**
   * A counter by its name, which scripts know; the Prometheus client gives no gauge a name that
   * ends in total.
   */
  private static final String ENDED =
      "Report versions by how their last run ended, as it is now: one that was audited and fails"
          + " when late images come moves to not_auditable, so that the sum holds; compare values,"
          + " not rates";

  private final MeterRegistry registry;
  private final Supplier<Counters.Counts> source;
  private Counters.Counts counts;
  private long read;

  /**
   * @param sinks names of the sinks, so that a count of 0 is shown too
   */
  public Metrics(MeterRegistry registry, Counters counters, List<String> sinks) {
    this.registry = registry;
    this.source = counters::counts;
    for (Inbox.Outcome outcome : Inbox.Outcome.values()) {
      FunctionCounter.builder("rtl.messages", this, m -> m.counts().messages().get(outcome.code()))
          .description("Messages that came, by what became of them")
          .tag("outcome", outcome.code())
          .register(registry);
    }
    FunctionCounter.builder("rtl.reports", this, m -> m.counts().audited())
        .description(ENDED)
        .tag("outcome", "audited")
        .register(registry);
    FunctionCounter.builder("rtl.reports", this, m -> m.counts().notAuditable())
        .description(ENDED)
        .tag("outcome", "not_auditable")
        .register(registry);
    for (String state : List.of("awaiting_images", "ready", "auditing")) {
      Gauge.builder("rtl.reports.open", this, m -> m.counts().open().get(state))
          .description("Report versions on their way")
          .tag("state", state)
          .register(registry);
    }
    for (String sink : sinks) {
      for (String state : List.of("pending", "sent", "dead")) {
        Gauge.builder("rtl.deliveries", this, m -> m.deliveries(sink, state))
            .description("Audits on their way to a sink")
            .tag("sink", sink)
            .tag("state", state)
            .register(registry);
      }
    }
  }

  private double deliveries(String sink, String state) {
    return counts().deliveries().getOrDefault(sink, Map.of()).getOrDefault(state, 0L);
  }

  /** All meters of one scrape see the same counts. */
  private synchronized Counters.Counts counts() {
    long now = System.nanoTime();
    if (counts == null || now - read > FRESH_NANOS) {
      counts = source.get();
      read = now;
    }
    return counts;
  }

  @Override
  public void answered(
      String step, String model, long nanos, int promptTokens, int answerTokens, long loadNanos) {
    registry.timer("rtl.step", "step", step, "model", model).record(nanos, TimeUnit.NANOSECONDS);
    registry
        .counter("rtl.model.tokens", "step", step, "model", model, "direction", "in")
        .increment(promptTokens);
    registry
        .counter("rtl.model.tokens", "step", step, "model", model, "direction", "out")
        .increment(answerTokens);
    registry
        .timer("rtl.model.load", "step", step, "model", model)
        .record(loadNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void refused(String step, String model, ModelFailure.Reason reason) {
    registry
        .counter("rtl.model.refusals", "step", step, "model", model, "reason", reason.code())
        .increment();
  }
}
