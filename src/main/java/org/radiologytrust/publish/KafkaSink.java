package org.radiologytrust.publish;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.radiologytrust.journal.JournalException;
import org.radiologytrust.journal.Outbox;
import org.radiologytrust.journal.Outbox.Delivery;
import org.radiologytrust.publish.DeliveryProblem.Kind;

/**
 * Brings finished audits to a Kafka topic, in the order in which they ended: the stored Bundle, by
 * the key {@code site|report id}, which keeps the audits of one report in one partition.
 *
 * <p>Sent means that all in-sync replicas have it. At least once: an acknowledgement that was lost
 * gives the same record again, with the same header {@code rtl-run-id}.
 */
public final class KafkaSink implements AutoCloseable {
  /** The sink's name in the outbox. */
  public static final String NAME = "kafka";

  static final String RUN_ID = "rtl-run-id";
  static final String CONTENT_TYPE = "content-type";

  /** Deliveries taken per round. */
  private static final int BATCH = 100;

  /** Longest wait for metadata, for one request, and for the acknowledgement with all its tries. */
  private static final Duration METADATA = Duration.ofSeconds(10);

  private static final Duration REQUEST = Duration.ofSeconds(10);
  private static final Duration DELIVERY = Duration.ofSeconds(15);
  private static final int LEAST_BUFFER = 32 * 1024 * 1024;

  private final String topic;
  private final Map<String, Object> config;
  private final Function<Map<String, Object>, Producer<String, byte[]>> open;
  private final SinkRounds rounds;
  private Producer<String, byte[]> producer;

  /**
   * @param client where the brokers are and how to log in, as Kafka's own properties
   * @param maxRecord longest record that is tried, in bytes; the topic may allow less
   */
  public KafkaSink(
      Outbox outbox, Map<String, Object> client, String topic, int maxRecord, Clock clock) {
    this(outbox, client, topic, maxRecord, RetryPolicy.standard(), clock, KafkaProducer::new);
  }

  KafkaSink(
      Outbox outbox,
      Map<String, Object> client,
      String topic,
      int maxRecord,
      RetryPolicy retry,
      Clock clock,
      Function<Map<String, Object>, Producer<String, byte[]>> open) {
    this.topic = topic;
    this.config = config(client, maxRecord);
    this.open = open;
    this.rounds = new SinkRounds(NAME, outbox, retry, BATCH, clock, this::send);
  }

  private static Map<String, Object> config(Map<String, Object> client, int maxRecord) {
    Map<String, Object> all = new java.util.HashMap<>(client);
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
    all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRecord);
    all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(LEAST_BUFFER, 2L * maxRecord));
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, METADATA.toMillis());
    all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST.toMillis());
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis());
    return all;
  }

  /**
   * One round: what is due, at most a batch. A call during another one returns at once.
   *
   * @throws JournalException when the outbox cannot be read or written
   */
  public void deliver() {
    rounds.deliver();
  }

  private void send(Delivery delivery, String payload) throws DeliveryProblem {
    List<Header> headers =
        List.of(
            header(CONTENT_TYPE, "application/fhir+json"), header(RUN_ID, "" + delivery.runId()));
    ProducerRecord<String, byte[]> audit =
        new ProducerRecord<>(
            topic,
            null,
            delivery.site() + "|" + delivery.reportId(),
            delivery.bundle().getBytes(StandardCharsets.UTF_8),
            headers);
    try {
      producer().send(audit).get();
    } catch (ExecutionException e) {
      throw failed(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(e);
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private synchronized Producer<String, byte[]> producer() {
    if (producer == null) {
      producer = open.apply(config);
    }
    return producer;
  }

  /** Texts of ours alone: we do not know what Kafka's may quote. */
  private DeliveryProblem failed(Throwable cause) {
    String kind = cause.getClass().getSimpleName();
    if (cause instanceof RecordTooLargeException) {
      return new DeliveryProblem(
          Kind.REFUSED,
          "rtl.kafka.audits: the audit is larger than the topic or rtl.kafka.max-record allows");
    }
    // what it still holds may not overtake the next try; and a failed one may be of no more use
    close();
    return cause instanceof AuthenticationException
            || cause instanceof AuthorizationException
            || cause instanceof InvalidTopicException
        ? new DeliveryProblem(
            Kind.CONFIGURATION,
            "rtl.kafka.audits: refused (" + kind + "); check rtl.kafka.*: login and rights")
        : new DeliveryProblem(
            Kind.AWAY, "rtl.kafka.audits: the brokers did not take it (" + kind + ")");
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }
}
