package org.radiologytrust.ops.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.RoutePolicySupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.model.SettableClock;

@Tag("safety")
class ClockStepsTest {
  private final SettableClock clock = new SettableClock();
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final List<String> started = new CopyOnWriteArrayList<>();
  private ClockSteps steps;

  private final class Starts extends RoutePolicySupport {
    @Override
    public void onStart(Route route) {
      started.add(route.getId());
    }
  }

  @BeforeEach
  void start() throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            for (String id : List.of("polls", "stopped")) {
              from("timer:" + id + "?period=1h").routeId(id).routePolicy(new Starts()).to("log:x");
            }
            from("direct:asked").routeId("asked").routePolicy(new Starts()).to("log:x");
          }
        });
    context.start();
    context.getRouteController().stopRoute("stopped");
    started.clear();
    steps = new ClockSteps(context, clock::millis, clock::nanos);
  }

  @AfterEach
  void stop() throws IOException {
    context.close();
  }

  @Test
  void aClockThatIsSetBackStartsTheRoutesThatWaitByItAgain() {
    clock.advance(Duration.ofSeconds(2));
    steps.look();
    assertEquals(List.of(), started);
    clock.set(Duration.ofHours(-1));
    clock.advance(Duration.ofSeconds(2));
    steps.look();
    assertEquals(List.of("polls"), started);
    clock.advance(Duration.ofSeconds(2));
    steps.look();
    assertEquals(List.of("polls"), started, "once");
  }

  @Test
  void aClockThatIsSetForwardOrPutRightByLittleStartsNothing() {
    clock.set(Duration.ofDays(3650));
    steps.look();
    clock.set(Duration.ofSeconds(-1));
    steps.look();
    assertEquals(List.of(), started);
  }
}
