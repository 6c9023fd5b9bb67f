package org.radiologytrust.ingest.hl7;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.netty.NettyConstants;
import org.radiologytrust.journal.Inbox;
import org.radiologytrust.journal.Inbox.Incoming;
import org.radiologytrust.journal.Inbox.Outcome;
import org.radiologytrust.journal.Inbox.Receipt;
import org.radiologytrust.journal.JournalException;
import org.radiologytrust.model.Correlation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes HL7 v2 messages into the journal and answers them. The bean of route {@code hl7-in}, and of
 * any feed.
 *
 * <p>AA means that the message is committed to disk. AE and AR name the field at fault in an ERR
 * segment; the message is then in quarantine, except for an AE with code 207 that says so, and for
 * what is no HL7 from an address that never sent any ({@link Senders}).
 */
public final class Hl7Inbox {
  /** The channel of its messages in the journal. */
  public static final String CHANNEL = "hl7";

  private static final Logger LOG = LoggerFactory.getLogger(Hl7Inbox.class);

  private final Inbox inbox;
  private final Hl7Reports reports;
  private final Acknowledgement acknowledgement;
  private final Senders senders;

  /**
   * @param zone of the times in acknowledgements
   * @param senders how much is kept of whom
   */
  public Hl7Inbox(Inbox inbox, Hl7Reports reports, Clock clock, ZoneId zone, Senders senders) {
    this.senders = senders;
    this.inbox = inbox;
    this.reports = reports;
    this.acknowledgement = new Acknowledgement(clock, zone);
  }

  /**
   * For a connection: the acknowledgement takes the place of the message, both without MLLP's start
   * and end bytes. Never throws.
   */
  public void receive(Exchange exchange) {
    Message message = exchange.getMessage();
    message.setBody(
        answer(message.getBody(byte[].class), address(message), id -> note(exchange, id)));
  }

  /**
   * For a feed, whose source keeps a message until it was taken: as {@link #receive}, but for what
   * was not stored. What cannot be used is in quarantine, and its answer says so.
   *
   * @throws JournalException when it was not stored; it has to come again
   */
  public void take(Exchange exchange) {
    Message message = exchange.getMessage();
    try {
      Receipt receipt = store(message.getBody(byte[].class), "");
      receipt.correlationId().ifPresent(id -> note(exchange, id));
      message.setBody(receipt.reply());
    } catch (JournalException e) {
      // the sources of Camel differ in what they log
      LOG.error("A message was not stored and stays with its feed: {}", e.getMessage());
      throw e;
    }
  }

  /**
   * The same for a feed of the product's own.
   *
   * @param place where the feed has it, for the log
   * @throws JournalException when it was not stored; it has to come again
   */
  public Receipt store(byte[] message, String place) {
    return store(incoming(message).at(place));
  }

  private Receipt store(Incoming incoming) {
    try {
      return inbox.receive(incoming);
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
   * @param address of the sender
   * @param report is told its correlation id, where the message is one
   */
  byte[] answer(byte[] frame, String address, Consumer<UUID> report) {
    ReadMessage reading = reports.read(frame);
    byte[] kept = frame;
    if (reading.isHl7()) {
      senders.known(address);
    } else if (senders.isStranger(address)) {
      Optional<byte[]> beginning = senders.beginning(address, frame);
      if (beginning.isEmpty()) {
        return acknowledgement.refuse(reading.envelope(), reading.refusal());
      }
      kept = beginning.get();
      reading = reports.read(kept);
    }
    try {
      Receipt receipt = store(incoming(kept, reading));
      receipt.correlationId().ifPresent(report);
      return receipt.reply();
    } catch (JournalException e) {
      LOG.error("A message was not stored and is answered with AE: {}", e.getMessage());
      return acknowledgement.refuse(
          reading.envelope(), Refusal.internal("the message was not stored; send it again later"));
    }
  }

  /** Reads a message that the journal has, as {@link #receive} would now. Never throws. */
  public Incoming incoming(byte[] frame) {
    return incoming(frame, reports.read(frame));
  }

  private Incoming incoming(byte[] frame, ReadMessage reading) {
    return new Incoming(
        CHANNEL,
        reading.site(),
        reading.key(),
        frame,
        reading.disposition(),
        (outcome, reason) -> reply(reading, outcome, reason));
  }

  private byte[] reply(ReadMessage reading, Outcome outcome, String reason) {
    if (outcome != Outcome.QUARANTINED) {
      return acknowledgement.accept(reading.envelope(), reason);
    }
    // A message that reads well is quarantined by the journal for its keys only.
    Refusal refusal =
        reading.refusal() != null
            ? reading.refusal()
            : new Refusal("AE", ErrorCode.DUPLICATE_KEY, "MSH", 10, reason);
    return acknowledgement.refuse(reading.envelope(), refusal);
  }
}
