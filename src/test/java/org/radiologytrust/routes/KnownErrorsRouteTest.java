package org.radiologytrust.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who is told that a check does not find its known error. */
@Tag("safety")
class KnownErrorsRouteTest extends RouteTest {
  private @Nullable String alarm;
  private boolean failing;

  KnownErrorsRouteTest() {
    super("known-errors.yaml");
  }

  /** Stands for {@code KnownErrors}. */
  public final class Known {
    public void look(Exchange exchange) {
      exchange.getMessage().setBody(alarm);
    }

    public void told() {
      calls.add("told");
    }
  }

  @Override
  void bind(CamelContext camel) {
    camel.getRegistry().bind("knownErrors", new Known());
  }

  private RouteBuilder webhook() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:operator-alarm-webhook")
            .errorHandler(noErrorHandler())
            .process(
                exchange -> {
                  calls.add(exchange.getMessage().getBody(String.class));
                  if (failing) {
                    throw new IllegalStateException("the webhook is away");
                  }
                });
      }
    };
  }

  @Test
  void anAlarmThatCouldNotBeSentIsNotTold() throws Exception {
    context.addRoutes(webhook());
    start("known-errors");
    send("known-errors", "");
    assertEquals(List.of(), calls, "there is no alarm");
    alarm = "age (it flagged nothing)";
    failing = true;
    assertTrue(send("known-errors", "").isFailed());
    assertEquals(List.of(alarm), calls);
    failing = false;
    send("known-errors", "");
    assertEquals(List.of(alarm, alarm, "told"), calls);
  }

  @Test
  void aSiteWithoutNotificationsHasNobodyToTell() throws Exception {
    start("known-errors");
    alarm = "age (it flagged nothing)";
    send("known-errors", "");
    assertEquals(List.of("told"), calls);
  }
}
