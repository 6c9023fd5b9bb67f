package org.radiologytrust.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Records of a topic, which keeps them until a node has stored them; the patient is the key. */
final class KafkaFeed implements Feed {
  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;

  KafkaFeed(String brokers, String topic) {
    this.topic = topic;
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", brokers, "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @Override
  public void send(ReportVersion version, Node any) throws IOException, InterruptedException {
    byte[] patient = version.patient().getBytes(StandardCharsets.UTF_8);
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, patient, version.hl7());
    record.headers().add("content-type", "application/hl7-v2".getBytes(StandardCharsets.UTF_8));
    try {
      producer.send(record).get();
    } catch (ExecutionException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
