package org.radiologytrust.ingest.kafka;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.kafka.common.TopicPartition;
import org.radiologytrust.journal.Inbox.Disposition;
import org.radiologytrust.journal.Inbox.Ignored;
import org.radiologytrust.journal.Inbox.Incoming;
import org.radiologytrust.journal.Inbox.Quarantined;
import org.radiologytrust.journal.Inbox.Receipt;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.JournalException;
import org.radiologytrust.model.Correlation;
import org.radiologytrust.model.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the records of a topic into the journal. The bean of route {@code kafka-in}.
 *
 * <p>A message is known by its own key, the same as by MLLP or HTTP: one that came there before is
 * a duplicate here. What is no message at all is kept in the channel {@code kafka}.
 */
public final class KafkaInbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaInbox.class);
  private static final String CHANNEL = "kafka";
  private static final byte[] NOTHING = {};

  /** The inbox of one format. */
  @FunctionalInterface
  public interface MessageInbox {
    /**
     * @param type the header {@code content-type}; empty for none
     * @param place topic, partition and offset
     * @throws JournalException when it was not stored
     */
    Receipt store(byte[] message, String type, String place);
  }

  /** A record that is not read any more: the process died at it as often as this. */
  private static final int DEATHS = 2;

  private final Journal journal;
  private final String site;
  private final MessageInbox hl7;
  private final MessageInbox fhir;
  private final int maxRecord;
  private final Set<TopicPartition> begun = ConcurrentHashMap.newKeySet();
  private volatile String stuck = "";

  /**
   * @param site of what names none
   * @param maxRecord longest value, in bytes
   */
  public KafkaInbox(
      Journal journal, String site, MessageInbox hl7, MessageInbox fhir, int maxRecord) {
    this.journal = journal;
    this.site = site;
    this.hl7 = hl7;
    this.fhir = fhir;
    this.maxRecord = maxRecord;
  }

  /**
   * Returns when the journal has the record.
   *
   * @throws JournalException when it was not stored: its offset may not be committed
   */
  public void receive(Exchange exchange) {
    Message message = exchange.getMessage();
    String place = place(message);
    try {
      store(message, place)
          .correlationId()
          .ifPresent(id -> exchange.setProperty(Correlation.KEY, id.toString()));
    } catch (RuntimeException e) {
      stuck = place;
      JournalException told = JournalException.notStored(e);
      LOG.error("Record {} was not stored and is tried again: {}", place, told.getMessage());
      throw told;
    }
    stuck = "";
  }

  /**
   * Commits the offset. One that cannot be committed is made up for by the next one, or the record
   * comes again and is a duplicate.
   */
  public void commit(Exchange exchange) {
    Message message = exchange.getMessage();
    try {
      message.getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class).commit();
    } catch (RuntimeException e) {
      LOG.warn("The offset of record {} was not committed: {}", place(message), e.getClass());
    }
  }

  /** Empty unless a record waits because it cannot be stored. */
  public Optional<String> problem() {
    String place = stuck;
    return place.isEmpty()
        ? Optional.empty()
        : Optional.of("rtl.kafka.reports: record " + place + " cannot be stored: see the log");
  }

  private Receipt store(Message message, String place) {
    byte[] value = message.getBody(byte[].class);
    if (value == null) {
      return keep(place, place, NOTHING, new Ignored("the record has no value (a tombstone)"));
    }
    if (value.length > maxRecord) {
      // no more of it is kept than of the longest that is taken
      return keep(
          place,
          Texts.sha256(value),
          Arrays.copyOf(value, maxRecord),
          new Quarantined(
              "the record is longer than rtl.kafka.max-record: its beginning is kept, the whole is"
                  + " in the topic at "
                  + place));
    }
    String type = Texts.orEmpty(message.getHeader(RecordHeaders.CONTENT_TYPE, String.class));
    Optional<RecordFormat> format = RecordFormat.of(type, value);
    if (format.isEmpty()) {
      return keep(
          place,
          Texts.sha256(value),
          value,
          new Quarantined(
              "neither HL7 v2 nor FHIR: send content-type application/hl7-v2 or"
                  + " application/fhir+json"));
    }
    if (deaths(message) >= DEATHS) {
      // in the channel of its format, so that an operator can release it
      return keep(
          format.get().channel(),
          place,
          Texts.sha256(value),
          value,
          new Quarantined(
              "the process ended "
                  + DEATHS
                  + " times while it read this record: it is kept unread; release it once the cause"
                  + " is mended"));
    }
    return (format.get() == RecordFormat.HL7 ? hl7 : fhir).store(value, type, place);
  }

  /** How often the process died at this record, as far as it is the first of a start. */
  private int deaths(Message message) {
    TopicPartition partition =
        new TopicPartition(
            message.getHeader(KafkaConstants.TOPIC, String.class),
            message.getHeader(KafkaConstants.PARTITION, Integer.class));
    if (begun.contains(partition)) {
      return 0;
    }
    int deaths =
        journal
            .feedStarts()
            .begin(
                partition.topic(),
                partition.partition(),
                message.getHeader(KafkaConstants.OFFSET, Long.class));
    begun.add(partition);
    return deaths;
  }

  /** The process ends as it should: what it was reading is not to blame. */
  @Override
  public void close() {
    journal.feedStarts().end();
  }

  private Receipt keep(String place, String key, byte[] raw, Disposition disposition) {
    return keep(CHANNEL, place, key, raw, disposition);
  }

  private Receipt keep(
      String channel, String place, String key, byte[] raw, Disposition disposition) {
    return journal
        .inbox()
        .receive(
            new Incoming(
                channel, site, key, raw, disposition, (outcome, reason) -> NOTHING, place));
  }

  /** Topic, partition and offset. */
  private static String place(Message message) {
    return message.getHeader(KafkaConstants.TOPIC, String.class)
        + "/"
        + message.getHeader(KafkaConstants.PARTITION)
        + "/"
        + message.getHeader(KafkaConstants.OFFSET);
  }
}
