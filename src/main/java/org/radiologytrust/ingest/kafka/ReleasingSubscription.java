package org.radiologytrust.ingest.kafka;

import java.util.Collection;
import java.util.function.Consumer;
import org.apache.camel.component.kafka.consumer.support.subcription.SubscribeAdapter;
import org.apache.camel.component.kafka.consumer.support.subcription.TopicInfo;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/**
 * Subscribes as Camel's own adapter does, and reports the partitions that go to another node.
 * Camel's component looks for the adapter in the registry, under the name {@code subscribeAdapter}.
 *
 * @param released called in the consumer's thread, between two polls
 * @param positions is told which consumer this thread polls
 */
record ReleasingSubscription(Consumer<Collection<TopicPartition>> released, ReadPositions positions)
    implements SubscribeAdapter {

  @Override
  public void subscribe(
      org.apache.kafka.clients.consumer.Consumer<?, ?> consumer,
      ConsumerRebalanceListener camel,
      TopicInfo topic) {
    positions.polled(consumer);
    ConsumerRebalanceListener both = new Both(camel, released);
    if (topic.isPattern()) {
      consumer.subscribe(topic.getPattern(), both);
    } else {
      consumer.subscribe(topic.getTopics(), both);
    }
  }

  private record Both(
      ConsumerRebalanceListener camel, Consumer<Collection<TopicPartition>> released)
      implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      camel.onPartitionsAssigned(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      camel.onPartitionsRevoked(partitions);
      released.accept(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      camel.onPartitionsLost(partitions);
      released.accept(partitions);
    }
  }
}
