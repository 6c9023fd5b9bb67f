package org.radiologytrust.ingest.kafka;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Ignored;
import org.radiologytrust.journal.inbox.Inbox.Incoming;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.journal.inbox.Inbox.Receipt;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.model.Texts;
import org.radiologytrust.runtime.Correlation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the records of a topic in the journal. The bean of route {@code kafka-in}.
 *
 * <p>A message has the same key as by MLLP or HTTP. So a message that was received there before is
 * a duplicate here. A record that is not a message at all is stored in the channel {@code kafka}.
 */
public final class KafkaInbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaInbox.class);
  private static final String CHANNEL = "kafka";
  private static final byte[] NOTHING = {};

  /** Property of an exchange whose record is not stored. */
  private static final String DROPPED = "rtlRecordDropped";

  /** Of the records that are not stored, one in so many commits its offset. */
  private static final int DROPPED_AT_ONCE = 1000;

  /** Stores messages of one format. */
  @FunctionalInterface
  public interface MessageInbox {
    /**
     * Stores one message.
     *
     * @param type the header {@code content-type}, or that of the format that the bytes begin like
     * @param place topic, partition and offset
     * @throws JournalException if the message was not stored
     */
    Receipt store(byte[] message, String type, String place);
  }

  /**
   * A record is quarantined unread after this many processes in a row died while they read it. One
   * that was only cut off from the journal looks dead, and that may happen to two of them.
   */
  static final int MAX_DEATHS = 3;

  private final Journal journal;
  private final String site;
  private final MessageInbox hl7;
  private final MessageInbox fhir;
  private final ShortRecords small;
  private final int maxRecord;
  private final Set<TopicPartition> begun = ConcurrentHashMap.newKeySet();
  private volatile String stuck = "";

  /**
   * Creates the inbox.
   *
   * @param site the site of messages that name none
   * @param small says which short records are stored
   * @param maxRecord maximum length of a value, in bytes
   */
  public KafkaInbox(
      Journal journal,
      String site,
      MessageInbox hl7,
      MessageInbox fhir,
      ShortRecords small,
      int maxRecord) {
    this.journal = journal;
    this.site = site;
    this.hl7 = hl7;
    this.fhir = fhir;
    this.small = small;
    this.maxRecord = maxRecord;
  }

  /**
   * Stores a record in the journal.
   *
   * @throws JournalException if it was not stored; its offset must not be committed
   */
  public void receive(Exchange exchange) {
    Message message = exchange.getMessage();
    String place = place(message);
    try {
      byte[] value = message.getBody(byte[].class);
      if (small.stores(value, place)) {
        store(message, value, place)
            .correlationId()
            .ifPresent(id -> exchange.setProperty(Correlation.KEY, id.toString()));
      } else {
        exchange.setProperty(DROPPED, true);
      }
    } catch (RuntimeException e) {
      stuck = place;
      JournalException reported = JournalException.notStored(e);
      LOG.error(
          "Record {} could not be stored and will be retried: {} ({})",
          place,
          reported.getMessage(),
          e.getClass().getName());
      throw reported;
    }
    stuck = "";
  }

  /**
   * Commits the offset. If that fails, the commit of the next record includes it, or the record is
   * delivered again and is a duplicate.
   */
  public void commit(Exchange exchange) {
    Message message = exchange.getMessage();
    long offset = message.getHeader(KafkaConstants.OFFSET, Long.class);
    if (exchange.getProperty(DROPPED, false, Boolean.class) && offset % DROPPED_AT_ONCE != 0) {
      // each commit waits for the brokers: behind a million such records may be a report
      return;
    }
    try {
      message.getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class).commit();
    } catch (RuntimeException e) {
      LOG.warn(
          "The offset of record {} could not be committed: {}",
          place(message),
          e.getClass().getSimpleName());
    }
  }

  /** Names a record that could not be stored and is retried; empty if there is none. */
  public Optional<String> problem() {
    String place = stuck;
    return place.isEmpty()
        ? Optional.empty()
        : Optional.of("rtl.kafka.reports: record " + place + " cannot be stored; see the log");
  }

  private Receipt store(Message message, byte @Nullable [] value, String place) {
    if (value == null) {
      return keep(place, place, NOTHING, new Ignored("the record has no value (a tombstone)"));
    }
    if (value.length > maxRecord) {
      // stores as many bytes as the longest accepted record has
      return keep(
          place,
          Texts.sha256(value),
          Arrays.copyOf(value, maxRecord),
          new Quarantined(
              "the record is longer than rtl.kafka.max-record: only its beginning was stored; the"
                  + " complete record is in the topic at "
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
              "the record is neither HL7 v2 nor FHIR: send it with content-type application/hl7-v2"
                  + " or application/fhir+json"));
    }
    int deaths = deaths(message);
    if (deaths >= MAX_DEATHS) {
      // stored in the channel of its format, so that an operator can release it
      return keep(
          format.get().channel(),
          place,
          Texts.sha256(value),
          value,
          new Quarantined(
              "the process died "
                  + MAX_DEATHS
                  + " times while it read this record, so it was stored unread; release it when"
                  + " the cause is fixed"));
    }
    MessageInbox inbox = format.get() == RecordFormat.HL7 ? hl7 : fhir;
    Receipt receipt = inbox.store(value, type.isBlank() ? format.get().type() : type, place);
    if (deaths > 0) {
      TopicPartition partition = partition(message);
      journal.feedStarts().passed(partition.topic(), partition.partition());
    }
    return receipt;
  }

  /**
   * How often a process died at this record if it is the first one of its partition that we read;
   * otherwise 0.
   */
  private int deaths(Message message) {
    TopicPartition partition = partition(message);
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
    if (deaths < MAX_DEATHS) {
      // a record that is not read is asked about again: its quarantine may fail
      begun.add(partition);
    }
    return deaths;
  }

  private static TopicPartition partition(Message message) {
    return new TopicPartition(
        message.getHeader(KafkaConstants.TOPIC, String.class),
        message.getHeader(KafkaConstants.PARTITION, Integer.class));
  }

  /**
   * This process reads these partitions no longer, and another may. The next first record of each
   * is then not suspect.
   */
  void released(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      begun.remove(partition);
      try {
        journal.feedStarts().end(partition.topic(), partition.partition());
      } catch (RuntimeException e) {
        // the next process that reads it counts this as a death
        LOG.warn(
            "The end of reading {} could not be stored: {}",
            partition,
            e.getClass().getSimpleName());
      }
    }
  }

  /** The process ends normally, so the records being read are not suspect. */
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
            new Incoming(channel, site, key, raw, disposition, (outcome, reason) -> NOTHING)
                .at(place));
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
