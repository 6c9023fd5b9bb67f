package org.radiologytrust.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.launch.CapturedLog;

/** The order of the stages in routes/audit.yaml, and what becomes of a run when one fails. */
@Tag("safety")
class AuditRouteTest extends RouteTest {
  private String failing = "";
  private RuntimeException putOff;

  AuditRouteTest() {
    super("audit.yaml");
  }

  private static List<Object> body(Exchange exchange) {
    return new ArrayList<>((List<?>) exchange.getMessage().getBody());
  }

  /** A stage adds its name to the body, a list, or fails with a text that nobody may see. */
  public class Stage {
    final String name;

    Stage(String name) {
      this.name = name;
    }

    void came(String method, Exchange exchange) {
      String stage = method.isEmpty() ? name : name + "." + method;
      calls.add(stage);
      if (stage.equals(failing)) {
        throw new IllegalStateException("CANARY");
      }
      List<Object> body = body(exchange);
      body.add(stage);
      exchange.getMessage().setBody(body);
    }
  }

  /** Bean {@code audits}. */
  public final class Ends extends Stage {
    Ends() {
      super("audits");
    }

    public void open(Exchange exchange) {
      came("open", exchange);
    }

    public void checked(Exchange exchange) {
      exchange.setProperty("checked", true);
      came("checked", exchange);
    }

    public void complete(Exchange exchange) {
      came("complete", exchange);
    }

    public void failed(Exchange exchange) {
      came("failed", exchange);
      Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      assertEquals("CANARY", cause.getMessage());
      assertEquals(true, exchange.getProperty("checked"), "what the checks found is known here");
      if (putOff != null) {
        throw putOff;
      }
    }
  }

  /** Every other bean. */
  public final class Step extends Stage {
    Step(String name) {
      super(name);
    }

    public void segment(Exchange exchange) {
      came("", exchange);
    }

    public void hold(Exchange exchange) {
      came("", exchange);
    }

    public void check(Exchange exchange) {
      came("", exchange);
    }

    public void score(Exchange exchange) {
      came("", exchange);
    }

    public void publish(Exchange exchange) {
      came("", exchange);
    }

    public void correlate(Exchange exchange) {
      came("", exchange);
    }
  }

  /** A step is a bean of one method. */
  public final class ModelStep extends Stage implements Processor {
    ModelStep(String name) {
      super(name);
    }

    @Override
    public void process(Exchange exchange) {
      came("", exchange);
    }
  }

  @Override
  void bind(CamelContext camel) {
    Registry registry = camel.getRegistry();
    registry.bind("audits", new Ends());
    for (String bean :
        List.of("segmenter", "grounding", "checks", "scorer", "publisher", "correlator")) {
      registry.bind(bean, new Step(bean));
    }
    for (String step : List.of("claims", "findings", "alignment", "blank", "rewrite")) {
      registry.bind("step-" + step, new ModelStep("step-" + step));
    }
    registry.bind(
        "auditThreads", camel.getExecutorServiceManager().newCachedThreadPool(this, "audit"));
    AggregationStrategy union =
        (old, next) -> {
          if (old != null) {
            List<Object> both = body(old);
            both.addAll(body(next));
            next.getMessage().setBody(new ArrayList<>(new LinkedHashSet<>(both)));
          }
          return next;
        };
    registry.bind("auditMerge", union);
  }

  @Override
  Map<String, String> properties() {
    return Map.of(
        "rtl.correlate.enabled", "true",
        "rtl.audit.poll", "1000",
        "rtl.audit.parallel", "1");
  }

  @BeforeEach
  void startRoutes() throws Exception {
    start("audit", "audit-text", "correlate");
  }

  private List<?> published() {
    Exchange exchange = send("audit", List.of("job"));
    assertNull(exchange.getException());
    return body(exchange);
  }

  private void assertOrder(List<?> all, List<Set<String>> stages) {
    List<Object> rest = new ArrayList<>(all);
    for (Set<String> stage : stages) {
      Set<Object> next = Set.copyOf(rest.subList(0, stage.size()));
      assertEquals(stage, next, () -> all.toString());
      rest.subList(0, stage.size()).clear();
    }
    assertEquals(List.of(), rest);
  }

  @Test
  void theStagesInTheirOrder() {
    List<?> body = published();
    assertOrder(
        calls,
        List.of(
            Set.of("audits.open"),
            Set.of("segmenter"),
            Set.of("checks"),
            Set.of("audits.checked"),
            Set.of("step-claims", "step-findings"),
            Set.of("step-alignment", "step-blank"),
            Set.of("grounding"),
            Set.of("scorer"),
            Set.of("step-rewrite"),
            Set.of("audits.complete"),
            Set.of("publisher")));
    assertEquals(
        Set.copyOf(calls), Set.copyOf(body.subList(1, body.size())), "each result goes on");
  }

  /** Without a model the audit is that of the checks: what they found must reach the end. */
  @Test
  void whatWasFoundIsKeptWhenALaterStageFails() {
    for (String stage :
        List.of("step-claims", "step-blank", "grounding", "scorer", "step-rewrite")) {
      calls.clear();
      failing = stage;
      List<?> body = published();
      assertEquals(
          List.of("audits.failed", "publisher"), body.subList(body.size() - 2, body.size()), stage);
      assertEquals(1, calls.stream().filter("publisher"::equals).count());
      assertTrue(!calls.contains("audits.complete"));
    }
  }

  /** The consumer gives the run back by the exception that it sees. */
  @Test
  void aRunThatIsPutOffIsNotPublished() {
    failing = "step-claims";
    putOff = new IllegalStateException("CANARY2");
    try (CapturedLog log = CapturedLog.asInProduction()) {
      Exchange exchange = send("audit", List.of("job"));
      assertSame(putOff, exchange.getException());
      assertTrue(!calls.contains("publisher"));
      assertEquals(List.of(), log.events(), "texts of exceptions may quote patients");
    }
  }

  @Test
  void anAuditThatCannotBePublishedReachesTheConsumer() {
    failing = "publisher";
    putOff = new IllegalStateException("CANARY2");
    try (CapturedLog log = CapturedLog.asInProduction()) {
      assertSame(putOff, send("audit", List.of("job")).getException());
      assertEquals(1, calls.stream().filter("publisher"::equals).count());
      assertEquals(List.of(), log.events());
    }
  }

  @Test
  void theCorrelatorIsAsked() {
    send("correlate", List.of());
    assertEquals(List.of("correlator"), calls);
  }
}
