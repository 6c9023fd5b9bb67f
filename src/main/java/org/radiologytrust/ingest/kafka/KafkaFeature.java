package org.radiologytrust.ingest.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.component.kafka.KafkaConstants;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.UnconfiguredPeer;

/** Connects to Kafka: receives reports from one topic and sends audits to another. */
public final class KafkaFeature implements Feature {
  private static final String PEER = "kafka";
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final KafkaSettings settings;
  private final String site;
  private final KafkaInbox.MessageInbox hl7;
  private final KafkaInbox.MessageInbox fhir;
  private Optional<KafkaInbox> inbox = Optional.empty();
  private Optional<RetryingPolling> polling = Optional.empty();

  private KafkaFeature(
      KafkaSettings settings,
      String site,
      KafkaInbox.MessageInbox hl7,
      KafkaInbox.MessageInbox fhir) {
    this.settings = settings;
    this.site = site;
    this.hl7 = hl7;
    this.fhir = fhir;
  }

  /**
   * The feature.
   *
   * @param settings empty if no broker is configured
   * @param site the site of messages that name none
   * @param hl7 stores HL7 v2 messages
   * @param fhir stores FHIR messages
   */
  public static Feature of(
      Optional<KafkaSettings> settings,
      String site,
      KafkaInbox.MessageInbox hl7,
      KafkaInbox.MessageInbox fhir) {
    return settings
        .<Feature>map(set -> new KafkaFeature(set, site, hl7, fhir))
        .orElseGet(
            () ->
                new UnconfiguredPeer(
                    PEER,
                    "rtl.kafka.brokers is empty: no topics are read or written",
                    Map.of(
                        "rtl.kafka.reports.enabled",
                        "false",
                        "rtl.kafka.audits.enabled",
                        "false")));
  }

  @Override
  public Map<String, String> placeholders() {
    return Map.of(
        "rtl.kafka.reports.enabled", "" + settings.reads(),
        "rtl.kafka.audits.enabled", "" + settings.writes(),
        "rtl.kafka.poll", "" + settings.poll().toMillis());
  }

  @Override
  public List<SelfCheck> checks() {
    return List.of(SelfCheck.peer(PEER, this::problem, "answers, and has the topics"));
  }

  private Optional<String> problem() {
    return settings
        .check()
        .or(() -> polling.flatMap(RetryingPolling::problem))
        .or(() -> inbox.flatMap(KafkaInbox::problem));
  }

  @Override
  public void bind(Host host) {
    ReadPositions positions = new ReadPositions();
    ShortRecords small = new ShortRecords(host.journal().clock());
    positions.bindTo(host.meters());
    small.bindTo(host.meters());
    RetryingPolling patient = new RetryingPolling(PAUSE, host.journal().clock(), positions);
    KafkaInbox reports =
        new KafkaInbox(host.journal(), site, hl7, fhir, small, settings.maxRecord());
    polling = Optional.of(patient);
    inbox = Optional.of(reports);
    host.bind("kafka", settings.component(patient));
    host.bind("kafkaInbox", reports);
    host.bind(
        KafkaConstants.KAFKA_SUBSCRIBE_ADAPTER,
        new ReleasingSubscription(reports::released, positions));
    host.bind("auditHeaders", new AuditHeaders());
  }

  @Override
  public void close() {
    inbox.ifPresent(KafkaInbox::close);
  }
}
