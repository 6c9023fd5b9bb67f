package org.radiologytrust.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.launch.CapturedLog;

/** routes/kafka.yaml: the offset is committed after the journal's commit, or not at all. */
@Tag("safety")
class KafkaRouteTest extends RouteTest {
  private int failures;

  KafkaRouteTest() {
    super("kafka.yaml");
  }

  /** Refuses as often as the test says. */
  public final class Bean {
    public void receive(Exchange exchange) {
      calls.add("receive");
      if (failures-- > 0) {
        throw new JournalException("CANARY", null);
      }
    }

    public void commit(Exchange exchange) {
      calls.add("commit");
    }
  }

  @Override
  void bind(CamelContext camel) {
    camel.getRegistry().bind("kafkaInbox", new Bean());
  }

  @Override
  Map<String, String> properties() {
    return Map.of(
        "rtl.kafka.reports.enabled", "true",
        "rtl.kafka.reports", "reports",
        "rtl.kafka.group", "rtl",
        "rtl.kafka.max-record", "1000");
  }

  @Override
  String text(String yaml) {
    String quick = yaml.replace("\"1000\"", "\"1\"").replace("\"8000\"", "\"1\"");
    assertFalse(quick.equals(yaml), "the waits are named otherwise now");
    return quick;
  }

  @Test
  void commitsWhatIsStored() throws Exception {
    start("kafka-in");
    Exchange exchange = send("kafka-in", "report");
    assertEquals(List.of("receive", "commit"), calls);
    assertFalse(exchange.isFailed());
  }

  @Test
  void triesAgainWhatTheJournalRefuses() throws Exception {
    start("kafka-in");
    failures = 4;
    Exchange exchange = send("kafka-in", "report");
    assertEquals(List.of("receive", "receive", "receive", "receive", "receive", "commit"), calls);
    assertFalse(exchange.isFailed());
  }

  /** The consumer then goes back to the record: it sees the exception. */
  @Test
  void commitsNothingThatIsNotStored() throws Exception {
    start("kafka-in");
    failures = 100;
    try (CapturedLog log = CapturedLog.asInProduction()) {
      Exchange exchange = send("kafka-in", "report");
      assertEquals(List.of("receive", "receive", "receive", "receive", "receive"), calls);
      assertInstanceOf(JournalException.class, exchange.getException());
      assertEquals(List.of(), log.events(), "the bean has said it");
    }
  }

  @Test
  void theSumOfTheWaitsIsWithinAPoll() throws Exception {
    start();
    String uri = context.getRoute("kafka-in").getEndpoint().getEndpointUri();
    assertTrue(uri.contains("maxPollIntervalMs=300000"), uri);
    assertTrue(uri.contains("breakOnFirstError=true"), uri);
    assertTrue(uri.contains("autoCommitEnable=false"), uri);
    assertTrue(uri.contains("allowManualCommit=true"), uri);
  }
}
