package org.radiologytrust.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.camel.LeaseCheck;
import org.radiologytrust.ingest.kafka.AuditHeaders;
import org.radiologytrust.journal.work.Lease;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.ops.RouteExceptionHandler;

/** routes/publish.yaml: the steps to each sink, and that a failure reaches who settles it. */
@Tag("safety")
class SinkRoutesTest extends RouteTest {
  private final IllegalStateException fault = new IllegalStateException("CANARY");
  private String failing = "";

  SinkRoutesTest() {
    super("publish.yaml");
  }

  /** Bean {@code fhirSink}. */
  public final class Sink {
    public void begin() {
      came("begin");
    }

    public String prepare(@Body String bundle) {
      came("prepare " + bundle);
      return "payload";
    }

    public void send(@Body String payload) {
      came("send " + payload);
    }

    public void look() {
      came("look");
    }

    private void came(String call) {
      calls.add(call);
      if (call.startsWith(failing) && !failing.isEmpty()) {
        throw fault;
      }
    }
  }

  /** Bean {@code oruSink}. */
  public final class Messages {
    public String prepare(@Body String bundle) {
      calls.add("prepare " + bundle);
      return "message";
    }

    public void answered(@Body String answer) {
      calls.add("answered " + answer);
      if (failing.equals("answered")) {
        throw fault;
      }
    }
  }

  @Override
  void bind(CamelContext camel) {
    camel.getRegistry().bind("fhirSink", new Sink());
    camel.getRegistry().bind("oruSink", new Messages());
    camel.getRegistry().bind("auditHeaders", new AuditHeaders());
    camel.getRegistry().bind("lease", new LeaseCheck());
    camel.getRegistry().bind(RouteExceptionHandler.NAME, new RouteExceptionHandler());
  }

  @Override
  Map<String, String> properties() {
    return Map.ofEntries(
        Map.entry("rtl.fhir.enabled", "true"),
        Map.entry("rtl.kafka.audits.enabled", "true"),
        Map.entry("rtl.oru.enabled", "true"),
        Map.entry("rtl.kafka.audits", "audits"),
        Map.entry("rtl.kafka.max-record", "1000000"),
        Map.entry("rtl.oru.host", "127.0.0.1"),
        Map.entry("rtl.oru.port", "1"),
        Map.entry("rtl.oru.timeout", "1000"),
        Map.entry("rtl.fhir.poll", "1000"),
        Map.entry("rtl.kafka.poll", "1000"),
        Map.entry("rtl.oru.poll", "1000"));
  }

  @Test
  void whatTheFhirServerGetsIsPreparedAndKeptBeforeItIsSent() throws Exception {
    start("publish-fhir");

    assertNull(send("publish-fhir", "bundle").getException());
    assertEquals(List.of("begin", "prepare bundle", "send payload"), calls);
  }

  @Test
  void aFailedSendReachesWhoSettlesItAndNobodyReadsItsText() throws Exception {
    failing = "send";
    try (CapturedLog log = CapturedLog.asInProduction()) {
      start("publish-fhir");

      assertSame(fault, root(send("publish-fhir", "bundle")));
      assertTrue(
          log.events().stream()
              .noneMatch(
                  e -> e.getFormattedMessage().contains("CANARY") || e.getThrowableProxy() != null),
          () -> "logged: " + log.events());
    }
  }

  private static Throwable root(Exchange exchange) {
    Throwable cause = exchange.getException();
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  @Test
  void theTopicGetsTheBundleByTheReportsKey() throws Exception {
    AdviceWith.adviceWith(
        context,
        "publish-kafka",
        advice -> advice.weaveByToUri("kafka:*").replace().to("mock:kafka"));
    start("publish-kafka");
    MockEndpoint topic = getMockEndpoint("mock:kafka");
    topic.expectedBodiesReceived("bundle");
    topic.expectedHeaderReceived("kafka.KEY", "MAIN|ACC1");
    topic.expectedHeaderReceived("rtl-run-id", "run-1");

    Exchange sent =
        send(
            "publish-kafka",
            exchange -> {
              exchange.getMessage().setBody("bundle");
              exchange.getMessage().setHeader("CamelJournalSite", "MAIN");
              exchange.getMessage().setHeader("CamelJournalReportId", "ACC1");
              exchange.getMessage().setHeader("CamelJournalRunId", "run-1");
              exchange.setProperty(Lease.KEY, held());
            });

    assertNull(sent.getException());
    topic.assertIsSatisfied();
  }

  @Test
  void aTopicThatDoesNotTakeItReachesWhoSettlesIt() throws Exception {
    AdviceWith.adviceWith(
        context,
        "publish-kafka",
        advice -> advice.weaveByToUri("kafka:*").replace().throwException(fault));
    start("publish-kafka");

    assertSame(
        fault, root(send("publish-kafka", exchange -> exchange.setProperty(Lease.KEY, held()))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "answered"})
  void aMessageCountsAsSentWhenItsAnswerSaysSo(String fails) throws Exception {
    failing = fails;
    AdviceWith.adviceWith(
        context,
        "publish-oru",
        advice -> advice.weaveByToUri("netty:*").replace().setBody(advice.constant("AA")));
    start("publish-oru");

    Exchange sent =
        send(
            "publish-oru",
            exchange -> {
              exchange.getMessage().setBody("bundle");
              exchange.setProperty(Lease.KEY, held());
            });

    assertEquals(List.of("prepare bundle", "answered AA"), calls);
    assertEquals(fails.isEmpty(), sent.getException() == null);
  }

  @Test
  void aNodeThatStoodStillSendsNoMessage() throws Exception {
    AdviceWith.adviceWith(
        context, "publish-oru", advice -> advice.weaveByToUri("netty:*").replace().to("mock:mllp"));
    start("publish-oru");
    MockEndpoint receiver = getMockEndpoint("mock:mllp");
    receiver.expectedMessageCount(0);
    Lease lost = held();
    lost.lose();

    assertTrue(send("publish-oru", exchange -> exchange.setProperty(Lease.KEY, lost)).isFailed());
    receiver.assertIsSatisfied();
  }

  private static Lease held() {
    return new Lease(System::nanoTime, System.nanoTime(), Duration.ofHours(1));
  }
}
