package org.radiologytrust.ingest.hl7;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.netty.NettyConstants;
import org.radiologytrust.ingest.Explanation;
import org.radiologytrust.ingest.hl7.message.Batch;
import org.radiologytrust.ingest.hl7.message.Envelope;
import org.radiologytrust.ingest.hl7.message.ErrorCode;
import org.radiologytrust.ingest.hl7.message.Refusal;
import org.radiologytrust.ingest.hl7.mllp.Acknowledgement;
import org.radiologytrust.ingest.hl7.mllp.Senders;
import org.radiologytrust.ingest.hl7.out.OwnMessages;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.inbox.Inbox.Incoming;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.PatientChange;
import org.radiologytrust.journal.inbox.Inbox.Receipt;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.runtime.Correlation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores HL7 v2 messages in the journal and answers them. The bean of route {@code hl7-in} and of
 * any other feed.
 *
 * <p>AA means that the message is committed to disk. AE and AR name the wrong field in an ERR
 * segment, and the message is in quarantine. So do CA, CE and CR in enhanced mode ({@link
 * AckConditions}). There are two exceptions: an AE with code 207 whose text says that the message
 * was not stored, and a frame without HL7 from an address that never sent HL7 ({@link Senders}).
 */
public final class Hl7Inbox {
  /** The journal channel of HL7 messages. */
  public static final String CHANNEL = "hl7";

  private static final Logger LOG = LoggerFactory.getLogger(Hl7Inbox.class);

  private final Inbox inbox;
  private final Hl7Reports reports;
  private final Acknowledgement acknowledgement;
  private final Senders senders;
  private final OwnMessages own = new OwnMessages();

  /**
   * Creates the inbox.
   *
   * @param zone time zone of the acknowledgements
   * @param senders decides how much is stored of frames without HL7
   */
  public Hl7Inbox(Inbox inbox, Hl7Reports reports, Clock clock, ZoneId zone, Senders senders) {
    this.senders = senders;
    this.inbox = inbox;
    this.reports = reports;
    this.acknowledgement = new Acknowledgement(clock, zone);
  }

  /**
   * Receives a message from a connection and replaces it with its acknowledgement, both without
   * MLLP's start and end bytes; with nothing if the sender wants none (MSH-15, MSH-16). Never
   * throws.
   */
  public void receive(Exchange exchange) {
    Message message = exchange.getMessage();
    message.setBody(answer(bytes(message), address(message), id -> note(exchange, id)));
  }

  /**
   * Receives a message from a feed that keeps it until this method returns. Works like {@link
   * #receive}, except that a message that could not be stored throws. An unusable message is in
   * quarantine, and its answer says so.
   *
   * @throws JournalException if the message was not stored; the feed must deliver it again
   */
  public void take(Exchange exchange) {
    Message message = exchange.getMessage();
    try {
      Receipt receipt = store(bytes(message), "");
      receipt.correlationId().ifPresent(id -> note(exchange, id));
      message.setBody(receipt.reply());
    } catch (JournalException e) {
      // logged here, because Camel's components differ in what they log
      LOG.error("A message could not be stored and stays in its feed: {}", e.getMessage());
      throw e;
    }
  }

  /**
   * Answers AA to a message, or to the messages of a batch, that the filter of a feed leaves out,
   * and stores them as ignored. What is no HL7 goes into quarantine, as with {@link #receive}.
   * Never throws.
   */
  public void ignore(Exchange exchange) {
    Message message = exchange.getMessage();
    String address = address(message);
    message.setBody(each(bytes(message), frame -> ignored(frame, address)));
  }

  private byte[] ignored(byte[] frame, String address) {
    Envelope envelope = Envelope.ofBeginning(frame);
    try {
      ReadMessage reading = reports.read(frame, address);
      envelope = reading.envelope();
      if (!reading.isHl7()) {
        return answerOne(frame, address, id -> {});
      }
      Incoming incoming =
          new Incoming(
              CHANNEL,
              reading.site(),
              reading.key(),
              frame,
              new Inbox.Ignored("the filter of the feed leaves it out"),
              (outcome, reason) -> reply(reading, outcome, reason));
      return wanted(reading, store(incoming.with(NamedIds.of(frame)).from(address)).reply());
    } catch (JournalException e) {
      return notStored(envelope, e);
    }
  }

  /** An empty body, such as an empty field of a table, is an unusable message. */
  private static byte[] bytes(Message message) {
    byte[] body = message.getBody(byte[].class);
    return body == null ? new byte[0] : body;
  }

  /**
   * Stores a message of a built-in feed, or the messages of a batch one by one. The receipt of a
   * batch has the worst outcome of its messages.
   *
   * @param place position in the feed, for the log
   * @throws JournalException if the message was not stored; the feed must deliver it again
   */
  public Receipt store(byte[] message, String place) {
    Optional<Batch> batch = Batch.of(message);
    if (batch.isEmpty()) {
      return store(incoming(message).at(place));
    }
    List<Receipt> receipts = new ArrayList<>();
    for (byte[] each : batch.get().messages()) {
      receipts.add(store(incoming(each).at(place)));
    }
    List<byte[]> replies = receipts.stream().map(Receipt::reply).toList();
    Receipt worst = Collections.max(receipts, Comparator.comparing(Receipt::outcome));
    return new Receipt(
        worst.outcome(),
        worst.reason(),
        acknowledgement.batch(batch.get(), replies),
        receipts.stream().flatMap(receipt -> receipt.correlationId().stream()).findFirst());
  }

