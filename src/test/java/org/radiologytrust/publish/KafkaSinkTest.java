package org.radiologytrust.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.publish.SinkJournal.State;

class KafkaSinkTest {
  private final SettableClock clock = new SettableClock();
  @AutoClose private final SinkJournal outbox = new SinkJournal(clock, KafkaSink.NAME);
  private final List<Answering> opened = new ArrayList<>();
  private RuntimeException failure;
  private final KafkaSink sink =
      new KafkaSink(
          outbox.outbox(),
          Map.of("bootstrap.servers", "none:1"),
          "audits",
          1 << 20,
          new RetryPolicy(
              Duration.ofSeconds(2), Duration.ofMinutes(15), Duration.ofMinutes(5), 3, () -> 1.0),
          clock,
          this::open);

  /** Acknowledges each record at once, or fails as the test says. */
  private final class Answering extends MockProducer<String, byte[]> {
    Answering() {
      super(true, null, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<String, byte[]> record, Callback callback) {
      sendException = failure;
      return super.send(record, callback);
    }
  }

  private Producer<String, byte[]> open(Map<String, Object> config) {
    assertEquals("all", config.get("acks"));
    assertEquals(true, config.get("enable.idempotence"));
    assertEquals("none:1", config.get("bootstrap.servers"));
    opened.add(new Answering());
    return opened.get(opened.size() - 1);
  }

  private List<ProducerRecord<String, byte[]>> sent() {
    return opened.stream().flatMap(p -> p.history().stream()).toList();
  }

  @Test
  void theStoredBundleGoesOutUnderItsReport() {
    UUID run = outbox.add("{\"resourceType\":\"Bundle\"}");
    outbox.add("{}");
    sink.deliver();
    assertEquals(State.SENT, outbox.state(run));
    ProducerRecord<String, byte[]> first = sent().get(0);
    assertEquals("audits", first.topic());
    assertEquals("HOSP|ACC1", first.key());
    assertEquals(
        "{\"resourceType\":\"Bundle\"}", new String(first.value(), StandardCharsets.UTF_8));
    assertEquals(
        run.toString(),
        new String(first.headers().lastHeader("rtl-run-id").value(), StandardCharsets.UTF_8));
    assertEquals(2, sent().size());
    assertEquals("", outbox.payload(run), "not stored twice");
    assertEquals(1, opened.size());
  }

  @Test
  void brokersThatAreAwayCostTime() {
    failure = new TimeoutException("CANARY");
    UUID run = outbox.add("{}");
    UUID next = outbox.add("{}");
    sink.deliver();
    assertEquals(State.PENDING, outbox.state(run));
    assertEquals(List.of(Duration.ofSeconds(2)), outbox.delays(run));
    assertEquals(List.of(), outbox.delays(next), "one try a round tells enough");
    assertFalse(outbox.reason(run).contains("CANARY"), outbox.reason(run));
    assertTrue(opened.get(0).closed(), "what it held must not overtake the next try");
    failure = null;
    clock.advance(Duration.ofSeconds(2));
    sink.deliver();
    assertEquals(State.SENT, outbox.state(run));
    assertEquals(State.SENT, outbox.state(next));
    assertEquals(2, opened.size());
  }

  @Test
  void aRecordThatIsTooLargeIsDeadAndTheNextOneGoes() {
    failure = new RecordTooLargeException("CANARY");
    UUID run = outbox.add("{}");
    sink.deliver();
    assertEquals(State.DEAD, outbox.state(run));
    assertFalse(outbox.reason(run).contains("CANARY"), outbox.reason(run));
    failure = null;
    UUID next = outbox.add("{}");
    sink.deliver();
    assertEquals(State.SENT, outbox.state(next));
    assertEquals(1, opened.size(), "the producer is well");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatAPersonMustMendIsTriedSlowly(boolean login) {
    failure =
        login ? new SaslAuthenticationException("x") : new TopicAuthorizationException("CANARY");
    UUID run = outbox.add("{}");
    sink.deliver();
    assertEquals(List.of(Duration.ofMinutes(5)), outbox.delays(run));
    outbox.add("{}");
    sink.deliver();
    assertEquals(1, opened.size(), "the others wait as well");
    assertFalse(outbox.reason(run).contains("CANARY"), outbox.reason(run));
  }
}
