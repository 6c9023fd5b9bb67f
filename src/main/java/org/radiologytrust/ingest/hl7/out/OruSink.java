package org.radiologytrust.ingest.hl7.out;

import java.nio.charset.Charset;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.hl7.message.Charsets;
import org.radiologytrust.ingest.hl7.message.Hl7Message;
import org.radiologytrust.journal.delivered.DeliveredAudits;
import org.radiologytrust.journal.delivered.DeliveredAudits.Delivered;
import org.radiologytrust.journal.results.Outbox;
import org.radiologytrust.journal.results.Outbox.Delivery;
import org.radiologytrust.retry.RetryVerdict.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the route that sends audits as HL7 messages. Delivery is at least once: each try
 * sends the stored bytes with the same control id, by which the receiver drops a repeat.
 */
public final class OruSink {
  /** The sink's name in the outbox. */
  public static final String NAME = "oru";

  private static final Logger LOG = LoggerFactory.getLogger(OruSink.class);
  private static final int CHARSET = 18;

  private final Outbox outbox;
  private final DeliveredAudits audits;
  private final OruWriter writer;
  private final Charsets charsets;
  private final Function<byte[], Optional<Hl7Message>> reader;
  private final Clock clock;

  /**
   * @param reader reads the message of a report; empty if it cannot be read
   */
  OruSink(
      Outbox outbox,
      DeliveredAudits audits,
      OruWriter writer,
      Charsets charsets,
      Function<byte[], Optional<Hl7Message>> reader,
      Clock clock) {
    this.outbox = outbox;
    this.audits = audits;
    this.writer = writer;
    this.charsets = charsets;
    this.reader = reader;
    this.clock = clock;
  }

  /**
   * Route step: replaces the Bundle by the message, which is stored before it is sent.
   *
   * @return null if there is nothing to send: a message says all that stands of a report, so a
   *     decision about an audit that a newer one has replaced would bring the old one back
   * @throws OruProblem if there is no message
   */
  public byte @Nullable [] prepare(@ExchangeProperty(Delivery.KEY) Delivery delivery)
      throws OruProblem {
    if (outbox.overtake(delivery)) {
      return null;
    }
    String message = delivery.payload();
    if (message.isEmpty()) {
      message = write(delivery);
      outbox.prepared(delivery, message);
    }
    return message.getBytes(charset(message));
  }

  private String write(Delivery delivery) throws OruProblem {
    Delivered audit =
        audits
            .find(delivery)
            .orElseThrow(() -> new OruProblem(Kind.STOPPED, "the audit was erased"));
    return writer.write(
        new OruWriter.Source(
            delivery.id(),
            audit.audit(),
            audit.decisions(),
            audit.page(),
            audit.message().flatMap(reader),
            audit.before()),
        clock.instant());
  }

  /** As MSH-18 says, whatever the mapping says now. */
  private Charset charset(String message) {
    return charsets.written(SentLine.segments(message, "MSH").get(0).value(CHARSET, 1));
  }

  /**
   * Route step: returns if the receiver has taken the message.
   *
   * @param answer what came back; our own message if the connection ended before an answer
   * @throws Exception as {@link Answer#require}
   */
  public void answered(@ExchangeProperty(Delivery.KEY) Delivery delivery, @Body byte[] answer)
      throws Exception {
    Answer read = Answer.of(answer == null ? new byte[0] : answer);
    if (!read.peer().error().isEmpty()) {
      LOG.warn("delivery {} was answered with an error: {}", delivery.id(), read.peer());
    }
    read.require(OruWriter.controlId(delivery.id()));
  }
}