  /** Counts our own messages that come back. */
  OwnMessages own() {
    return own;
  }

  private Receipt store(Incoming incoming) {
    try {
      Receipt receipt = inbox.receive(incoming);
      own.count(incoming.disposition());
      return receipt;
    } catch (RuntimeException e) {
      throw JournalException.notStored(e);
    }
  }

  private static void note(Exchange exchange, UUID report) {
    exchange.setProperty(Correlation.KEY, report.toString());
  }

  private static String address(Message message) {
    return message.getHeader(NettyConstants.NETTY_REMOTE_ADDRESS)
            instanceof InetSocketAddress socket
        ? socket.getAddress().getHostAddress()
        : "";
  }

  /**
   * Answers one frame. The messages of a batch are stored one by one and answered together. Never
   * throws.
   *
   * @param address the sender's address
   * @param report receives the correlation id if the message is a report
   * @return empty if the sender wants no answer
   */
  byte[] answer(byte[] frame, String address, Consumer<UUID> report) {
    return each(frame, message -> answerOne(message, address, report));
  }

  private byte[] each(byte[] frame, UnaryOperator<byte[]> answer) {
    Optional<Batch> batch = Batch.of(frame);
    if (batch.isEmpty()) {
      return answer.apply(frame);
    }
    List<byte[]> answers =
        batch.get().messages().stream().map(answer).filter(one -> one.length > 0).toList();
    return answers.isEmpty() ? new byte[0] : acknowledgement.batch(batch.get(), answers);
  }

  private byte[] answerOne(byte[] frame, String address, Consumer<UUID> report) {
    Envelope envelope = Envelope.ofBeginning(frame);
    try {
      ReadMessage reading = reports.read(frame, address);
      envelope = reading.envelope();
      byte[] kept = frame;
      if (reading.isHl7()) {
        senders.known(address);
      } else if (senders.isStranger(address)) {
        Optional<byte[]> beginning = senders.beginning(address, frame);
        if (beginning.isEmpty()) {
          return acknowledgement.refuse(reading.envelope(), reading.refusal());
        }
        kept = beginning.get();
        reading = reports.read(kept, address);
      }
      Receipt receipt = store(incoming(kept, reading).from(address));
      receipt.correlationId().ifPresent(report);
      return wanted(reading, receipt.reply());
    } catch (JournalException e) {
      return notStored(envelope, e);
    }
  }

  /** The answer; empty if the sender wants none. */
  private static byte[] wanted(ReadMessage reading, byte[] reply) {
    return Acknowledgement.isWanted(reading.envelope(), reply) ? reply : new byte[0];
  }

  /** Sent even to those who want no answer: the message would be lost. */
  private byte[] notStored(Envelope envelope, JournalException e) {
    LOG.error("A message could not be stored and was answered with AE: {}", e.getMessage());
    return acknowledgement.refuse(
        envelope, Refusal.internal("the message could not be stored; send it again later"));
  }

  /**
   * Parses a stored message again, as {@link #receive} would do now.
   *
   * @throws JournalException if its documents cannot be read now
   */
  public Incoming incoming(byte[] frame) {
    return incoming(frame, reports.read(frame));
  }

  /**
   * How a message, or those of a batch, would be understood now.
   *
   * @throws JournalException if its documents cannot be read now
   */
  public List<Explanation> explain(byte[] frame) {
    return reports.explain(frame);
  }

  private Incoming incoming(byte[] frame, ReadMessage reading) {
    Incoming incoming =
        new Incoming(
            CHANNEL,
            reading.site(),
            reading.key(),
            frame,
            reading.disposition(),
            (outcome, reason) -> reply(reading, outcome, reason));
    return reading.disposition() instanceof Parsed ? incoming : incoming.with(NamedIds.of(frame));
  }

  private byte[] reply(ReadMessage reading, Outcome outcome, String reason) {
    if (outcome != Outcome.QUARANTINED) {
      return acknowledgement.accept(reading.envelope(), reason);
    }
    return acknowledgement.refuse(
        reading.envelope(),
        reading.refusal() != null ? reading.refusal() : refused(reading, reason));
  }

  /**
   * The journal quarantines a valid message for two reasons: its control id was used before, or the
   * numbers, the patient or the time of its report contradict what is stored.
   */
  private static Refusal refused(ReadMessage reading, String reason) {
    return reading.disposition() instanceof PatientChange
        ? new Refusal("AE", ErrorCode.DUPLICATE_KEY, "PID", 3, reason)
        : new Refusal("AE", ErrorCode.DUPLICATE_KEY, "MSH", 10, reason);
  }
}
