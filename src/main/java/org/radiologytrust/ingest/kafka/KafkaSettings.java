package org.radiologytrust.ingest.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.radiologytrust.settings.Settings;

/** The settings {@code rtl.kafka.*}, converted to the configuration of Kafka's clients. */
public final class KafkaSettings {
  private static final String LOGIN_MODULE = "org.apache.kafka.common.security.";
  private static final int LEAST_BUFFER = 32 * 1024 * 1024;

  private final Map<String, Object> client;
  private final String reports;
  private final String audits;
  private final int maxRecord;
  private final Duration poll;

  private KafkaSettings(Settings settings, int maxRecord, Duration poll, Map<String, Object> tls) {
    this.maxRecord = maxRecord;
    this.poll = poll;
    reports = topic(settings, "rtl.kafka.reports");
    audits = topic(settings, "rtl.kafka.audits");
    if (reports.isEmpty() && audits.isEmpty()) {
      throw new Settings.Wrong(
          "rtl.kafka.brokers is set, but no topic: set rtl.kafka.reports or rtl.kafka.audits");
    }
    if (reports.equals(audits)) {
      throw new Settings.Wrong(
          "rtl.kafka.audits: audits would be received as reports; use a different topic");
    }
    client = client(settings, tls);
  }

  /**
   * Reads the settings; empty if no broker is set.
   *
   * @param tls TLS properties for Kafka's clients; empty for the JVM's defaults
   * @throws Settings.Wrong if a setting is not valid
   */
  public static Optional<KafkaSettings> of(Settings settings, Map<String, Object> tls) {
    settings.required("rtl.kafka.group");
    security(settings);
    mechanism(settings);
    int maxRecord = settings.number("rtl.kafka.max-record", 1024, 1 << 29);
    Duration poll = settings.interval("rtl.kafka.poll");
    if (!settings.list("rtl.kafka.brokers").isEmpty()) {
      return Optional.of(new KafkaSettings(settings, maxRecord, poll, tls));
    }
    for (String key : List.of("rtl.kafka.reports", "rtl.kafka.audits")) {
      if (!settings.text(key).isEmpty()) {
        throw new Settings.Wrong(key + " is set, but no broker: set rtl.kafka.brokers");
      }
    }
    return Optional.empty();
  }

  private static String topic(Settings settings, String key) {
    String topic = settings.text(key);
    if (!topic.matches("[a-zA-Z0-9._-]{0,249}")) {
      throw new Settings.Wrong(
          key + ": a topic's name may contain only letters, digits, '.', '_' and '-'");
    }
    return topic;
  }

  private static Map<String, Object> client(Settings settings, Map<String, Object> tls) {
    Map<String, Object> all = new HashMap<>();
    List<String> brokers = settings.list("rtl.kafka.brokers");
    for (String broker : brokers) {
      if (!broker.matches("(\\[[0-9a-fA-F:]+]|[^\\s:/@]+):\\d{1,5}")) {
        throw new Settings.Wrong("rtl.kafka.brokers: use host:port, separated by commas");
      }
    }
    String security = security(settings);
    all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, String.join(",", brokers));
    all.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, security);
    // an unavailable broker is tried again at least this often
    all.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 5_000L);
    if (security.startsWith("SASL")) {
      String mechanism = mechanism(settings);
      all.put(SaslConfigs.SASL_MECHANISM, mechanism);
      all.put(SaslConfigs.SASL_JAAS_CONFIG, login(settings, mechanism));
    } else if (!settings.text("rtl.kafka.user").isEmpty()) {
      throw new Settings.Wrong("rtl.kafka.user is not used with rtl.kafka.security=" + security);
    }
    all.putAll(tls);
    return all;
  }

  private static String security(Settings settings) {
    return settings.oneOf("rtl.kafka.security", "PLAINTEXT", "SSL", "SASL_SSL", "SASL_PLAINTEXT");
  }

  private static String mechanism(Settings settings) {
    return settings.oneOf("rtl.kafka.mechanism", "SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN");
  }

  private static String login(Settings settings, String mechanism) {
    String module = mechanism.equals("PLAIN") ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
    return LOGIN_MODULE
        + module
        + " required username="
        + quoted(settings, "rtl.kafka.user")
        + " password="
        + quoted(settings, "rtl.kafka.password")
        + ";";
  }

  private static String quoted(Settings settings, String key) {
    String value = settings.required(key);
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new Settings.Wrong(key + ": control characters are not allowed");
    }
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Whether reports are received. */
  public boolean reads() {
    return !reports.isEmpty();
  }

  /** Whether audits are sent. */
  public boolean writes() {
    return !audits.isEmpty();
  }

  public int maxRecord() {
    return maxRecord;
  }

  /** The longest time between two polls for audits to send. */
  Duration poll() {
    return poll;
  }

  /** Camel's component {@code kafka}, configured with the login, so that no route contains it. */
  KafkaComponent component(RetryingPolling polling) {
    KafkaConfiguration configuration = new KafkaConfiguration();
    configuration.setBrokers((String) client.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    // an unknown host name must not prevent the start
    configuration.setPreValidateHostAndPort(false);
    // the buffer holds one record at a time
    configuration.setBufferMemorySize((int) Math.max(LEAST_BUFFER, 2L * maxRecord));
    configuration.setHeaderFilterStrategy(new RecordHeaders());
    Map<String, Object> additional = new HashMap<>(client);
    additional.put("allow.auto.create.topics", false);
    // not needed, and a closed producer logs errors about it
    additional.put("enable.metrics.push", false);
    configuration.setAdditionalProperties(additional);
    KafkaComponent component = new KafkaComponent();
    component.setConfiguration(configuration);
    component.setKafkaClientFactory(new ReopeningProducers());
    component.setPollExceptionStrategy(polling);
    return component;
  }

  /** What is wrong and what to do, in one line; empty if Kafka is usable. */
  Optional<String> check() {
    Map<String, String> topics = new LinkedHashMap<>();
    if (reads()) {
      topics.put("rtl.kafka.reports", reports);
    }
    if (writes()) {
      topics.put("rtl.kafka.audits", audits);
    }
    return new KafkaCheck(client, topics).check();
  }
}
