package org.radiologytrust.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.camel.DeliveryPasses;
import org.radiologytrust.camel.LeaseCheck;
import org.radiologytrust.ingest.kafka.AuditHeaders;
import org.radiologytrust.ingest.kafka.ReopeningProducers;
import org.radiologytrust.journal.work.Lease;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.publish.SinkJournal.State;
import org.radiologytrust.retry.DeliveryRules;

/** The route publish-kafka, with a producer that does as the test says. */
class KafkaSinkTest {
  private final SettableClock clock = new SettableClock();
  @AutoClose private final SinkJournal outbox = new SinkJournal(clock, "kafka");
  @AutoClose private final DefaultCamelContext camel = new DefaultCamelContext();
  private final List<Answering> opened = new ArrayList<>();
  private RuntimeException failure;
  private boolean standingStill;
  private DeliveryPasses sink;

  @BeforeEach
  void start() throws Exception {
    KafkaComponent kafka = new KafkaComponent();
    kafka.getConfiguration().setBrokers("none:1");
    kafka.setKafkaClientFactory(new ReopeningProducers(this::open));
    camel.getRegistry().bind("kafka", kafka);
    camel.getRegistry().bind("auditHeaders", new AuditHeaders());
    camel.getRegistry().bind("lease", new LeaseCheck());
    PublishRouteTest.load(camel, Map.of("rtl.kafka.audits.enabled", "true"));
    AdviceWith.adviceWith(camel, "publish-kafka", route -> route.replaceFromWith("direct:kafka"));
    camel.start();
    ProducerTemplate template = camel.createProducerTemplate();
    sink =
        new DeliveryPasses(
            "kafka",
            outbox.outbox(),
            new DeliveryRules(
                Duration.ofSeconds(2),
                Duration.ofMinutes(15),
                Duration.ofMinutes(5),
                3,
                10,
                () -> 1.0),
            clock,
            exchange -> {
              if (standingStill) {
                exchange.getProperty(Lease.KEY, Lease.class).lose();
              }
              if (exchange.getMessage().getBody() != null) {
                template.send("direct:kafka", exchange);
              }
            });
  }

  /** Acknowledges each record at once, or fails as the test says. */
  private final class Answering extends MockProducer<String, String> {
    Answering() {
      super(true, null, new StringSerializer(), new StringSerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<String, String> record, Callback callback) {
      sendException = failure;
      return super.send(record, callback);
    }
  }

  private Producer<String, String> open(Properties config) {
    assertEquals("all", "" + config.get("acks"));
    assertEquals("true", "" + config.get("enable.idempotence"));
    assertEquals("gzip", "" + config.get("compression.type"));
    assertEquals("1048576", "" + config.get("max.request.size"));
    assertEquals("5000", "" + config.get("max.block.ms"));
    assertEquals("10000", "" + config.get("delivery.timeout.ms"));
    assertEquals("none:1", config.get("bootstrap.servers"));
    opened.add(new Answering());
    return opened.get(opened.size() - 1);
  }

  private List<ProducerRecord<String, String>> sent() {
    return opened.stream().flatMap(p -> p.history().stream()).toList();
  }

  @Test
  void theStoredBundleGoesOutUnderItsReport() {
    UUID run = outbox.add("{\"resourceType\":\"Bundle\"}");
    outbox.add("{}");
    sink.pass();
    assertEquals(State.SENT, outbox.state(run));
    ProducerRecord<String, String> first = sent().get(0);
    assertEquals("audits", first.topic());
    assertEquals("HOSP|ACC1", first.key());
    assertEquals("{\"resourceType\":\"Bundle\"}", first.value());
    assertEquals(
        run.toString(),
        new String(first.headers().lastHeader("rtl-run-id").value(), StandardCharsets.UTF_8));
    assertEquals(
        Set.of("content-type", "rtl-run-id"),
        Stream.of(first.headers().toArray()).map(Header::key).collect(Collectors.toSet()));
    assertEquals(2, sent().size());
    assertEquals("", outbox.payload(run), "not stored twice");
    assertEquals(1, opened.size());
  }

  @Test
  @Tag("safety")
  void aNodeThatStoodStillSendsNothing() {
    UUID run = outbox.add("{}");
    standingStill = true;
    sink.pass();
    assertEquals(List.of(), sent(), "another node may have sent it, and a correction after it");
    assertEquals(State.PENDING, outbox.state(run));
    standingStill = false;
    clock.advance(Duration.ofSeconds(2));
    sink.pass();
    assertEquals(1, sent().size());
    assertEquals(List.of(), outbox.delays(run), "it was no failed try");
  }

  @Test
  void brokersThatAreAwayCostTime() {
    failure = new TimeoutException("CANARY");
    UUID run = outbox.add("{}");
    UUID next = outbox.add("{}");
    sink.pass();
    assertEquals(State.PENDING, outbox.state(run));
    assertEquals(List.of(Duration.ofSeconds(2)), outbox.delays(run));
    assertEquals(List.of(), outbox.delays(next), "one try a round tells enough");
    assertFalse(outbox.reason(run).contains("CANARY"), outbox.reason(run));
    assertTrue(opened.get(0).closed(), "what it held must not overtake the next try");
    failure = null;
    clock.advance(Duration.ofSeconds(2));
    sink.pass();
    assertEquals(State.SENT, outbox.state(run));
    assertEquals(State.SENT, outbox.state(next));
    assertEquals(2, opened.size());
  }

  @Test
  void aRecordThatIsTooLargeIsDeadAndTheNextOneGoes() {
    failure = new RecordTooLargeException("CANARY");
    UUID run = outbox.add("{}");
    sink.pass();
    assertEquals(State.DEAD, outbox.state(run));
    assertFalse(outbox.reason(run).contains("CANARY"), outbox.reason(run));
    failure = null;
    UUID next = outbox.add("{}");
    sink.pass();
    assertEquals(State.SENT, outbox.state(next));
    assertEquals(1, opened.size(), "the producer is well");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatAPersonMustMendIsTriedSlowly(boolean login) {
    failure =
        login ? new SaslAuthenticationException("x") : new TopicAuthorizationException("CANARY");
    UUID run = outbox.add("{}");
    sink.pass();
    assertEquals(List.of(Duration.ofMinutes(5)), outbox.delays(run));
    outbox.add("{}");
    sink.pass();
    assertEquals(1, opened.size(), "the others wait as well");
    assertFalse(outbox.reason(run).contains("CANARY"), outbox.reason(run));
  }
}
