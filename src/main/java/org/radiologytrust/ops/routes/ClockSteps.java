package org.radiologytrust.ops.routes;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.radiologytrust.model.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts routes again after the machine's clock was set back. Java's timers and Kafka's consumers
 * wait until the clock shows a certain time. If it is set back by an hour, they wait an hour
 * longer, and no check fails.
 */
public final class ClockSteps {
  private static final Logger LOG = LoggerFactory.getLogger(ClockSteps.class);
  private static final Duration EVERY = Duration.ofSeconds(2);

  /** After a smaller step, they wait that much longer at most. */
  private static final Duration STEP = Duration.ofSeconds(5);

  /** Components whose consumers wait by the machine's clock. */
  private static final Set<String> COMPONENTS = Set.of("timer", "kafka");

  private final CamelContext context;
  private final LongSupplier millis;
  private final LongSupplier nanos;
  private long shown;
  private long readAt;

  /**
   * @param millis the machine's clock, as {@link System#currentTimeMillis}
   * @param nanos a monotonic clock, as {@link System#nanoTime}
   */
  ClockSteps(CamelContext context, LongSupplier millis, LongSupplier nanos) {
    this.context = context;
    this.millis = millis;
    this.nanos = nanos;
    this.shown = millis.getAsLong();
    this.readAt = nanos.getAsLong();
  }

  /** Watches the clock of this machine until Camel stops. */
  public static void watch(CamelContext context) {
    ClockSteps steps = new ClockSteps(context, System::currentTimeMillis, System::nanoTime);
    context
        .getExecutorServiceManager()
        .newSingleThreadScheduledExecutor(steps, "clock-steps")
        .scheduleWithFixedDelay(
            steps::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Compares the clock with what it showed at the last call. */
  void look() {
    long now = millis.getAsLong();
    long read = nanos.getAsLong();
    long back = TimeUnit.NANOSECONDS.toMillis(read - readAt) - (now - shown);
    shown = now;
    readAt = read;
    if (back >= STEP.toMillis()) {
      List<String> waiting =
          context.getRoutes().stream().filter(this::waits).map(Route::getRouteId).toList();
      LOG.warn(
          "the machine's clock was set back by {}; routes that wait by it are started again: {}",
          Texts.duration(Duration.ofMillis(back)),
          waiting);
      waiting.forEach(this::startAgain);
    }
  }

  private boolean waits(Route route) {
    String component = route.getEndpoint().getEndpointUri().split(":", 2)[0];
    return COMPONENTS.contains(component)
        && context.getRouteController().getRouteStatus(route.getRouteId()).isStarted();
  }

  private void startAgain(String route) {
    try {
      context.getRouteController().stopRoute(route);
      context.getRouteController().startRoute(route);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      // the check of the route says that it is stopped
      LOG.error("route {} could not be started again: {}", route, e.getClass().getName());
    }
  }
}
