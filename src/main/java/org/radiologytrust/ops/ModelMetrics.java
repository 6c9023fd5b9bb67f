package org.radiologytrust.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.radiologytrust.llm.ModelObserver;
import org.radiologytrust.llm.ask.ModelFailure;

/**
 * Metrics of the calls to the models: {@code rtl_step_seconds} and {@code rtl_model_*}. Calls =
 * answered + refused; refused = the sum of the refusals by reason.
 */
public final class ModelMetrics implements ModelObserver {
  /**
   * From this load time on, the server must have loaded the model for the call. A loaded model
   * reports 0.05 s, on a busy machine 0.3 s; loading the smallest model takes more than a second.
   */
  static final Duration LOADED = Duration.ofSeconds(1);

  private final MeterRegistry registry;
  private final ModelReloadWarning alarm;

  public ModelMetrics(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.alarm = new ModelReloadWarning(clock);
  }

  /**
   * Shows whether audits can ask a model.
   *
   * @param available empty while unknown, shown as NaN
   */
  public void watchAvailability(Supplier<Optional<Boolean>> available) {
    Gauge.builder(
            "rtl.model.available",
            () -> available.get().map(there -> there ? 1.0 : 0.0).orElse(Double.NaN))
        .description("1 while audits can ask a model, 0 while they go without or wait for it")
        .register(registry);
  }

  @Override
  public void received(String step, String model, String server, Figures figures) {
    time("rtl.step", "Whole answers, from the request to the last token", step, model)
        .record(Duration.ofNanos(figures.nanos()));
    if (figures.firstTokenNanos() > 0) {
      time("rtl.model.first.token", "From the request to the first token", step, model)
          .record(Duration.ofNanos(figures.firstTokenNanos()));
    }
    Duration load = Duration.ofNanos(figures.loadNanos());
    time("rtl.model.load", "What the server says it took to have the model loaded", step, model)
        .record(load);
    tokens(step, model, "in").increment(figures.counts().prompt());
    tokens(step, model, "kept").increment(figures.counts().kept());
    tokens(step, model, "out").increment(figures.counts().answer());
    if (load.compareTo(LOADED) >= 0) {
      Counter.builder("rtl.model.reloads")
          .description("Answers for which the server had to load the model first")
          .tag("model", model)
          .register(registry)
          .increment();
      alarm.loaded(server, model);
    }
  }

  @Override
  public void answered(String step, String model) {
    called(step, model, "answered");
  }

  @Override
  public void refused(String step, String model, ModelFailure.Reason reason) {
    called(step, model, "refused");
    Counter.builder("rtl.model.refusals")
        .description("Calls that gave nothing usable, by reason")
        .tags("step", step, "model", model, "reason", reason.code())
        .register(registry)
        .increment();
  }

  @Override
  public void retried(String step, String model) {
    Counter.builder("rtl.model.retries")
        .description("Second and later calls for the same request")
        .tags("step", step, "model", model)
        .register(registry)
        .increment();
  }

  private void called(String step, String model, String outcome) {
    Counter.builder("rtl.model.calls")
        .description("Calls to the models: answered validly, or refused")
        .tags("step", step, "model", model, "outcome", outcome)
        .register(registry)
        .increment();
  }

  private Counter tokens(String step, String model, String direction) {
    return Counter.builder("rtl.model.tokens")
        .description(
            "Tokens of prompts (in), those of them that the server did not read again (kept), and of"
                + " whole answers (out)")
        .tags("step", step, "model", model, "direction", direction)
        .register(registry);
  }

  private Timer time(String name, String description, String step, String model) {
    return Timer.builder(name)
        .description(description)
        .tags("step", step, "model", model)
        .register(registry);
  }
}
