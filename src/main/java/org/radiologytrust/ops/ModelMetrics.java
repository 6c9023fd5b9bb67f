package org.radiologytrust.ops;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import org.radiologytrust.llm.ModelFailure;
import org.radiologytrust.llm.ModelObserver;

/** What the calls to the models took: {@code rtl_step_seconds} and {@code rtl_model_*}. */
public final class ModelMetrics implements ModelObserver {
  private final MeterRegistry registry;

  public ModelMetrics(MeterRegistry registry) {
    this.registry = registry;
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
