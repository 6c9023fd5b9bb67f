package org.radiologytrust.publish;

import java.util.Map;
import java.util.Optional;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;

/** Audits to a Kafka topic. */
public final class KafkaSinkFeature implements Feature {
  private final Map<String, Object> client;
  private final String topic;
  private final int maxRecord;
  private Optional<KafkaSink> sink = Optional.empty();

  /**
   * @param client what Kafka's clients are made with
   * @param maxRecord longest record, in bytes
   */
  public KafkaSinkFeature(Map<String, Object> client, String topic, int maxRecord) {
    this.client = Map.copyOf(client);
    this.topic = topic;
    this.maxRecord = maxRecord;
  }

  @Override
  public void bind(Host host) {
    KafkaSink made =
        new KafkaSink(host.journal().outbox(), client, topic, maxRecord, host.journal().clock());
    sink = Optional.of(made);
    host.bind("kafkaSink", made);
  }

  @Override
  public void close() {
    sink.ifPresent(KafkaSink::close);
  }
}
