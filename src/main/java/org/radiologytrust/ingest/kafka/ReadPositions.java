package org.radiologytrust.ingest.kafka;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads on from the first record that a topic has, where nothing was read yet, or the next record
 * is no longer there. Kafka's own reset would skip records that the topic deleted unread, and say
 * nothing.
 */
public final class ReadPositions implements MeterBinder {
  private static final Logger LOG = LoggerFactory.getLogger(ReadPositions.class);

  /** Camel polls each consumer in a thread of its own. */
  private final ThreadLocal<Consumer<?, ?>> polled = new ThreadLocal<>();

  private final AtomicLong missed = new AtomicLong();

  /** This thread polls this consumer from now on. */
  void polled(Consumer<?, ?> consumer) {
    polled.set(consumer);
  }

  /**
   * Sets the consumer of this thread to records that are there.
   *
   * @throws org.apache.kafka.common.KafkaException if the brokers do not say which are there
   */
  void restore(InvalidOffsetException failure) {
    Consumer<?, ?> consumer = polled.get();
    Map<TopicPartition, Long> next =
        failure instanceof OffsetOutOfRangeException away
            ? away.offsetOutOfRangePartitions()
            : Map.of();
    consumer
        .beginningOffsets(failure.partitions())
        .forEach(
            (partition, first) -> {
              Long expected = next.get(partition);
              if (expected != null) {
                tell(partition, expected, first);
              }
              consumer.seek(partition, first);
            });
  }

  private void tell(TopicPartition partition, long expected, long first) {
    if (first > expected) {
      missed.addAndGet(first - expected);
      LOG.error(
          "The topic deleted {} records before they were read, offsets {} to {} of {}: have their"
              + " reports sent again",
          first - expected,
          expected,
          first - 1,
          partition);
    } else {
      LOG.error(
          "The topic has no offset {} of {}: it was made again or lost records; it is read again"
              + " from offset {}",
          expected,
          partition,
          first);
    }
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    FunctionCounter.builder("rtl.kafka.missed", missed, AtomicLong::get)
        .description("Records that the topic deleted before they were read")
        .register(registry);
  }
}
