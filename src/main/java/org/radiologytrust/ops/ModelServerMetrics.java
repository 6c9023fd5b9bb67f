package org.radiologytrust.ops;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.radiologytrust.llm.ReuseResult;
import org.radiologytrust.llm.server.ServerState;

/** Metrics of the model servers. A removed server is shown until its last call has ended. */
public final class ModelServerMetrics implements MultiCollector {
  private final Supplier<List<ServerState>> servers;
  private final IntSupplier waiting;
  private final Supplier<List<ReuseResult>> reuse;

  /**
   * @param servers current states
   * @param waiting number of calls that wait for a slot of any server
   * @param reuse what the test of reuse told of each model at each server
   */
  public ModelServerMetrics(
      Supplier<List<ServerState>> servers, IntSupplier waiting, Supplier<List<ReuseResult>> reuse) {
    this.servers = servers;
    this.waiting = waiting;
    this.reuse = reuse;
  }

  @Override
  public MetricSnapshots collect() {
    List<ServerState> states = servers.get();
    if (states.isEmpty()) {
      return MetricSnapshots.of();
    }
    return MetricSnapshots.of(
        gauge(
            "rtl_model_server_open",
            "1 while the server's circuit breaker is open or half open, else 0",
            states,
            state -> state.breaker() == ServerState.Breaker.CLOSED ? 0 : 1),
        gauge(
            "rtl_model_server_calls",
            "Calls in progress at the server",
            states,
            state -> state.load().inFlight()),
        gauge(
            "rtl_model_server_weight",
            "1 for a server of usual speed; less for one that is slower or failed lately",
            states,
            state -> state.load().weight()),
        GaugeSnapshot.builder()
            .name("rtl_model_calls_waiting")
            .help("Calls that wait for a free slot of a model server")
            .dataPoint(GaugeDataPointSnapshot.builder().value(waiting.getAsInt()).build())
            .build(),
        imageReuse());
  }

  private GaugeSnapshot imageReuse() {
    GaugeSnapshot.Builder gauge =
        GaugeSnapshot.builder()
            .name("rtl_model_image_reuse")
            .help(
                "1 where the calls of a run share a nonce, so that an image is read once; else 0");
    for (ReuseResult result : reuse.get()) {
      gauge.dataPoint(
          GaugeDataPointSnapshot.builder()
              .labels(Labels.of("server", result.server(), "model", result.model()))
              .value(result.holds() ? 1 : 0)
              .build());
    }
    return gauge.build();
  }

  private static GaugeSnapshot gauge(
      String name, String help, List<ServerState> states, ToDoubleFunction<ServerState> value) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    states.forEach(
        state ->
            gauge.dataPoint(
                GaugeDataPointSnapshot.builder()
                    .labels(Labels.of("server", state.server()))
                    .value(value.applyAsDouble(state))
                    .build()));
    return gauge.build();
  }
}
