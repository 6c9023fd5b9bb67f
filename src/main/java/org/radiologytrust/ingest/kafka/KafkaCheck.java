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

/** Asks the brokers for the topics that are read and written. */
final class KafkaCheck {
  private static final int TIMEOUT_MILLIS = 5_000;

  private final Map<String, Object> client;
  private final Map<String, String> topics;

  /**
   * @param client where the brokers are and how to log in, as Kafka's own properties
   * @param topics by the settings that name them
   */
  KafkaCheck(Map<String, Object> client, Map<String, String> topics) {
    this.client = new HashMap<>(client);
    this.client.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    this.client.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    this.topics = Map.copyOf(topics);
  }

  /** Would it work? Empty if so; otherwise what is wrong and what to do, in one line. */
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

  /** An admin that is left at once: what it was asked is answered or of no more use. */
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
                  ? what + " is not ours to use: give rtl.kafka.user the right"
                  : away(cause));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("rtl.kafka.brokers: stopped while waiting for the answer");
    }
  }

  private static String away(Throwable cause) {
    String kind = cause.getClass().getSimpleName();
    return cause instanceof AuthenticationException
        ? "rtl.kafka.brokers refuse our login ("
            + kind
            + "): check rtl.kafka.user, .password, .mechanism, .certificate and .trusted"
        : "rtl.kafka.brokers cannot be reached (" + kind + ")";
  }
}
