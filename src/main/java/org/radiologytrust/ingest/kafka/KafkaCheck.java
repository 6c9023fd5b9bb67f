package org.radiologytrust.ingest.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Checks that the brokers have the topics that are read and written. */
final class KafkaCheck {
  private static final int TIMEOUT_MILLIS = 5_000;

  private final Map<String, Object> client;
  private final Map<String, String> topics;

  /**
   * Creates the check.
   *
   * @param client addresses and login of the brokers, as Kafka's own properties
   * @param topics topic names by the settings that name them
   */
  KafkaCheck(Map<String, Object> client, Map<String, String> topics) {
    this.client = new HashMap<>(client);
    this.client.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    this.client.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    this.topics = Map.copyOf(topics);
  }

  /** What is wrong and what to do, in one line; empty if Kafka is usable. */
  Optional<String> check() {
    try (OpenAdmin admin = new OpenAdmin(Admin.create(client))) {
      Map<String, KafkaFuture<?>> answers =
          new HashMap<>(admin.kafka.describeTopics(List.copyOf(topics.values())).topicNameValues());
      for (Map.Entry<String, String> topic : topics.entrySet()) {
        Optional<String> problem = problem(topic, answers.get(topic.getValue()));
        if (problem.isPresent()) {
          return problem;
        }
      }
      return Optional.empty();
    } catch (KafkaException e) {
      return Optional.of(away(e));
    }
  }

  /**
   * An admin client that is closed without waiting: its requests are answered or no longer needed.
   */
  private record OpenAdmin(Admin kafka) implements AutoCloseable {
    @Override
    public void close() {
      kafka.close(Duration.ZERO);
    }
  }

  private static Optional<String> problem(Map.Entry<String, String> topic, KafkaFuture<?> answer) {
    try {
      answer.get();
      return Optional.empty();
    } catch (ExecutionException e) {
      String what = topic.getKey() + ": topic " + topic.getValue();
      Throwable cause = e.getCause();
      return Optional.of(
          cause instanceof UnknownTopicOrPartitionException
              ? what + " does not exist: create it"
              : cause instanceof AuthorizationException
                  ? what + " may not be used: grant rtl.kafka.user access to it"
                  : away(cause));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("rtl.kafka.brokers: interrupted while waiting for the answer");
    }
  }

  private static String away(Throwable cause) {
    return cause instanceof AuthenticationException
        ? "rtl.kafka.brokers: the brokers refuse our login: check rtl.kafka.user, .password,"
            + " .mechanism, .certificate and .trusted"
        : "rtl.kafka.brokers: the brokers cannot be reached; check that they run, and the addresses";
  }
}
